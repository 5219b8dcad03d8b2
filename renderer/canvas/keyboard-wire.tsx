import { Command } from 'cmdk';
import { useMemo, useState } from 'react';
import type { Graph, GraphNode } from '#core/graph/graph';
import { localText, t } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { announce } from '../store/view.ts';
import { SearchInput } from '../ui/search-input.tsx';
import { connectPorts } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';
import { type KeyboardWire as Request, useCanvas } from './canvas-store.ts';
import { colourOf, colourValue } from './facts.ts';
import { typeName } from './type-name.ts';
import { judgePorts, type LooseEnd, portKey, typeOfInput, typeOfOutput } from './wiring.ts';

/** Drawing a wire without a mouse: choose a port, then where it leads. */
export function KeyboardWire({ draft }: { readonly draft: string }) {
  const request = useCanvas((state) => state.keyboardWire);
  const graph = useDocuments((state) => state.documents[draft]?.view.graph);
  const node = request === undefined ? undefined : graph?.nodes.get(request.node);
  if (request === undefined || request.draft !== draft || graph === undefined || node === undefined) return null;
  return <WireDialog key={request.port?.port ?? ''} request={request} graph={graph} node={node} />;
}

interface Row {
  readonly key: string;
  readonly text: string;
  readonly note: string;
  readonly colour: string;
  readonly choose: () => void;
}

interface WireDialogProps {
  readonly request: Request;
  readonly graph: Graph;
  readonly node: GraphNode;
}

function close(draft: string, node: string): void {
  useCanvas.setState({ keyboardWire: undefined });
  canvasOf(draft)?.focus(node);
}

function WireDialog({ request, graph, node }: WireDialogProps) {
  const [query, setQuery] = useState('');
  const { draft } = request;
  const title = nodeName(draft, request.node);
  const ports = useMemo(() => portRows(request, graph, node), [request, graph, node]);
  const single = ports.length === 1 ? onlyPort(request, node) : undefined;
  const end = request.port ?? single;
  const rows = useMemo(() => (end === undefined ? ports : targetRows(draft, graph, end)), [draft, graph, end, ports]);
  const words = query.toLowerCase().split(/\s+/);
  const shown = rows.filter((row) => words.every((word) => `${row.text} ${row.note}`.toLowerCase().includes(word)));
  const heading =
    end === undefined
      ? t('wire.chooseFrom', { node: title })
      : t(end.side === 'output' ? 'wire.chooseTo' : 'wire.chooseSource', {
          port: `${title} · ${portLabel(node, end)}`,
        });
  const type = end === undefined ? undefined : typeOfEnd(graph, end);
  return (
    <div className="quick-add wire-dialog" role="dialog" aria-label={t('wire.keyboard', { node: title })}>
      <Command
        shouldFilter={false}
        loop
        label={heading}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') {
            event.preventDefault();
            close(draft, request.node);
          }
          if (event.key === 'Backspace' && query === '' && request.port !== undefined) {
            useCanvas.setState({ keyboardWire: { ...request, port: undefined } });
          }
        }}
      >
        <p className="quick-note" id="wire-heading">
          {heading}
        </p>
        <SearchInput autoFocus value={query} onValueChange={setQuery} onBlur={() => undefined} />
        <Command.List>
          <Command.Empty>
            {type === undefined ? t('palette.nothing') : t('wire.noTarget', { type: typeName(type) })}
          </Command.Empty>
          {shown.map((row) => (
            <Command.Item key={row.key} value={row.key} onSelect={row.choose}>
              <i className="swatch" style={{ background: row.colour }} />
              <span>{row.text}</span>
              <small>{row.note}</small>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </div>
  );
}

function onlyPort(request: Request, node: GraphNode): LooseEnd | undefined {
  const [output] = Object.keys(node.outputs);
  const [input] = Object.keys(node.inputs);
  if (output !== undefined) return { node: request.node, port: output, side: 'output' };
  return input === undefined ? undefined : { node: request.node, port: input, side: 'input' };
}

function portLabel(node: GraphNode, end: LooseEnd): string {
  const port = end.side === 'output' ? node.outputs[end.port] : node.inputs[end.port];
  return port === undefined ? end.port : localText(port.label);
}

function typeOfEnd(graph: Graph, end: LooseEnd) {
  return end.side === 'output' ? typeOfOutput(graph, registry, end) : typeOfInput(graph.nodes.get(end.node), end.port);
}

/** Step one: the ports of the node, outputs first. */
function portRows(request: Request, graph: Graph, node: GraphNode): Row[] {
  const rows = (side: LooseEnd['side']): Row[] =>
    Object.entries(side === 'output' ? node.outputs : node.inputs).map(([port, definition]) => {
      const end: LooseEnd = { node: request.node, port, side };
      const type = typeOfEnd(graph, end);
      return {
        key: portKey(end, side),
        text: localText(definition.label),
        note: `${t(side === 'output' ? 'wire.output' : 'wire.input')} · ${type === undefined ? '' : typeName(type)}`,
        colour: colourValue(colourOf(type?.base ?? 'any')),
        choose: () => useCanvas.setState({ keyboardWire: { ...request, port: end } }),
      };
    });
  return [...rows('output'), ...rows('input')];
}

/** Step two: every port that the wire fits. */
function targetRows(draft: string, graph: Graph, end: LooseEnd): Row[] {
  const side = end.side === 'output' ? 'input' : 'output';
  const verdicts = judgePorts(graph, registry, end);
  return [...graph.nodes].flatMap(([id, node]) =>
    Object.entries(side === 'input' ? node.inputs : node.outputs).flatMap(([port, definition]): Row[] => {
      const verdict = verdicts.get(portKey({ node: id, port }, side));
      if (verdict?.fits !== true) return [];
      const type = side === 'input' ? typeOfInput(node, port) : typeOfOutput(graph, registry, { node: id, port });
      const name = nodeName(draft, id);
      return [
        {
          key: `${id} ${port}`,
          text: `${name} · ${localText(definition.label)}`,
          note: verdict.replaces ? t('wire.replaces') : type === undefined ? '' : typeName(type),
          colour: colourValue(colourOf(type?.base ?? 'any')),
          choose: () => {
            const held = { node: end.node, port: end.port };
            const other = { node: id, port };
            if (end.side === 'output') connectPorts(draft, held, other);
            else connectPorts(draft, other, held);
            close(draft, end.node);
            const names = [nodeName(draft, end.node), name];
            const [from, to] = end.side === 'output' ? names : names.reverse();
            announce(t('wire.done', { from: from ?? '', to: to ?? '' }));
          },
        },
      ];
    }),
  );
}
