import { type NodeProps, NodeResizeControl, useStoreApi } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Issue } from '#core/issue';
import { nodeState } from '#core/run/state';
import type { BaseType } from '#core/value/type';
import { placeElement } from '../../document/bulk.ts';
import { t } from '../../i18n/index.ts';
import { typeName } from '../../panels/node-name.ts';
import { editDocument, useDocuments } from '../../store/documents.ts';
import { cx } from '../../ui/cx.ts';
import { useCanvas } from '../canvas-store.ts';
import { colourOf, colourValue, factsOf, type NodeFacts, type PortColour } from '../facts.ts';
import { type FlowNode, leastHeight } from '../flow-elements.ts';
import { plannedClass, useNodeRun, usePlannedEntry, useResults } from '../hooks.ts';
import { flowingKey, issueKey } from '../node-keys.ts';
import type { Result } from '../results.ts';
import { countItems, isMapped } from '../status.ts';
import { Body } from './body.tsx';
import { FarCard } from './far-card.tsx';
import { PlanLine } from './plan-line.tsx';
import { Ports } from './ports.tsx';
import { StateLine } from './state-line.tsx';
import { Title } from './title.tsx';
import { Trouble } from './trouble.tsx';

/** One node. It is drawn again when its own JSON, its own run or its selection changes; not when it moves. */
export const NodeCard = memo(
  function NodeCard({ id, data, selected }: NodeProps<FlowNode>) {
    const facts = factsOf(data.raw);
    const isFar = useCanvas((state) => state.isFar && !state.isMeasuring);
    const flowing = useDocuments((state) => flowingKey(state.documents[data.draft]?.view.graph, id));
    const colour = cardColour(facts, flowing);
    if (isFar) return <FarCard id={id} data={data} selected={selected} colour={colour} />;
    return <NearCard id={id} data={data} selected={selected} flowing={flowing} colour={colour} />;
  },
  (before, after) => before.id === after.id && before.data === after.data && before.selected === after.selected,
);

/** The colour of a node is that of what it gives, else of what it takes. */
function cardColour(facts: NodeFacts, flowing: string): PortColour {
  const output = facts.outputs.find((port) => port.aside !== true);
  const [input] = facts.inputs;
  const port = output ?? input;
  if (port === undefined) return 'json';
  if (port.type.base !== 'any') return colourOf(port.type.base);
  const line = flowing
    .split('\n')
    .find((entry) => entry.startsWith(`${output === undefined ? 'input' : 'output'} ${port.name}\t`));
  return colourOf((line?.split('\t')[1] ?? 'any') as BaseType);
}

interface NearCardProps {
  readonly id: string;
  readonly data: FlowNode['data'];
  readonly selected: boolean;
  readonly flowing: string;
  readonly colour: PortColour;
}

function NearCard({ id, data, selected, flowing, colour }: NearCardProps) {
  const { draft, raw } = data;
  const facts = factsOf(raw);
  const run = useNodeRun(draft, id);
  const issueText = useDocuments((state) => issueKey(state.documents[draft]?.view, id));
  const issue = useMemo(() => (issueText === '' ? undefined : (JSON.parse(issueText) as Issue)), [issueText]);
  const plan = usePlannedEntry(draft, id);
  const state = run === undefined ? 'none' : nodeState(run);
  const extra = extraOf(useResults(draft, id, run));
  return (
    <div
      className={cx(
        'card',
        selected && 'selected',
        facts.mode !== 'active' && facts.mode,
        facts.collapsed && 'collapsed',
        (!facts.known || facts.newer) && 'unknown',
        plannedClass(plan),
      )}
      data-state={state}
      style={
        {
          minHeight: Math.max(leastHeight(facts, data.ghosts), facts.collapsed ? 0 : (facts.height ?? 0)),
          '--node': colourValue(colour),
          // A card that is high for its ports shows more of its text.
          '--text': `${leastHeight(facts, data.ghosts) - 56}px`,
        } as React.CSSProperties
      }
    >
      <Title draft={draft} facts={facts} colour={colour} note={noteOf(facts, run)} />
      {facts.collapsed ? null : (
        <>
          {facts.known && !facts.newer ? (
            <Body draft={draft} facts={facts} raw={raw} run={run} />
          ) : (
            <div className="text-body faint">
              {facts.known ? t('node.newer.text') : t('node.unknown.text', { type: facts.type })}
            </div>
          )}
          {run === undefined ? null : <Trouble draft={draft} node={id} run={run} />}
        </>
      )}
      {facts.collapsed ? null : plan === undefined || plan === 'none' ? (
        <StateLine draft={draft} facts={facts} run={run} issue={issue} extra={extra} />
      ) : (
        <PlanLine draft={draft} entry={plan} />
      )}
      <Ports facts={facts} ghosts={data.ghosts} flowing={flowing} />
      {selected && !facts.collapsed ? <ResizeCorner id={id} draft={draft} facts={facts} /> : null}
    </div>
  );
}

/** At the right of the title: the mode, what counts, the model, else the type. */
function noteOf(facts: NodeFacts, run: ReturnType<typeof useNodeRun>): string {
  if (!facts.known) return t('node.unknown');
  if (facts.mode !== 'active') return t(facts.mode === 'muted' ? 'node.muted' : 'node.bypassed');
  if (facts.pinned) return t('node.pinned');
  if (run !== undefined && isMapped(run)) {
    const counts = countItems(run);
    return t('node.items', { done: counts.finished, total: counts.total });
  }
  if (facts.model !== undefined) return facts.model;
  return facts.title === '' ? '' : typeName(facts.type);
}

/** The size of the picture that a node made. */
function extraOf(results: readonly Result[]): string {
  const [first] = results;
  if (first?.kind !== 'media' || first.media.width === undefined || first.media.height === undefined) return '';
  return `${first.media.width}×${first.media.height}`;
}

interface ResizeCornerProps {
  readonly id: string;
  readonly draft: string;
  readonly facts: NodeFacts;
}

function ResizeCorner({ id, draft, facts }: ResizeCornerProps) {
  const store = useStoreApi();
  return (
    <NodeResizeControl
      nodeId={id}
      minWidth={140}
      maxWidth={720}
      minHeight={leastHeight(facts, undefined)}
      className="resize-corner"
      onResizeEnd={(_event, box) => {
        // The height is what the content needs unless somebody pulled it.
        const before = store.getState().nodeLookup.get(id)?.measured.height ?? box.height;
        editDocument(draft, 'edit.resize', placeElement('nodes', id, { ...box, height: Math.max(box.height, before) }));
      }}
    />
  );
}
