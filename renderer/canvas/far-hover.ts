import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect } from 'react';
import type { Point } from '../document/edits.ts';
import { useCanvas } from './canvas-store.ts';
import type { FlowEdge, FlowNode } from './flow-elements.ts';

/** How near the pointer has to be to a wire, in pixels of the screen. */
const reach = 8;
/** Parts of a wire that are taken to be straight. */
const parts = 24;

/**
 * Follows the pointer while the canvas is seen from far, and tells which wire it is over, so that this one is drawn as an
 * element that can be clicked. `pathOf` is the wire as it is drawn.
 */
export function useFarHover(edges: readonly FlowEdge[], pathOf: (edge: FlowEdge) => string | undefined): void {
  const root = useStore((state) => state.domNode);
  const flow = useReactFlow<FlowNode, FlowEdge>();
  useEffect(() => {
    if (root === null) return;
    const follow = (event: PointerEvent): void => {
      // While something is dragged or the canvas is pulled, nobody points at a wire.
      if (event.buttons !== 0) return;
      const isOver = event.target instanceof Element && event.target.closest('.react-flow__pane, .react-flow__edge');
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const wire = isOver ? nearestWire(edges, pathOf, point, reach / flow.getZoom()) : undefined;
      if (useCanvas.getState().farWire !== wire) useCanvas.setState({ farWire: wire });
    };
    const leave = (): void => useCanvas.setState({ farWire: undefined });
    root.addEventListener('pointermove', follow);
    root.addEventListener('pointerleave', leave);
    return () => {
      root.removeEventListener('pointermove', follow);
      root.removeEventListener('pointerleave', leave);
    };
  }, [root, flow, edges, pathOf]);
  useEffect(() => () => useCanvas.setState({ farWire: undefined }), []);
}

/** The wire that is nearest to a point of the canvas, if one is within `most`. */
export function nearestWire(
  edges: readonly FlowEdge[],
  pathOf: (edge: FlowEdge) => string | undefined,
  point: Point,
  most: number,
): string | undefined {
  let nearest: string | undefined;
  let least = most;
  for (const edge of edges) {
    const curve = curveOf(pathOf(edge) ?? '');
    if (curve === undefined || !isNear(curve, point, least)) continue;
    const distance = distanceTo(curve, point);
    if (distance > least) continue;
    least = distance;
    nearest = edge.id;
  }
  return nearest;
}

type Curve = readonly [Point, Point, Point, Point];

/** The four points of a path that is one curve: `M0,0 C1,1 2,2 3,3`. */
function curveOf(path: string): Curve | undefined {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = path
    .split(/[MC, ]+/)
    .slice(1)
    .map(Number);
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  if (x2 === undefined || y2 === undefined || x3 === undefined || y3 === undefined) return undefined;
  return [
    { x: x0, y: y0 },
    { x: x1, y: y1 },
    { x: x2, y: y2 },
    { x: x3, y: y3 },
  ];
}

/** A curve does not leave the box of its points. */
function isNear(curve: Curve, { x, y }: Point, most: number): boolean {
  const xs = curve.map((point) => point.x);
  const ys = curve.map((point) => point.y);
  return (
    x >= Math.min(...xs) - most &&
    x <= Math.max(...xs) + most &&
    y >= Math.min(...ys) - most &&
    y <= Math.max(...ys) + most
  );
}

function distanceTo(curve: Curve, point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  let from = curve[0];
  for (let part = 1; part <= parts; part += 1) {
    const to = pointOn(curve, part / parts);
    least = Math.min(least, distanceToLine(from, to, point));
    from = to;
  }
  return least;
}

function pointOn([a, b, c, d]: Curve, at: number): Point {
  const rest = 1 - at;
  const along = (axis: 'x' | 'y'): number =>
    rest ** 3 * a[axis] + 3 * rest ** 2 * at * b[axis] + 3 * rest * at ** 2 * c[axis] + at ** 3 * d[axis];
  return { x: along('x'), y: along('y') };
}

function distanceToLine(from: Point, to: Point, point: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const at = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const on = Math.min(1, Math.max(0, at));
  return Math.hypot(point.x - from.x - on * dx, point.y - from.y - on * dy);
}
