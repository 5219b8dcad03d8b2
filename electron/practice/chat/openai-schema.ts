import { z } from 'zod';

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({
    url: z.string().regex(/^(https?:\/\/|data:image\/[a-z+.-]+;base64,)/, 'expected an http(s) or a base64 data URL'),
    detail: z.enum(['auto', 'low', 'high']).optional(),
  }),
});
const audioPart = z.strictObject({
  type: z.literal('input_audio'),
  input_audio: z.strictObject({
    data: z.string().regex(/^(?!data:)/, 'expected bare base64'),
    format: z.enum(['wav', 'mp3']),
  }),
});
const filePart = z.strictObject({
  type: z.literal('file'),
  file: z.strictObject({
    filename: z.string().optional(),
    file_data: z
      .string()
      .regex(/^data:[^,]+;base64,/, 'expected a base64 data URL')
      .optional(),
    file_id: z.string().optional(),
  }),
});
const videoPart = z.strictObject({ type: z.literal('video_url'), video_url: z.strictObject({ url: z.string() }) });

const part = z.discriminatedUnion('type', [textPart, imagePart, audioPart, filePart, videoPart]);
const toolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});
const message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part).min(1), z.null()]).optional(),
  name: z.string().optional(),
  reasoning_content: z.string().optional(),
  refusal: z.string().nullish(),
  annotations: z.array(z.unknown()).optional(),
  tool_calls: z.array(toolCall).min(1).optional(),
  tool_call_id: z.string().optional(),
});

/** The name of a function. */
export const functionName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'expected letters, digits, _ and -, 64 at most');
/** The JSON schema of a function's arguments. */
export const functionParameters = z.looseObject({ type: z.literal('object') });

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: functionName,
      description: z.string().optional(),
      strict: z.boolean().nullish(),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);
const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: functionName,
    description: z.string().optional(),
    parameters: functionParameters.optional(),
    strict: z.boolean().nullish(),
  }),
});
const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string() }) }),
]);
const penalty = z.number().min(-2).max(2).nullish();

/** The fields of a chat request (PROTOCOL 3.1 to 3.5). */
export const chatRequest = z.strictObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() })
    .nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.int().min(1).max(8).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  logit_bias: z.record(z.string(), z.number().min(-100).max(100)).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  seed: z.int().nullish(),
  response_format: responseFormat.optional(),
  tools: z.array(tool).min(1).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  modalities: z.array(z.enum(['text', 'audio'])).optional(),
  audio: z.strictObject({ voice: z.string(), format: z.enum(['wav', 'mp3', 'flac', 'pcm16']) }).nullish(),
  web_search_options: z
    .strictObject({
      search_context_size: z.enum(['low', 'medium', 'high']).optional(),
      user_location: z.looseObject({ type: z.literal('approximate') }).nullish(),
    })
    .optional(),
  enable_thinking: z.boolean().optional(),
  extra_body: z.looseObject({}).optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  user: z.string().optional(),
});

/** A chat request whose fields were checked. */
export type ChatRequest = z.output<typeof chatRequest>;
