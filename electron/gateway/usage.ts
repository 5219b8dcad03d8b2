import type { TokenUsage } from '#core/gateway/contract';
import type { Json } from '#core/value/value';
import { findAll } from './recipe/paths.ts';

/** Where the dialects count tokens: read, and written. Source: PROTOCOL 3. */
const places: readonly (readonly [input: string, output: string])[] = [
  ['usage.prompt_tokens', 'usage.completion_tokens'],
  ['usage.input_tokens', 'usage.output_tokens'],
  ['response.usage.input_tokens', 'response.usage.output_tokens'],
  ['usageMetadata.promptTokenCount', 'usageMetadata.candidatesTokenCount'],
];

/** The tokens that an answer says it took; undefined when it says nothing, or only of one side. */
export function findUsage(json: Json): TokenUsage | undefined {
  for (const [inputPath, outputPath] of places) {
    const [input, output] = [count(json, inputPath), count(json, outputPath)];
    if (input === undefined || output === undefined || input + output === 0) continue;
    // Gemini counts thoughts apart, and they are paid like words.
    return { input, output: output + (count(json, 'usageMetadata.thoughtsTokenCount') ?? 0) };
  }
  return undefined;
}

function count(json: Json, path: string): number | undefined {
  const [found] = findAll(json, path);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined;
}
