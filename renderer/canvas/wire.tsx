import { BaseEdge, type ConnectionLineComponentProps, type EdgeProps, getBezierPath, useStore } from '@xyflow/react';
import { type CSSProperties, memo } from 'react';
import { useCanvas } from './canvas-store.ts';
import { colourOf, colourValue } from './facts.ts';
import { farZoom } from './fit.ts';
import type { FlowEdge, FlowNode, WireData } from './flow-elements.ts';

/** How far a wire bends out of its ports. */
export const bend = 0.32;

/** A wire has the colour of what flows through it; a list is drawn thicker. */
export function wireStyle(data: WireData | undefined, isSelected: boolean, scale = 1): CSSProperties {
  return {
    stroke: data?.isBroken === true ? 'var(--bad)' : colourValue(data?.colour ?? 'json'),
    // How thick it is; it is thicker under the pointer.
    ['--wire' as string]: ((data?.isList === true ? 3 : 2.2) + (isSelected ? 1 : 0)) * scale,
  };
}

/** One wire; a broken one is dashed. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  // From far it is drawn larger, so that it can be seen and hit.
  const scale = useStore(farScale);
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: bend });
  return (
    <BaseEdge
      path={path}
      interactionWidth={18 * scale}
      className={data?.isBroken === true ? 'broken' : selected === true ? 'chosen' : ''}
      style={wireStyle(data, selected === true, scale)}
    />
  );
});

/** From 1 on, in steps, so that a wire is not drawn anew with each step of the zoom. */
function farScale({ transform }: { readonly transform: readonly [number, number, number] }): number {
  const zoom = transform[2];
  return zoom < farZoom ? 2 ** (Math.round(-2 * Math.log2(zoom)) / 2) : 1;
}

/** The wire that is being drawn. */
export function LooseWire(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, fromHandle, connectionStatus } = props;
  const base = useCanvas((state) => state.wiring?.base);
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
    curvature: bend,
  });
  return (
    <path
      d={path}
      data-handle={fromHandle.id}
      fill="none"
      className={connectionStatus === 'invalid' ? 'loose-wire refused' : 'loose-wire'}
      style={{ stroke: connectionStatus === 'invalid' ? 'var(--bad)' : colourValue(colourOf(base ?? 'any')) }}
    />
  );
}
