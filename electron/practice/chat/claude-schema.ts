import { z } from 'zod';
import { functionName, functionParameters } from './openai-schema.ts';

const cache = { cache_control: z.looseObject({ type: z.literal('ephemeral') }).nullish() };
const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  citations: z.array(z.looseObject({ type: z.string() })).nullish(),
  ...cache,
});
const url = z.strictObject({ type: z.literal('url'), url: z.url() });
const base64 = z.string().regex(/^(?!data:)/, 'expected bare base64');
const image = z.strictObject({
  type: z.literal('image'),
  source: z.discriminatedUnion('type', [
    url,
    z.strictObject({
      type: z.literal('base64'),
      media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
      data: base64,
    }),
  ]),
  ...cache,
});
const document = z.strictObject({
  type: z.literal('document'),
  source: z.discriminatedUnion('type', [
    url,
    z.strictObject({ type: z.literal('base64'), media_type: z.literal('application/pdf'), data: base64 }),
    z.strictObject({ type: z.literal('text'), media_type: z.literal('text/plain'), data: z.string() }),
  ]),
  title: z.string().nullish(),
  context: z.string().nullish(),
  citations: z.strictObject({ enabled: z.boolean() }).nullish(),
  ...cache,
});
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  ...cache,
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).optional(),
  is_error: z.boolean().optional(),
  ...cache,
});
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.literal('practice-signature', 'a thinking block has to come back with the signature that it had'),
});
const served = z.looseObject({ type: z.enum(['server_tool_use', 'web_search_tool_result', 'redacted_thinking']) });

const block = z.union([text, image, document, toolUse, toolResult, thinking, served]);
const message = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string().min(1), z.array(block).min(1)]),
});

const tool = z.union([
  z.strictObject({
    type: z.literal('web_search_20250305'),
    name: z.literal('web_search'),
    max_uses: z.int().min(1).nullish(),
    allowed_domains: z.array(z.string()).nullish(),
    blocked_domains: z.array(z.string()).nullish(),
    user_location: z.looseObject({ type: z.literal('approximate') }).nullish(),
  }),
  z.strictObject({
    type: z.literal('custom').optional(),
    name: functionName,
    description: z.string().optional(),
    input_schema: functionParameters,
    ...cache,
  }),
]);
const parallel = { disable_parallel_tool_use: z.boolean().optional() };

/** The fields of `/v1/messages` (PROTOCOL 3.5 to 3.7). */
export const claudeRequest = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(text)]).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z.array(z.string()).optional(),
  thinking: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('enabled'), budget_tokens: z.int().min(1024) }),
      z.strictObject({ type: z.literal('adaptive') }),
      z.strictObject({ type: z.literal('disabled') }),
    ])
    .optional(),
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
      format: z.strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }).nullish(),
    })
    .optional(),
  tools: z.array(tool).min(1).optional(),
  tool_choice: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('auto'), ...parallel }),
      z.strictObject({ type: z.literal('any'), ...parallel }),
      z.strictObject({ type: z.literal('none') }),
      z.strictObject({ type: z.literal('tool'), name: z.string(), ...parallel }),
    ])
    .optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
});

export type ClaudeRequest = z.output<typeof claudeRequest>;
