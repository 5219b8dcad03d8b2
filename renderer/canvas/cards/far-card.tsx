import { useStoreApi } from '@xyflow/react';
import { useMemo } from 'react';
import { nodeState } from '#core/run/state';
import type { MediaValue } from '#core/value/value';
import { api } from '../../api.ts';
import { cx } from '../../ui/cx.ts';
import { useCanvas } from '../canvas-store.ts';
import { colourValue, factsOf, type PortColour } from '../facts.ts';
import { type FlowNode, nameOfNode } from '../flow-elements.ts';
import { plannedClass, useNodeRun, usePlannedEntry, useResults } from '../hooks.ts';
import { roomOf } from '../room.ts';
import { NameField } from './title.tsx';

interface FarCardProps {
  readonly id: string;
  readonly data: FlowNode['data'];
  readonly selected: boolean;
  readonly colour: PortColour;
}

/** A node seen from far: a block of its colour, with its picture. As large as the card that it stands for. */
export function FarCard({ id, data, selected, colour }: FarCardProps) {
  const store = useStoreApi();
  const facts = factsOf(data.raw);
  const run = useNodeRun(data.draft, id);
  const plan = usePlannedEntry(data.draft, id);
  const results = useResults(data.draft, id, run);
  const isRenaming = useCanvas((state) => state.renaming === id);
  const picture = useMemo(
    () =>
      results.find(
        (result) =>
          result.kind === 'media' &&
          (result.media.kind === 'image' || result.media.kind === 'video') &&
          result.media.artifact !== undefined,
      ),
    [results],
  );
  const media = picture?.kind === 'media' ? picture.media : undefined;
  // What it shows when it is near may not have been drawn yet.
  const drawn = store.getState().nodeLookup.get(id)?.measured.height ?? 0;
  const height = media === undefined ? drawn : Math.max(drawn, roomOf(facts, media.kind));
  return (
    <div
      className={cx('card far', selected && 'selected', facts.mode !== 'active' && facts.mode, plannedClass(plan))}
      data-state={run === undefined ? 'none' : nodeState(run)}
      style={{ height, '--node': colourValue(colour) } as React.CSSProperties}
    >
      {media === undefined ? null : <FarPicture media={media} />}
      {isRenaming ? <NameField draft={data.draft} facts={facts} /> : <b>{nameOfNode(facts)}</b>}
    </div>
  );
}

function FarPicture({ media }: { readonly media: MediaValue }) {
  if (media.artifact === undefined) return null;
  return media.kind === 'video' ? (
    <video src={`${api().links.original(media.artifact, media.mime)}#t=0.1`} preload="metadata" muted />
  ) : (
    <img src={api().links.thumbnail(media.artifact, media.mime, 256)} alt="" draggable={false} decoding="async" />
  );
}
