import { colourOf, colourValue, factsOf } from './facts.ts';
import type { FlowNode } from './flow-elements.ts';

/** The colour of an element on the overview map: that of what the node gives. */
export function minimapColour(node: FlowNode): string {
  if (node.type === 'frame') return 'color-mix(in srgb, var(--line) 50%, transparent)';
  if (node.type === 'note') return 'var(--line)';
  const facts = factsOf(node.data.raw);
  const port = facts.outputs[0] ?? facts.inputs[0];
  return port === undefined ? colourValue('json') : colourValue(colourOf(port.type.base));
}
