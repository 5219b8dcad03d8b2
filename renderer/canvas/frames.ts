import type { Placed } from '../document/arrange.ts';
import { framePadding, inFrame } from '../document/frames.ts';
import { type FlowNode, sizeOf } from './flow-elements.ts';

/** A frame as the document has it; it may be drawn larger. */
function frameBox(node: FlowNode): Placed {
  return { id: node.id, ...node.position, ...sizeOf(node.data.raw['size'], { width: 320, height: 240 }) };
}

function drawnBox(node: FlowNode): Placed {
  const width = node.measured?.width ?? node.width ?? 0;
  const height = node.measured?.height ?? node.height ?? 0;
  return { id: node.id, ...node.position, width, height };
}

/** The nodes and notes that lie in a frame, as they are drawn. */
export function contentsOfFrame(frame: FlowNode, nodes: readonly FlowNode[]): Placed[] {
  const box = frameBox(frame);
  return nodes
    .filter((node) => node.type !== 'frame')
    .map(drawnBox)
    .filter((element) => inFrame(box, element));
}

/**
 * Draws each frame as large as what lies in it needs, and never smaller than the document says: a card that grows with its
 * results stays enclosed, and nothing is written for that. While something is dragged or pulled, frames stay as they are.
 */
export function fitFrames(nodes: FlowNode[]): FlowNode[] {
  if (nodes.every((node) => node.type !== 'frame') || nodes.some((node) => node.dragging || node.resizing))
    return nodes;
  let isSame = true;
  const fitted = nodes.map((node) => {
    if (node.type !== 'frame') return node;
    const box = frameBox(node);
    const contents = contentsOfFrame(node, nodes);
    const width = Math.max(box.width, ...contents.map((one) => one.x + one.width + framePadding - box.x));
    const height = Math.max(box.height, ...contents.map((one) => one.y + one.height + framePadding - box.y));
    if (node.width === width && node.height === height) return node;
    isSame = false;
    return { ...node, width, height, measured: { width, height } };
  });
  return isSame ? nodes : fitted;
}
