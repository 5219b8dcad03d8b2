import { getBezierPath, useStore, useStoreApi } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { cx } from '../ui/cx.ts';
import { useFarHover } from './far-hover.ts';
import type { FlowEdge, FlowNode } from './flow-elements.ts';
import { bend, wireStyle } from './wire.tsx';

/** Wires of one look that lie beside each other in the file: one path of the page. */
interface Bundle {
  readonly key: string;
  readonly edges: FlowEdge[];
}

/** So few that a moved card draws little anew, and so many that a thousand wires are some dozen paths. */
const mostInBundle = 24;

/**
 * The wires seen from far: some dozen paths instead of an element for each, which would cost more than the cards. Only a
 * selected one and the one under the pointer are React Flow's own, which can be clicked.
 */
export function FarWires({ edges }: { readonly edges: readonly FlowEdge[] }) {
  const layer = useLayer();
  const store = useStoreApi<FlowNode, FlowEdge>();
  // Only to be drawn again when a card moves.
  useStore((state) => state.nodes);
  const bundles = useMemo(() => bundlesOf(edges), [edges]);
  const pen = useRef(createPen());
  useFarHover(edges, pen.current.pathOf);
  if (layer === undefined) return null;
  const { nodeLookup } = store.getState();
  const nodeOf = (id: string): FlowNode | undefined => nodeLookup.get(id)?.internals.userNode;
  return createPortal(
    <svg className="far-wires" aria-hidden>
      {bundles.map((bundle) => {
        const data = bundle.edges[0]?.data;
        return (
          <path
            key={bundle.key}
            d={pen.current.draw(bundle, nodeOf)}
            className={cx(data?.isBroken === true && 'broken')}
            style={wireStyle(data, false)}
          />
        );
      })}
    </svg>,
    layer,
  );
}

/** The element of React Flow that moves with the canvas. (Its own portal looks for it at every movement.) */
function useLayer(): Element | undefined {
  const root = useStore((state) => state.domNode);
  return useMemo(() => root?.querySelector('.react-flow__viewport-portal') ?? undefined, [root]);
}

function bundlesOf(edges: readonly FlowEdge[]): Bundle[] {
  const bundles: Bundle[] = [];
  const open = new Map<string, Bundle>();
  for (const edge of edges) {
    if (edge.selected === true) continue;
    const look = `${edge.data?.colour} ${edge.data?.isList} ${edge.data?.isBroken}`;
    const bundle = open.get(look);
    if (bundle !== undefined && bundle.edges.length < mostInBundle) {
      bundle.edges.push(edge);
      continue;
    }
    const fresh = { key: `${look} ${bundles.length}`, edges: [edge] };
    open.set(look, fresh);
    bundles.push(fresh);
  }
  return bundles;
}

interface Stroke {
  readonly from: FlowNode | undefined;
  readonly to: FlowNode | undefined;
  readonly path: string;
}

interface Pen {
  /** Draws a bundle; what did not move since the last time is not drawn again. */
  draw(bundle: Bundle, nodeOf: (id: string) => FlowNode | undefined): string;
  /** A wire as it was drawn last. */
  pathOf(edge: FlowEdge): string | undefined;
}

function createPen(): Pen {
  const strokes = new WeakMap<FlowEdge, Stroke>();
  const paths = new WeakMap<Bundle, string>();
  const draw: Pen['draw'] = (bundle, nodeOf) => {
    let isSame = true;
    const parts = bundle.edges.map((edge) => {
      const [from, to] = [nodeOf(edge.source), nodeOf(edge.target)];
      const known = strokes.get(edge);
      if (known !== undefined && known.from === from && known.to === to) return known.path;
      isSame = false;
      const path = strokeOf(edge, from, to);
      strokes.set(edge, { from, to, path });
      return path;
    });
    const known = paths.get(bundle);
    if (isSame && known !== undefined) return known;
    const path = parts.join('');
    paths.set(bundle, path);
    return path;
  };
  return { draw, pathOf: (edge) => strokes.get(edge)?.path };
}

function strokeOf(edge: FlowEdge, from: FlowNode | undefined, to: FlowNode | undefined): string {
  const output = from?.handles?.find((handle) => handle.type === 'source' && handle.id === edge.sourceHandle);
  const input = to?.handles?.find((handle) => handle.type === 'target' && handle.id === edge.targetHandle);
  if (from === undefined || to === undefined || output === undefined || input === undefined) return '';
  const [path] = getBezierPath({
    sourceX: from.position.x + output.x + (output.width ?? 0),
    sourceY: from.position.y + output.y + (output.height ?? 0) / 2,
    sourcePosition: output.position,
    targetX: to.position.x + input.x,
    targetY: to.position.y + input.y + (input.height ?? 0) / 2,
    targetPosition: input.position,
    curvature: bend,
  });
  return path;
}
