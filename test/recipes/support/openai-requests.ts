import type { NodeCall } from '#core/gateway/contract';
import type { Registry } from '#core/node/registry';
import type { Json } from '#core/value/value';
import { client } from '../../gateway/support/world.ts';
import { type GoldenRequest, readGolden, requestOf } from './golden.ts';
import { bodyOf, typeOf } from './openai-types.ts';

/** A request of ours to a route of OpenAI's. */
export interface OpenaiRequest {
  readonly name: string;
  /** The recipe that it is made by. */
  readonly recipe: string;
  /** What OpenAI's own client takes for that route. */
  readonly type: string;
  readonly body: Json;
}

/** Every golden request to a route of OpenAI's, and each of them again with every other choice of its params. */
export function openaiRequests(registry: Registry): readonly OpenaiRequest[] {
  const gateway = client('https://gateway.example', { connection: { uploadUrl: 'https://upload.example' } });
  const found = new Map<string, OpenaiRequest>();
  const add = (name: string, recipe: string, request: GoldenRequest): void => {
    const type = typeOf(request);
    if (type === undefined) return;
    const body = bodyOf(request);
    const key = JSON.stringify([recipe, type, body]);
    if (!found.has(key)) found.set(key, { name: `${recipe}: ${name}`, recipe, type, body });
  };
  for (const recipe of registry.recipes) {
    const cases = readGolden(recipe)?.cases ?? [];
    for (const { name, request } of cases) add(name, recipe.id, request);
    if (!cases.some(({ request }) => typeOf(request) !== undefined)) continue;
    for (const { name, call } of cases) {
      for (const other of otherChoices(call, registry)) {
        try {
          const prepared = gateway.prepare(other.call);
          if (prepared.recipe.id === recipe.id) add(`${name}, ${other.name}`, recipe.id, requestOf(prepared));
        } catch {
          // What does not go together is refused before it is sent.
        }
      }
    }
  }
  return [...found.values()];
}

function otherChoices(call: NodeCall, registry: Registry): readonly { name: string; call: NodeCall }[] {
  return Object.entries(registry.paramsOf(call.nodeType, call.params)).flatMap(([name, definition]) =>
    definition.type === 'choice'
      ? definition.options.map(({ value }) => ({
          name: `${name} ${value}`,
          call: { ...call, params: { ...call.params, [name]: value } },
        }))
      : [],
  );
}
