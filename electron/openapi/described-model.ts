import { z } from 'zod';
import type { Json } from '#core/value/value';

/** A model of Replicate by its name, such as `owner/name`; letters, digits, dots, dashes and underscores. */
export const modelNamePattern = /^[A-Za-z0-9][\w.-]{0,80}\/[A-Za-z0-9][\w.-]{0,80}$/;

const schemas = z.looseObject({ Input: z.looseObject({}).optional(), Output: z.looseObject({}).optional() });
const describedSchema = z.looseObject({
  description: z.string().nullish(),
  default_example: z.looseObject({ output: z.json().nullish() }).nullish(),
  latest_version: z.looseObject({
    id: z.string().optional(),
    openapi_schema: z.looseObject({ components: z.looseObject({ schemas }) }),
  }),
  is_official: z.boolean().nullish(),
});

/**
 * The OpenAPI document of one model: its own schema of the input in the prediction that runs it, and the question about
 * that prediction. Undefined when the answer does not describe a model.
 *
 * Source: PROTOCOL 6.1; Replicate's answer to `GET /models/{owner}/{name}`.
 */
export function documentOfModel(model: string, answer: unknown): Record<string, Json> | undefined {
  const read = describedSchema.safeParse(answer);
  const components = read.data?.latest_version.openapi_schema.components;
  if (read.data === undefined || components?.schemas.Input === undefined) return undefined;
  const { default_example: example, description, is_official: isOfficial, latest_version: version } = read.data;
  // Models of the community run by their version alone.
  const byVersion = isOfficial === false && version.id !== undefined;
  const media = mediaType(example?.output, `${model} ${description ?? ''}`);
  const link = { type: 'string', format: 'uri', ...(media !== undefined && { contentMediaType: media }) };
  const isText = isTextOutput(components.schemas.Output);
  const prediction = {
    type: 'object',
    properties: {
      id: { type: 'string' },
      status: { type: 'string' },
      error: { type: 'string' },
      ...(isText ? { output_text: { type: 'string' } } : { output: { type: 'array', items: link } }),
    },
  };
  const responses = { 200: { description: '', content: { 'application/json': { schema: prediction } } } };
  const input = { $ref: '#/components/schemas/Input' };
  const body = byVersion
    ? { required: ['version', 'input'], properties: { version: { type: 'string', enum: [version.id] }, input } }
    : { required: ['input'], properties: { input } };
  const document = {
    openapi: '3.1.0',
    info: { title: model, version: version.id ?? '' },
    paths: {
      [byVersion ? '/replicate/v1/predictions' : `/replicate/v1/models/${model}/predictions`]: {
        post: {
          summary: model,
          requestBody: { content: { 'application/json': { schema: { type: 'object', ...body } } } },
          responses,
        },
      },
      '/replicate/v1/predictions/{id}': {
        get: { summary: `${model}: a prediction by its id`, parameters: [idParameter], responses },
      },
    },
    components,
  };
  return JSON.parse(JSON.stringify(document)) as Record<string, Json>;
}

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

/** Language models answer with pieces of text. */
function isTextOutput(output: Record<string, unknown> | undefined): boolean {
  const leaf = z
    .looseObject({ items: z.looseObject({}).optional() })
    .transform((schema) => schema.items ?? schema)
    .safeParse(output).data;
  return leaf?.['type'] === 'string' && leaf['format'] === undefined;
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/\.(?:mp4|webm|mov|m4v)$/i, 'video/mp4'],
  [/\.(?:mp3|wav|flac|ogg|m4a|aac)$/i, 'audio/mpeg'],
  [/\.(?:png|jpe?g|webp|gif|svg|avif|bmp|tiff?)$/i, 'image/png'],
];
const subjects: readonly (readonly [RegExp, string])[] = [
  [/video|film|movie|animat/i, 'video/mp4'],
  [/music|speech|voice|audio|sound|song|tts/i, 'audio/mpeg'],
  [/image|picture|photo|diffusion|flux|paint|draw/i, 'image/png'],
];

/** By the example that the service shows, else by what is said of the model. */
function mediaType(example: unknown, said: string): string | undefined {
  const [first] = Array.isArray(example) ? example : [example];
  const path = typeof first === 'string' && URL.canParse(first) ? new URL(first).pathname : '';
  const find = (text: string, among: typeof endings): string | undefined =>
    among.find(([words]) => words.test(text))?.[1];
  return find(path, endings) ?? find(said, subjects);
}
