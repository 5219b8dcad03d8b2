import type { Point } from '../document/edits.ts';

/** What others may ask of the canvas of a document while it is shown. */
export interface CanvasHandle {
  /** From the screen to the canvas. */
  toCanvas(point: Point): Point;
  toScreen(point: Point): Point;
  /** The middle of what is in sight, on the canvas. */
  centre(): Point;
  /** Where the pointer was last, on the screen; the middle when it is elsewhere. */
  pointer(): Point;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  fit(nodes?: readonly string[]): void;
  /** Draws every card in full for a moment, so that all sizes are known: those far away or out of sight are only guessed. */
  measure(): Promise<void>;
  /** Sizes as they are drawn. */
  sizeOf(id: string): { readonly width: number; readonly height: number } | undefined;
  focus(id?: string): void;
  /** Gives a wire the focus, and brings its ends into sight when it is not. */
  showWire(id: string, ends: readonly string[]): void;
  /** Moves the canvas as little as needed to bring a new node into sight, and gives it the focus. */
  show(id: string): void;
}

const handles = new Map<string, CanvasHandle>();

export function provideCanvas(draft: string, handle: CanvasHandle): () => void {
  handles.set(draft, handle);
  return () => {
    if (handles.get(draft) === handle) handles.delete(draft);
  };
}

export function canvasOf(draft: string): CanvasHandle | undefined {
  return handles.get(draft);
}
