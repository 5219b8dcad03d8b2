import { Trash2 } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { WorkflowEdge } from '#core/graph/document';
import { factsOf, type NodeFacts, type RawNode } from '../canvas/facts.ts';
import { nameOfNode } from '../canvas/flow-elements.ts';
import { setNodeField, setParam } from '../document/edits.ts';
import { t } from '../i18n/index.ts';
import { typeName } from '../panels/node-name.ts';
import { editDocument, newGesture, useDocuments } from '../store/documents.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { fieldBox } from '../ui/text-field.tsx';
import { InputRow } from './input-row.tsx';
import { NodeRunSection } from './node-run.tsx';
import { NodeSettings } from './node-settings.tsx';
import { ParamRow } from './param-row.tsx';

interface NodeFormProps {
  readonly draft: string;
  readonly raw: RawNode;
}

const noEdges: readonly WorkflowEdge[] = [];

/** Everything that can be said and set of one node. */
export function NodeForm({ draft, raw }: NodeFormProps) {
  const facts = factsOf(raw);
  const incoming = useDocuments((state) => state.documents[draft]?.view.graph.incoming.get(facts.id)) ?? noEdges;
  const wired = useMemo(() => new Set(incoming.map((edge) => edge.to.port)), [incoming]);
  const params = Object.entries(facts.paramDefinitions);
  // The model decides which other fields there are, so it stands first.
  const ordered = [...params.filter(([name]) => name === 'model'), ...params.filter(([name]) => name !== 'model')];
  const shown = ordered.filter(([name, definition]) => definition.advanced !== true && !wired.has(name));
  const advanced = ordered.filter(([name, definition]) => definition.advanced === true && !wired.has(name));
  const ports = facts.inputs.filter(
    (port) => wired.has(port.name) || !Object.hasOwn(facts.paramDefinitions, port.name),
  );
  const isSetInside = advanced.some(([name]) => facts.params[name] !== undefined);
  const row = ([name, definition]: (typeof params)[number]) => (
    <ParamRow
      key={name}
      draft={draft}
      node={facts.id}
      type={facts.type}
      name={name}
      definition={definition}
      held={facts.params[name]}
    />
  );
  return (
    <>
      <Header draft={draft} facts={facts} />
      {facts.known ? null : <p className="inspector-note">{t('inspector.unknown', { type: facts.type })}</p>}
      <div className="inspector-part">
        {shown.filter(([name]) => name === 'model').map(row)}
        {ports.map((port) => (
          <InputRow
            key={port.name}
            draft={draft}
            port={port}
            edges={incoming.filter((edge) => edge.to.port === port.name)}
          />
        ))}
        {shown.filter(([name]) => name !== 'model').map(row)}
      </div>
      {advanced.length === 0 ? null : (
        <details className="inspector-more" open={isSetInside}>
          <summary>{t('inspector.more')}</summary>
          <div className="inspector-part">{advanced.map(row)}</div>
        </details>
      )}
      <KeptParams draft={draft} facts={facts} />
      <NodeSettings draft={draft} facts={facts} />
      <NodeRunSection draft={draft} facts={facts} />
      {facts.known ? null : (
        <details className="inspector-more">
          <summary>{t('inspector.raw')}</summary>
          <pre className="selectable inspector-raw">{JSON.stringify(raw, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

function Header({ draft, facts }: { readonly draft: string; readonly facts: NodeFacts }) {
  const gesture = useRef(newGesture());
  return (
    <header className="inspector-head">
      <input
        className={fieldBox}
        aria-label={t('node.rename')}
        value={facts.title}
        placeholder={nameOfNode(facts)}
        maxLength={200}
        onFocus={() => {
          gesture.current = newGesture();
        }}
        onChange={(event) =>
          editDocument(draft, 'edit.rename', setNodeField(facts.id, 'title', event.target.value), gesture.current)
        }
      />
      <span>{facts.known ? typeName(facts.type) : facts.type}</span>
    </header>
  );
}

/** Values in the file that the chosen model does not have: kept, shown, and removed only by hand. */
function KeptParams({ draft, facts }: { readonly draft: string; readonly facts: NodeFacts }) {
  const kept = Object.entries(facts.params).filter(([name]) => !Object.hasOwn(facts.paramDefinitions, name));
  if (kept.length === 0 || !facts.known) return null;
  return (
    <details className="inspector-more">
      <summary>{t('inspector.kept')}</summary>
      <ul className="kept">
        {kept.map(([name, value]) => (
          <li key={name}>
            <code>{name}</code>
            <span>{typeof value === 'string' ? value : JSON.stringify(value)}</span>
            <IconButton
              small
              label={t('inspector.kept.remove', { name })}
              onClick={() => editDocument(draft, 'edit.param', setParam(facts.id, name, undefined))}
            >
              <Trash2 size={13} />
            </IconButton>
          </li>
        ))}
      </ul>
    </details>
  );
}
