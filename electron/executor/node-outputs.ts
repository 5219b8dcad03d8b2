import { assemble, type Mapping } from '#core/graph/mapping';
import { itemKey } from '#core/run/address';
import type { PortType } from '#core/value/type';
import type { TypedValue } from '#core/value/value';
import type { TypedOutputs } from './values.ts';

/** Puts the outputs of the items of a node together, by port. */
export function assembleOutputs(
  mapping: Mapping,
  types: Readonly<Record<string, PortType>>,
  items: ReadonlyMap<string, TypedOutputs>,
): TypedOutputs {
  if (mapping.depth === 0) return items.get('') ?? {};
  const outputs: Record<string, TypedValue> = {};
  for (const port in types) {
    const type = types[port];
    if (type === undefined) continue;
    outputs[port] = assemble(mapping.shape, mapping.depth, type, (item) => items.get(itemKey(item))?.[port]?.value);
  }
  return outputs;
}
