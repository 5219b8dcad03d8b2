import { useReactFlow, useStore, useStoreApi, type Viewport } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { usePlans } from '../store/plans.ts';
import { useView } from '../store/view.ts';
import { useCanvas } from './canvas-store.ts';
import { isInSight, type Size, viewOf } from './fit.ts';
import type { FlowEdge, FlowNode } from './flow-elements.ts';

interface Kept {
  readonly room: Size;
  /** Where people looked, and where the canvas was moved instead. */
  readonly before: Viewport;
  readonly after: Viewport;
}

/**
 * Keeps in sight what was wholly in sight, when a panel takes room from the canvas, and moves the canvas back when the
 * panel goes, unless somebody moved it meanwhile. Where only a part of the graph was in sight nothing is moved but for what
 * is selected.
 */
export function useKeptView(draft: string): void {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi<FlowNode, FlowEdge>();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const covered = usePlanCover(draft);
  const last = useRef<Size | undefined>(undefined);
  const kept = useRef<Kept | undefined>(undefined);
  useLayoutEffect(() => {
    if (width === 0 || height === 0) return;
    const room = { width: width - covered, height };
    const before = last.current;
    last.current = room;
    if (before === undefined) return;
    const viewport = flow.getViewport();
    const known = kept.current !== undefined && isSame(kept.current.after, viewport) ? kept.current : undefined;
    const move = (to: Viewport): void => {
      // A movement that is replaced by the next one is no fault.
      flow.setViewport(to).catch(() => undefined);
    };
    if (known !== undefined && room.width >= known.room.width && room.height >= known.room.height) {
      kept.current = undefined;
      move(known.before);
      return;
    }
    const after = keptView(store.getState().nodes, viewport, before, room);
    if (after === undefined) return;
    kept.current = { room: known?.room ?? before, before: known?.before ?? viewport, after };
    move(after);
  }, [width, height, covered, flow, store]);
}

/** How much of the canvas lies below the plan at its right, in pixels. */
function usePlanCover(draft: string): number {
  const isPlanning = useView((state) => state.planning);
  const isPlanned = usePlans((state) => state.asked?.draft === draft) && isPlanning;
  const root = useStore((state) => state.domNode);
  // The plan is drawn in the same moment, so it is there when this looks for it.
  useEffect(() => {
    const plan = isPlanned ? document.querySelector('[data-plan]') : null;
    // To ask where something lies costs a layout of all cards while they are new.
    const planCover =
      plan === null || root === null
        ? 0
        : Math.max(0, root.getBoundingClientRect().right - plan.getBoundingClientRect().left);
    if (useCanvas.getState().planCover !== planCover) useCanvas.setState({ planCover });
  }, [isPlanned, root]);
  return useCanvas((state) => state.planCover);
}

/** Where to look so that everything, or else the selection, stays in sight; undefined when nothing has to be moved. */
export function keptView(
  nodes: readonly FlowNode[],
  viewport: Viewport,
  before: Size,
  room: Size,
): Viewport | undefined {
  if (room.width >= before.width && room.height >= before.height) return undefined;
  const wereThere = (some: readonly FlowNode[]): boolean =>
    some.length > 0 && some.every((node) => isInSight(node, viewport, before));
  const isWhole = wereThere(nodes);
  const meant = isWhole ? nodes : nodes.filter((node) => node.selected === true);
  if (!isWhole && !wereThere(meant)) return undefined;
  if (meant.every((node) => isInSight(node, viewport, room))) return undefined;
  return viewOf(meant, room, viewport.zoom);
}

function isSame(one: Viewport, other: Viewport): boolean {
  return Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1 && Math.abs(one.zoom - other.zoom) < 0.001;
}
