import { type KeyboardEvent, useMemo } from 'react';
import { newGesture, useDocuments } from '../store/documents.ts';
import { select, selectionOf } from '../store/view.ts';
import { nudge, placedElements } from './arranging.ts';
import { canvasOf } from './canvas-handle.ts';
import { startRenaming, useCanvas } from './canvas-store.ts';
import { nearest } from './nearest.ts';
import { leaveWire, openWireMenu } from './wire-steps.ts';

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Presses that follow each other within this time are one gesture, in milliseconds. */
const burst = 800;

function isOnWire(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.react-flow__edge') !== null;
}

/** The keys that mean the canvas itself: moving the selection, going from node to node, renaming, letting go. */
export function useKeys(draft: string) {
  return useMemo(() => {
    let gesture = newGesture();
    let last = 0;
    const move = (x: number, y: number, isWide: boolean): void => {
      if (Date.now() - last > burst) gesture = newGesture();
      last = Date.now();
      const step = isWide ? 40 : 5;
      nudge(draft, { x: x * step, y: y * step }, gesture);
    };
    const go = (from: string | undefined, x: number, y: number): void => {
      const next = nearest(placedElements(draft, ['nodes']), from, { x, y });
      if (next === undefined) return;
      select(draft, [next]);
      const canvas = canvasOf(draft);
      canvas?.focus(next);
      // Out of sight it is not drawn, so it has to be brought into sight first.
      if (document.activeElement?.getAttribute('data-id') !== next) canvas?.fit([next]);
    };
    return (event: KeyboardEvent<HTMLElement>): void => {
      if (event.defaultPrevented || event.nativeEvent.isComposing) return;
      if (isOnWire(event.target)) {
        const isDone = event.key === 'Enter' ? openWireMenu(event.target) : event.key === 'Escape' && leaveWire(draft);
        if (isDone) event.preventDefault();
        return;
      }
      if (!(event.target instanceof HTMLElement) || event.target.closest('input, textarea, button, video') !== null)
        return;
      const node = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      const selection = selectionOf(draft);
      const direction = steps[event.key];
      if (direction !== undefined && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        const [x, y] = direction;
        if (event.altKey || selection.size === 0) go(node ?? [...selection][0], x, y);
        else if (useDocuments.getState().documents[draft]?.readOnly === false) move(x, y, event.shiftKey);
        return;
      }
      // With Ctrl or ⌘ it is the run's key.
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
        if (node !== undefined && !selection.has(node)) select(draft, [node]);
        else startRenaming([...selection][0]);
        event.preventDefault();
      } else if (event.key === 'Escape') {
        if (useCanvas.getState().quickAdd !== undefined) useCanvas.setState({ quickAdd: undefined });
        else select(draft, []);
      }
    };
  }, [draft]);
}
