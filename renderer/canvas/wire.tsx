import { BaseEdge, type ConnectionLineComponentProps, type EdgeProps, getBezierPath } from '@xyflow/react';
import { type CSSProperties, memo } from 'react';
import { useCanvas } from './canvas-store.ts';
import { colourOf, colourValue } from './facts.ts';
import type { FlowEdge, FlowNode, WireData } from './flow-elements.ts';

/** How far a wire bends out of its ports. */
export const bend = 0.32;

/** A wire has the colour of what flows through it; a list is drawn thicker. */
export function wireStyle(data: WireData | undefined, isSelected: boolean): CSSProperties {
  return {
    stroke: data?.isBroken === true ? 'var(--bad)' : colourValue(data?.colour ?? 'json'),
    strokeWidth: (data?.isList === true ? 3 : 2.2) + (isSelected ? 1 : 0),
  };
}

/** One wire; a broken one is dashed. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const isFar = useCanvas((state) => state.isFar);
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: bend });
  return (
    <BaseEdge
      path={path}
      interactionWidth={isFar ? 0 : 18}
      className={data?.isBroken === true ? 'broken' : selected === true ? 'chosen' : ''}
      style={wireStyle(data, selected === true)}
    />
  );
});

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
