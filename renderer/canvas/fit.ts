import { getNodesBounds, getViewportForBounds, type Viewport } from '@xyflow/react';
import type { FlowNode } from './flow-elements.ts';

export const leastZoom = 0.08;

/** Below this zoom cards are blocks with a name. */
export const farZoom = 0.38;

/** What the overview map takes of the corner at the bottom right, with some air, in pixels. */
const mapWidth = 168 + 24;
const mapHeight = 104 + 24;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The viewport in which all these nodes are in sight and none lies below the overview map, enlarged at most to `mostZoom`.
 * Nothing to look at gives the usual place.
 */
export function viewOf(nodes: readonly FlowNode[], room: Size, mostZoom: number): Viewport {
  const { width, height } = room;
  if (nodes.length === 0 || width === 0 || height === 0) return { x: 0, y: 0, zoom: 1 };
  const bounds = getNodesBounds([...nodes]);
  const view = (padding: Parameters<typeof getViewportForBounds>[5]): Viewport =>
    getViewportForBounds(bounds, width, height, leastZoom, mostZoom, padding);
  const usual = view(0.12);
  // In a small window the map is not worth the room beside it.
  if (width < mapWidth * 3 || height < mapHeight * 3 || !nodes.some((node) => isBelowMap(node, usual, room)))
    return usual;
  const beside = view({ x: '24px', y: '12%', right: `${mapWidth}px` });
  const above = view({ x: '12%', y: '24px', bottom: `${mapHeight}px` });
  return beside.zoom > above.zoom ? beside : above;
}

/** Whether a node is wholly in sight, and not below the overview map. */
export function isInSight(node: FlowNode, viewport: Viewport, room: Size): boolean {
  const { x, y, zoom } = viewport;
  const { width = node.width ?? 0, height = node.height ?? 0 } = node.measured ?? {};
  const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
  const isInside = left >= 0 && top >= 0 && left + width * zoom <= room.width && top + height * zoom <= room.height;
  return isInside && !isBelowMap(node, viewport, room);
}

function isBelowMap(node: FlowNode, { x, y, zoom }: Viewport, room: Size): boolean {
  const { width = node.width ?? 0, height = node.height ?? 0 } = node.measured ?? {};
  const right = (node.position.x + width) * zoom + x;
  const bottom = (node.position.y + height) * zoom + y;
  return right > room.width - mapWidth && bottom > room.height - mapHeight;
}
