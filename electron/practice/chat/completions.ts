import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { think } from './brain.ts';
import { eventsAnswer } from './openai-stream.ts';

const penalty = z.number().min(-2).max(2).nullish();
const completion = z.strictObject({
  model: z.string().min(1),
  prompt: z.union([z.string(), z.array(z.string()).min(1)]),
  suffix: z.string().nullish(),
  max_tokens: z.int().min(0).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.int().min(1).max(8).nullish(),
  stream: z.boolean().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  seed: z.int().nullish(),
  echo: z.boolean().nullish(),
  user: z.string().optional(),
});

/** `POST /v1/completions`: a text goes in and its rest comes out, without a conversation (PROTOCOL 3.6). */
export function completionRoutes(gateway: Gateway): Route[] {
  return [{ method: 'POST', path: '/v1/completions', handle: (request) => complete(gateway, request) }];
}

function complete(gateway: Gateway, request: PracticeRequest): Answer {
  const asked = check(completion, jsonBody(request));
  requireModel(asked.model, ['completion']);
  countJob(request);
  const prompts = typeof asked.prompt === 'string' ? [asked.prompt] : asked.prompt;
  const replies = prompts.flatMap((prompt) =>
    Array.from({ length: asked.n ?? 1 }, (_, index) => {
      const order = {
        model: asked.model,
        instruction: '',
        messages: [{ role: 'user' as const, text: prompt, files: [] }],
        tools: [],
        toolChoice: 'none',
        maxTokens: asked.max_tokens ?? 16,
        stops: typeof asked.stop === 'string' ? [asked.stop] : (asked.stop ?? []),
        seed: asked.seed,
        thinks: false,
        searches: false,
      };
      const reply = think(order, `${gateway.settings.seed}|${index}`, () => undefined);
      return { ...reply, text: `${asked.echo === true ? prompt : ''}${reply.text}` };
    }),
  );
  const head = {
    id: `cmpl-${gateway.newId()}`,
    object: 'text_completion',
    created: Math.floor(gateway.clock.now() / 1000),
    model: asked.model,
  };
  const choices = replies.map(({ text, finish }, index) => ({ index, text, logprobs: null, finish_reason: finish }));
  if (asked.stream === true) {
    const events = choices.map((choice) => `data: ${JSON.stringify({ ...head, choices: [choice] })}\n\n`);
    return eventsAnswer([...events, 'data: [DONE]\n\n'], gateway.settings.wordMs);
  }
  const prompt = replies.reduce((sum, { usage }) => sum + usage.prompt, 0);
  const made = replies.reduce((sum, { usage }) => sum + usage.completion, 0);
  const usage = { prompt_tokens: prompt, completion_tokens: made, total_tokens: prompt + made };
  return jsonAnswer({ ...head, choices, usage });
}
