import { create } from 'zustand';
import type { PortRef } from '#core/graph/document';
import type { BaseType } from '#core/value/type';
import type { Point } from '../document/edits.ts';
import type { LooseEnd, Verdict } from './wiring.ts';

/** The search for a node to add, at a place of the canvas. */
export interface QuickAdd {
  readonly draft: string;
  /** Where it opens on the screen. */
  readonly screen: Point;
  /** Where the node goes. */
  readonly place: Point;
  /** The wire that was dropped there; only what fits it is offered. */
  readonly end: LooseEnd | undefined;
  /** The wire into which it is put; only what fits there is offered. */
  readonly edge?: string;
}

/** Drawing a wire by keyboard. */
export interface KeyboardWire {
  readonly draft: string;
  readonly node: string;
  readonly port: (PortRef & { readonly side: LooseEnd['side'] }) | undefined;
}

/** What the canvas shows for a moment and nobody saves. */
interface CanvasState {
  readonly wiring:
    | { readonly end: LooseEnd; readonly base: BaseType; readonly verdicts: ReadonlyMap<string, Verdict> }
    | undefined;
  readonly quickAdd: QuickAdd | undefined;
  readonly keyboardWire: KeyboardWire | undefined;
  readonly renaming: string | undefined;
  /** Mapped nodes that show each of their items. */
  readonly unfolded: ReadonlySet<string>;
  /** Zoomed out so far that cards are drawn as blocks. */
  readonly isFar: boolean;
  /** So far that the blocks have no names. */
  readonly isTiny: boolean;
  /** The wire under the pointer, from far, where not every wire is an element that can be hit. */
  readonly farWire: string | undefined;
  /** How much of the canvas lies below the plan at its right, in pixels. */
  readonly planCover: number;
  /** Every card is drawn in full for a moment, so that its size is known. */
  readonly isMeasuring: boolean;
}

export const useCanvas = create<CanvasState>(() => ({
  wiring: undefined,
  quickAdd: undefined,
  keyboardWire: undefined,
  renaming: undefined,
  unfolded: new Set(),
  isFar: false,
  isTiny: false,
  farWire: undefined,
  planCover: 0,
  isMeasuring: false,
}));

export function startRenaming(node: string | undefined): void {
  useCanvas.setState({ renaming: node });
}

export function toggleUnfolded(node: string): void {
  const unfolded = new Set(useCanvas.getState().unfolded);
  if (!unfolded.delete(node)) unfolded.add(node);
  useCanvas.setState({ unfolded });
}
