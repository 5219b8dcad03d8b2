import { useRef } from 'react';
import { type ParamDefinition, paramValue } from '#core/node/param';
import type { Json } from '#core/value/value';
import { setParam } from '../document/edits.ts';
import { editDocument, newGesture } from '../store/documents.ts';

/** A param as a control sees it. */
export interface ParamField {
  /** What the node holds; undefined when the default counts. */
  readonly held: Json | undefined;
  /** What counts. */
  readonly value: Json | undefined;
  readonly set: (value: Json | undefined) => void;
  /** Begins a gesture: what is changed until the next one is one entry of the undo list. */
  readonly begin: () => void;
}

export function useParam(
  draft: string,
  node: string,
  name: string,
  definition: ParamDefinition,
  held: Json | undefined,
): ParamField {
  const gesture = useRef(newGesture());
  return {
    held,
    value: paramValue(definition, held),
    set: (value) => editDocument(draft, 'edit.param', setParam(node, name, value), gesture.current),
    begin: () => {
      gesture.current = newGesture();
    },
  };
}
