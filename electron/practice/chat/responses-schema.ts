import { z } from 'zod';
import { functionName, functionParameters } from './openai-schema.ts';

const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const outputText = z.strictObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.unknown()).optional(),
});
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z
    .string()
    .regex(/^(https?:\/\/|data:image\/[a-z+.-]+;base64,)/, 'expected an http(s) or a base64 data URL'),
  detail: z.enum(['auto', 'low', 'high']),
});
const inputFile = z.strictObject({
  type: z.literal('input_file'),
  filename: z.string().optional(),
  file_data: z
    .string()
    .regex(/^data:[^,]+;base64,/, 'expected a base64 data URL')
    .optional(),
  file_url: z.url().optional(),
});
const part = z.discriminatedUnion('type', [inputText, outputText, inputImage, inputFile]);

const message = z.strictObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(part).min(1)]),
});
const call = z.strictObject({
  type: z.literal('function_call'),
  id: z.string().optional(),
  status: z.string().optional(),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});
const callOutput = z.strictObject({
  type: z.literal('function_call_output'),
  id: z.string().optional(),
  call_id: z.string(),
  output: z.string(),
});

const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: functionName,
    description: z.string().nullish(),
    parameters: functionParameters.nullish(),
    strict: z.boolean().nullish(),
  }),
  z.strictObject({
    type: z.enum(['web_search_preview', 'web_search']),
    search_context_size: z.enum(['low', 'medium', 'high']).optional(),
    user_location: z.looseObject({ type: z.literal('approximate') }).nullish(),
  }),
  z.strictObject({
    type: z.literal('code_interpreter'),
    container: z.union([z.string(), z.looseObject({ type: z.literal('auto') })]),
  }),
]);
const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: functionName,
    description: z.string().optional(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
  }),
]);

/** The fields of `/v1/responses` (PROTOCOL 3.6). */
export const responsesRequest = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.union([message, call, callOutput])).min(1)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  reasoning: z
    .strictObject({
      effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  text: z
    .strictObject({ format: format.optional(), verbosity: z.enum(['low', 'medium', 'high']).nullish() })
    .optional(),
  tools: z.array(tool).min(1).optional(),
  tool_choice: z
    .union([z.enum(['none', 'auto', 'required']), z.strictObject({ type: z.literal('function'), name: z.string() })])
    .optional(),
  parallel_tool_calls: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  store: z.boolean().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  user: z.string().optional(),
});

export type ResponsesRequest = z.output<typeof responsesRequest>;
