import { Cable, X } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { WorkflowEdge } from '#core/graph/document';
import type { Graph } from '#core/graph/graph';
import { removeElements } from '../document/edits.ts';
import { localText, t, useLanguage } from '../i18n/index.ts';
import { nodeName, typeName } from '../panels/node-name.ts';
import { editDocument, type OpenDocument, useDocuments } from '../store/documents.ts';
import { announce, revealNode, useView } from '../store/view.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { openKeyboardWire } from './canvas-commands.ts';
import { colourOf, colourValue, factsOf } from './facts.ts';
import { listIn, nameOfNode } from './flow-elements.ts';
import './palette.css';

/** The graph as a list that can be read from top to bottom: each node with its wires, in the order in which they run. */
export function Outline({ draft }: { readonly draft: string }) {
  useLanguage();
  const open = useDocuments((state) => state.documents[draft]);
  const [query, setQuery] = useState('');
  if (open === undefined) return null;
  return (
    <section className="outline-pane" aria-label={t('outline.label')} data-outline={draft}>
      <label className="palette-search">
        <input
          type="search"
          value={query}
          placeholder={t('outline.search')}
          aria-label={t('outline.search')}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <OutlineList draft={draft} open={open} query={query} />
    </section>
  );
}

interface OutlineListProps {
  readonly draft: string;
  readonly open: OpenDocument;
  readonly query: string;
}

/** How many nodes are listed at once; a search finds the others. */
const mostRows = 400;

function OutlineList({ draft, open, query }: OutlineListProps) {
  const { graph } = open.view;
  const order = useMemo(() => {
    const known = new Set(graph.order);
    return [...graph.order, ...[...graph.nodes.keys()].filter((id) => !known.has(id))];
  }, [graph]);
  const wanted = query.trim().toLowerCase();
  const shown = order
    .filter((id) => wanted === '' || nodeName(draft, id).toLowerCase().includes(wanted))
    .slice(0, mostRows);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    rows[rows.indexOf(event.target) + step]?.focus();
  };
  if (order.length === 0) return <p className="palette-nothing px-4">{t('outline.empty')}</p>;
  if (shown.length === 0) return <p className="palette-nothing px-4">{t('outline.nothing')}</p>;
  return (
    <ol className="outline-list" onKeyDown={onKeyDown}>
      {shown.map((id) => (
        <OutlineNode key={id} draft={draft} id={id} graph={graph} open={open} />
      ))}
    </ol>
  );
}

interface OutlineNodeProps {
  readonly draft: string;
  readonly id: string;
  readonly graph: Graph;
  readonly open: OpenDocument;
}

function OutlineNode({ draft, id, graph, open }: OutlineNodeProps) {
  const isSelected = useView((state) => state.selection[draft]?.has(id) === true);
  const raw = useMemo(
    () => listIn(open.history.document, 'nodes').find((entry) => entry['id'] === id),
    [open.history.document, id],
  );
  if (raw === undefined) return null;
  const facts = factsOf(raw);
  const port = facts.outputs[0] ?? facts.inputs[0];
  const incoming = graph.incoming.get(id) ?? [];
  const outgoing = graph.outgoing.get(id) ?? [];
  const name = nameOfNode(facts);
  return (
    <li>
      <div className="flex items-center">
        <button
          type="button"
          className="outline-row min-w-0 flex-1"
          aria-current={isSelected}
          onClick={() => revealNode(draft, id)}
        >
          <i className="swatch" style={{ background: colourValue(colourOf(port?.type.base ?? 'any')) }} />
          <b>{name}</b>
          <small>
            {facts.mode === 'active'
              ? (facts.model ?? (facts.title === '' ? '' : typeName(facts.type)))
              : t(`node.${facts.mode}`)}
          </small>
        </button>
        {isSelected ? (
          <IconButton
            small
            label={t('outline.connect', { node: name })}
            keys="C"
            onClick={() => openKeyboardWire(draft, id)}
          >
            <Cable size={14} />
          </IconButton>
        ) : null}
      </div>
      {incoming.length + outgoing.length === 0 ? null : (
        <ul className="outline-wires">
          {incoming.map((edge) => (
            <OutlineWire key={edge.id} draft={draft} edge={edge} graph={graph} isIncoming />
          ))}
          {outgoing.map((edge) => (
            <OutlineWire key={edge.id} draft={draft} edge={edge} graph={graph} isIncoming={false} />
          ))}
        </ul>
      )}
    </li>
  );
}

interface OutlineWireProps {
  readonly draft: string;
  readonly edge: WorkflowEdge;
  readonly graph: Graph;
  readonly isIncoming: boolean;
}

function OutlineWire({ draft, edge, graph, isIncoming }: OutlineWireProps) {
  const here = graph.nodes.get(isIncoming ? edge.to.node : edge.from.node);
  const definition = isIncoming ? here?.inputs[edge.to.port] : here?.outputs[edge.from.port];
  const port = definition === undefined ? '' : localText(definition.label);
  const there = isIncoming ? edge.from.node : edge.to.node;
  const node = nodeName(draft, there);
  return (
    <li>
      <button type="button" onClick={() => revealNode(draft, there)}>
        {t(isIncoming ? 'outline.from' : 'outline.to', { port, node })}
      </button>
      {isIncoming ? (
        <IconButton
          small
          label={t('outline.disconnect', { from: node, to: nodeName(draft, edge.to.node) })}
          onClick={() => {
            editDocument(draft, 'edit.delete', removeElements({ edges: new Set([edge.id]) }));
            announce(t('wire.removed'));
          }}
        >
          <X size={12} />
        </IconButton>
      ) : null}
    </li>
  );
}
