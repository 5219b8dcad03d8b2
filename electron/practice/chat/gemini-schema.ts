import { z } from 'zod';
import { functionName } from './openai-schema.ts';

/** Google takes names in both spellings; ours is camel case. */
export function camelKeys(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => camelKeys(item, path));
  if (typeof value !== 'object' || value === null) return value;
  // What people name themselves stays as it is.
  if (
    ['parameters', 'parametersJsonSchema', 'responseSchema', 'responseJsonSchema', 'args', 'response'].includes(
      path.at(-1) ?? '',
    )
  )
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return [name, camelKeys(inner, [...path, name])];
    }),
  );
}

const json = z.record(z.string(), z.unknown());
const blob = z.strictObject({
  mimeType: z.string().regex(/^[a-z]+\/[\w.+-]+/, 'expected a mime type'),
  data: z.string().regex(/^(?!data:)/, 'expected bare base64'),
  displayName: z.string().optional(),
});
const part = z
  .strictObject({
    text: z.string().optional(),
    thought: z.boolean().optional(),
    thoughtSignature: z.string().optional(),
    inlineData: blob.optional(),
    fileData: z.strictObject({ mimeType: z.string().optional(), fileUri: z.string() }).optional(),
    functionCall: z.strictObject({ id: z.string().optional(), name: z.string(), args: json.optional() }).optional(),
    functionResponse: z.strictObject({ id: z.string().optional(), name: z.string(), response: json }).optional(),
    executableCode: z.strictObject({ language: z.string(), code: z.string() }).optional(),
    codeExecutionResult: z.strictObject({ outcome: z.string(), output: z.string().optional() }).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'a part needs some data');
const content = z.strictObject({ role: z.enum(['user', 'model', 'function']).optional(), parts: z.array(part).min(1) });

const declaration = z.strictObject({
  name: functionName,
  description: z.string().optional(),
  parameters: json.optional(),
  parametersJsonSchema: json.optional(),
});
const tool = z.strictObject({
  functionDeclarations: z.array(declaration).optional(),
  googleSearch: z.strictObject({}).optional(),
  urlContext: z.strictObject({}).optional(),
  googleMaps: z.strictObject({}).optional(),
  codeExecution: z.strictObject({}).optional(),
});
const count = z.int().min(1).optional();
const penalty = z.number().min(-2).max(2).optional();

/** The fields of `:generateContent` (PROTOCOL 3.5 to 3.7, 11). */
export const geminiRequest = z.strictObject({
  contents: z.array(content).min(1),
  systemInstruction: z.strictObject({ role: z.string().optional(), parts: z.array(part).min(1) }).optional(),
  tools: z.array(tool).optional(),
  toolConfig: z
    .strictObject({
      functionCallingConfig: z
        .strictObject({
          mode: z.enum(['AUTO', 'ANY', 'NONE', 'VALIDATED']).optional(),
          allowedFunctionNames: z.array(z.string()).optional(),
        })
        .optional(),
    })
    .optional(),
  safetySettings: z
    .array(
      z.strictObject({
        category: z.enum([
          'HARM_CATEGORY_HARASSMENT',
          'HARM_CATEGORY_HATE_SPEECH',
          'HARM_CATEGORY_SEXUALLY_EXPLICIT',
          'HARM_CATEGORY_DANGEROUS_CONTENT',
          'HARM_CATEGORY_CIVIC_INTEGRITY',
        ]),
        threshold: z.enum(['OFF', 'BLOCK_NONE', 'BLOCK_ONLY_HIGH', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_LOW_AND_ABOVE']),
      }),
    )
    .optional(),
  generationConfig: z
    .strictObject({
      temperature: z.number().min(0).max(2).optional(),
      topP: z.number().min(0).max(1).optional(),
      topK: z.number().min(1).optional(),
      candidateCount: z.literal(1).optional(),
      maxOutputTokens: count,
      stopSequences: z.array(z.string()).max(5).optional(),
      seed: z.int().optional(),
      presencePenalty: penalty,
      frequencyPenalty: penalty,
      responseMimeType: z.enum(['text/plain', 'application/json']).optional(),
      responseSchema: json.optional(),
      responseJsonSchema: json.optional(),
      responseModalities: z.array(z.enum(['TEXT', 'IMAGE', 'AUDIO'])).optional(),
      mediaResolution: z.enum(['MEDIA_RESOLUTION_LOW', 'MEDIA_RESOLUTION_MEDIUM', 'MEDIA_RESOLUTION_HIGH']).optional(),
      thinkingConfig: z
        .strictObject({
          includeThoughts: z.boolean().optional(),
          thinkingBudget: z.int().min(-1).max(32_768).optional(),
          thinkingLevel: z.enum(['minimal', 'low', 'medium', 'high', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH']).optional(),
        })
        .optional(),
      speechConfig: z
        .strictObject({
          languageCode: z.string().optional(),
          voiceConfig: z
            .strictObject({ prebuiltVoiceConfig: z.strictObject({ voiceName: z.string().min(1) }) })
            .optional(),
          multiSpeakerVoiceConfig: z.looseObject({}).optional(),
        })
        .optional(),
      imageConfig: z
        .strictObject({ aspectRatio: z.string().optional(), imageSize: z.enum(['1K', '2K', '4K']).optional() })
        .optional(),
    })
    .optional(),
});

export type GeminiRequest = z.output<typeof geminiRequest>;
