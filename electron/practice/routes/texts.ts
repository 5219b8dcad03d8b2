import { z } from 'zod';
import { countTokens } from '../chat/brain.ts';
import { countJob } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { invalidRequest } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { likeness, vectorOf, wordsIn } from '../text/meaning.ts';

const embeddings = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.int().min(1).max(3072).optional(),
  user: z.string().optional(),
});
const rerank = z.strictObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z.array(z.string()).min(1),
  top_n: z.int().min(1).optional(),
  instruct: z.string().optional(),
  return_documents: z.boolean().optional(),
});
const moderationPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string().min(1) }) }),
]);
const moderation = z.strictObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(z.string()).min(1), z.array(moderationPart).min(1)]),
});

/** Vectors, rankings and judgements of texts (PROTOCOL 4, 3.6). */
export function textRoutes(): Route[] {
  return [
    { method: 'POST', path: '/v1/embeddings', handle: embed },
    { method: 'POST', path: '/v1/rerank', handle: rank },
    { method: 'POST', path: '/v1/moderations', handle: judge },
  ];
}

function embed(request: PracticeRequest): Answer {
  const asked = check(embeddings, jsonBody(request));
  const model = requireModel(asked.model, ['embedding']);
  if (asked.dimensions !== undefined && model.id === 'text-embedding-ada-002') {
    throw invalidRequest('This model does not support specifying dimensions.', 'dimensions');
  }
  const texts = typeof asked.input === 'string' ? [asked.input] : asked.input;
  const dimensions = asked.dimensions ?? (model.id.endsWith('large') ? 3072 : 1536);
  countJob(request);
  const prompt = texts.reduce((sum, text) => sum + countTokens(text), 0);
  return jsonAnswer({
    object: 'list',
    data: texts.map((text, index) => {
      const vector = vectorOf(text, dimensions);
      const embedding =
        asked.encoding_format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
      return { object: 'embedding', index, embedding };
    }),
    model: model.id,
    usage: { prompt_tokens: prompt, total_tokens: prompt },
  });
}

function rank(request: PracticeRequest): Answer {
  const asked = check(rerank, jsonBody(request));
  requireModel(asked.model, ['rerank']);
  countJob(request);
  const results = asked.documents
    .map((text, index) => ({
      index,
      relevance_score: Math.round(likeness(asked.query, text) * 10_000) / 10_000,
      ...(asked.return_documents === true && { document: { text } }),
    }))
    .sort((left, right) => right.relevance_score - left.relevance_score)
    .slice(0, asked.top_n ?? asked.documents.length);
  const tokens = countTokens([asked.query, ...asked.documents].join(' '));
  return jsonAnswer({ results, usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

const harms: Readonly<Record<string, readonly string[]>> = {
  violence: ['kill', 'murder', 'attack', '杀', '攻击'],
  hate: ['hate', '仇恨'],
  'self-harm': ['suicide', '自杀'],
  sexual: ['porn', '色情'],
};

function judge(request: PracticeRequest): Answer {
  const asked = check(moderation, jsonBody(request));
  const model = requireModel(asked.model ?? 'omni-moderation-latest', ['moderation']);
  const { input } = asked;
  const parts = typeof input === 'string' ? [input] : input;
  if (model.id.startsWith('text-') && parts.some((part) => typeof part !== 'string')) {
    throw invalidRequest("Invalid type for 'input': this model judges texts only.", 'input', 'invalid_type');
  }
  countJob(request);
  const texts = parts.every((part) => typeof part === 'string')
    ? parts
    : [parts.map((part) => (typeof part === 'object' && part.type === 'text' ? part.text : '')).join(' ')];
  const results = texts.map((text) => {
    const words = new Set(wordsIn(text));
    const found = (signs: readonly string[]) => signs.some((sign) => words.has(sign) || text.includes(sign));
    const categories = Object.fromEntries(Object.entries(harms).map(([name, signs]) => [name, found(signs)]));
    const scores = Object.fromEntries(Object.entries(categories).map(([name, bad]) => [name, bad ? 0.93 : 0.0004]));
    const flagged = Object.values(categories).includes(true);
    const applied = Object.fromEntries(Object.keys(harms).map((name) => [name, ['text']]));
    return { flagged, categories, category_scores: scores, category_applied_input_types: applied };
  });
  return jsonAnswer({ id: 'modr-practice', model: model.id, results });
}
