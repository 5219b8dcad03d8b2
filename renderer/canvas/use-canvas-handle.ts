import { type ReactFlowInstance, useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useView } from '../store/view.ts';
import { type CanvasHandle, provideCanvas } from './canvas-handle.ts';
import { useCanvas } from './canvas-store.ts';
import { viewOf } from './fit.ts';
import type { FlowEdge, FlowNode } from './flow-elements.ts';

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
/** How far a new node keeps from the edge of what is in sight, in pixels. */
const sightMargin = 24;
const duration = (): number => (calm() ? 0 : 140);

/** Makes the canvas of a document reachable for commands and panels, and follows what is to be brought into sight. */
export function useCanvasHandle(draft: string): void {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi<FlowNode, FlowEdge>();
  const handle = useMemo(() => makeHandle(flow, store), [flow, store]);
  useEffect(() => provideCanvas(draft, handle), [draft, handle]);
  const reveal = useView((state) => state.reveal);
  useEffect(() => {
    if (reveal?.draft === draft) handle.fit([reveal.node]);
  }, [reveal, draft, handle]);
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}

function makeHandle(
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  store: ReturnType<typeof useStoreApi<FlowNode, FlowEdge>>,
): CanvasHandle {
  let pointer: { x: number; y: number } | undefined;
  const box = (): DOMRect | undefined => store.getState().domNode?.getBoundingClientRect();
  const middle = (): { x: number; y: number } => {
    const rect = box();
    return rect === undefined ? { x: 0, y: 0 } : { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  };
  window.addEventListener('pointermove', (event) => {
    pointer = { x: event.clientX, y: event.clientY };
  });
  const settle = (answer: Promise<boolean>): void => {
    // A movement that is replaced by the next one is no fault.
    answer.catch(() => undefined);
  };
  const focus = (id?: string): void => {
    const root = store.getState().domNode;
    const node = id === undefined ? undefined : root?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    (node ?? root?.closest<HTMLElement>('[data-canvas]'))?.focus({ preventScroll: true });
  };
  /** How far the canvas has to be moved so that a node lies in sight, in pixels of the screen. */
  const missing = (id: string): { x: number; y: number } => {
    const node = store.getState().nodeLookup.get(id);
    const rect = box();
    if (node === undefined || rect === undefined) return { x: 0, y: 0 };
    const start = flow.flowToScreenPosition(node.internals.positionAbsolute);
    const zoom = flow.getZoom();
    const { width = 0, height = 0 } = node.measured;
    const along = (from: number, size: number, low: number, high: number): number =>
      from < low + sightMargin
        ? low + sightMargin - from
        : from + size > high - sightMargin
          ? Math.max(low + sightMargin - from, high - sightMargin - from - size)
          : 0;
    return {
      x: along(start.x, width * zoom, rect.left, rect.right),
      y: along(start.y, height * zoom, rect.top, rect.bottom),
    };
  };
  const focusWire = (id: string): boolean => {
    const wire = store.getState().domNode?.querySelector<SVGElement>(`.react-flow__edge[data-id="${CSS.escape(id)}"]`);
    wire?.focus({ preventScroll: true });
    return wire != null;
  };
  const bringIn = (ids?: readonly string[]): Promise<boolean> => {
    const { nodes, width, height } = store.getState();
    const shown = ids === undefined ? nodes : nodes.filter((node) => ids.includes(node.id));
    if (shown.length === 0) return Promise.resolve(false);
    const room = { width: width - useCanvas.getState().planCover, height };
    return flow.setViewport(viewOf(shown, room, ids === undefined ? 1 : 1.1), { duration: duration() });
  };
  return {
    toCanvas: (point) => flow.screenToFlowPosition(point),
    toScreen: (point) => flow.flowToScreenPosition(point),
    centre: () => flow.screenToFlowPosition(middle()),
    pointer: () => {
      const rect = box();
      const isInside =
        pointer !== undefined &&
        rect !== undefined &&
        pointer.x >= rect.left &&
        pointer.x <= rect.right &&
        pointer.y >= rect.top &&
        pointer.y <= rect.bottom;
      return isInside && pointer !== undefined ? pointer : middle();
    },
    zoomBy: (factor) => settle(flow.zoomTo(flow.getZoom() * factor, { duration: duration() })),
    zoomTo: (zoom) => settle(flow.zoomTo(zoom, { duration: duration() })),
    fit: (nodes) => settle(bringIn(nodes)),
    measure: async () => {
      useCanvas.setState({ isMeasuring: true });
      // They are drawn in the first frame and measured after it; React Flow then tells their sizes.
      for (let frames = 0; frames < 3; frames += 1) await nextFrame();
      useCanvas.setState({ isMeasuring: false });
    },
    sizeOf: (id) => {
      const measured = store.getState().nodeLookup.get(id)?.measured;
      const { width, height } = measured ?? {};
      return width === undefined || height === undefined ? undefined : { width, height };
    },
    focus,
    showWire: (id, ends) => {
      // From far a wire is drawn by itself only once it is selected, and out of sight not at all.
      nextFrame()
        .then(
          () =>
            focusWire(id) ||
            bringIn(ends)
              .then(nextFrame)
              .then(() => focusWire(id)),
        )
        .catch(() => undefined);
    },
    show: (id) => {
      const { x, y } = missing(id);
      if (x === 0 && y === 0) {
        focus(id);
        return;
      }
      const viewport = flow.getViewport();
      const moved = flow.setViewport({ ...viewport, x: viewport.x + x, y: viewport.y + y }, { duration: duration() });
      // Out of sight it was not drawn, so it can have the focus only then.
      moved.then(nextFrame).then(
        () => focus(id),
        () => undefined,
      );
    },
  };
}
