import { colourOf, factsOf, type PortColour } from './facts.ts';
import type { FlowNode } from './flow-elements.ts';

/** The token of an element's colour on the overview map: that of what the node gives. */
export function mapColour(node: FlowNode): '--line' | `--t-${PortColour}` {
  if (node.type !== 'card') return '--line';
  const facts = factsOf(node.data.raw);
  const port = facts.outputs[0] ?? facts.inputs[0];
  return `--t-${port === undefined ? 'json' : colourOf(port.type.base)}`;
}
