import { colourOf, factsOf, type PortColour, type RawNode } from './facts.ts';
import type { FlowNode } from './flow-elements.ts';

type MapColour = '--line' | `--t-${PortColour}`;

const cache = new WeakMap<RawNode, MapColour>();

/** The token of an element's colour on the overview map: that of what the node gives. */
export function mapColour(node: FlowNode): MapColour {
  if (node.type !== 'card') return '--line';
  const known = cache.get(node.data.raw);
  if (known !== undefined) return known;
  const facts = factsOf(node.data.raw);
  const port = facts.outputs[0] ?? facts.inputs[0];
  const colour: MapColour = `--t-${port === undefined ? 'json' : colourOf(port.type.base)}`;
  cache.set(node.data.raw, colour);
  return colour;
}
