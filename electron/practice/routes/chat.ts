import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { requireModel } from '../models.ts';
import { type ChatRequest, chatRequest } from './chat-schema.ts';
import { chatStream } from './chat-stream.ts';
import { writeChoices } from './chat-text.ts';

/** A finished answer of chat before it is put into one JSON or many events. */
export interface ChatResult {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly ChatChoice[];
  readonly usage: Readonly<Record<string, unknown>>;
}

/** One of the answers. */
export interface ChatChoice {
  readonly content: string;
  readonly reasoning?: string;
  readonly finishReason: 'stop' | 'length';
}

/** `POST /v1/chat/completions` (PROTOCOL 3.1). */
export function chatRoutes(gateway: Gateway): Route[] {
  return [{ method: 'POST', path: '/v1/chat/completions', handle: (request) => complete(gateway, request) }];
}

function complete(gateway: Gateway, request: PracticeRequest): Answer {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['chat', 'reasoning']);
  const order = check(chatRequest, body);
  countJob(request);
  const choices = writeChoices(order, model.family === 'reasoning', String(gateway.settings.seed));
  const result: ChatResult = {
    id: `chatcmpl-${gateway.newId()}`,
    created: Math.floor(gateway.clock.now() / 1000),
    model: order.model,
    choices,
    usage: usageOf(order, choices),
  };
  return order.stream
    ? chatStream(result, order.stream_options?.include_usage ?? false, gateway.settings.wordMs)
    : whole(result);
}

function whole(result: ChatResult): Answer {
  return jsonAnswer({
    id: result.id,
    object: 'chat.completion',
    created: result.created,
    model: result.model,
    choices: result.choices.map((choice, index) => ({
      index,
      message: {
        role: 'assistant',
        content: choice.content,
        ...(choice.reasoning === undefined ? {} : { reasoning_content: choice.reasoning }),
        refusal: null,
      },
      finish_reason: choice.finishReason,
    })),
    usage: result.usage,
  });
}

function usageOf(order: ChatRequest, choices: readonly ChatChoice[]): Record<string, unknown> {
  const prompt = countTokens(JSON.stringify(order.messages.map((message) => message.content ?? '')).slice(0, 400_000));
  const reasoning = choices.reduce((sum, choice) => sum + countTokens(choice.reasoning ?? ''), 0);
  const completion = choices.reduce((sum, choice) => sum + countTokens(choice.content), reasoning);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

/** A rough count: four letters or one Chinese character a token. */
function countTokens(text: string): number {
  const wide = text.match(/[\u3040-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return text === '' ? 0 : Math.max(1, wide + Math.ceil((text.length - wide) / 4));
}
