import { portType } from '#core/graph/graph';
import type { NodeDefinition } from '#core/node/definition';
import { colourOf, colourValue, type PortColour } from './facts.ts';

const families: Readonly<Record<NodeDefinition['family'], PortColour>> = {
  text: 'text',
  picture: 'image',
  video: 'video',
  sound: 'audio',
  flow: 'json',
  file: 'document',
  gateway: 'json',
};

/** The colour of what a node type gives; of its family when that is open. */
export function familyColour(definition: NodeDefinition): string {
  const [output] = Object.values(definition.outputs);
  const base = output === undefined ? 'any' : portType(output.type).base;
  return colourValue(base === 'any' || base === 'media' ? families[definition.family] : colourOf(base));
}
