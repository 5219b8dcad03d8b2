import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { invalidRequest } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { readWav, resample, SPEECH_RATE } from '../media/audio.ts';
import { soundFiles } from '../media/sound-files.ts';
import { speak } from '../media/speech.ts';
import { requireModel } from '../models.ts';
import type { SpokenTexts } from '../routes/spoken.ts';
import { think } from './brain.ts';
import { filmInChat } from './films.ts';
import { orderOf } from './openai-order.ts';
import { annotationsOf, type ChatResult, callOf, finishOf } from './openai-reply.ts';
import { type ChatRequest, chatRequest } from './openai-schema.ts';
import { chatStream } from './openai-stream.ts';
import type { ChatReply } from './order.ts';
import { drawInChat } from './pictures.ts';

/** `POST /v1/chat/completions` (PROTOCOL 3.1 to 3.5, 11). */
export function chatRoutes(gateway: Gateway, spoken: SpokenTexts): Route[] {
  return [{ method: 'POST', path: '/v1/chat/completions', handle: (request) => complete(gateway, spoken, request) }];
}

const families = ['chat', 'reasoning', 'chat-search', 'chat-audio', 'ocr', 'image-chat', 'sora', 'veo'];

async function complete(gateway: Gateway, spoken: SpokenTexts, request: PracticeRequest): Promise<Answer> {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, families);
  const asked = check(chatRequest, body);
  if (model.family === 'image-chat') return drawInChat(gateway, request, asked);
  if (model.family === 'sora' || model.family === 'veo') return filmInChat(gateway, request, model, asked);
  checkSpecial(asked, model.family);
  const order = orderOf(asked, model.family === 'reasoning' || asked.enable_thinking === true);
  const seed = String(gateway.settings.seed);
  const hear = (bytes: Uint8Array) => spoken.recall(bytes, []);
  const replies = Array.from({ length: asked.n ?? 1 }, (_, index) =>
    think({ ...order, searches: order.searches || model.family === 'chat-search' }, `${seed}|${index}`, hear),
  );
  countJob(request);
  const head = {
    id: `chatcmpl-${gateway.newId()}`,
    created: Math.floor(gateway.clock.now() / 1000),
    model: asked.model,
  };
  const result: ChatResult = { head, replies, usage: usageOf(replies) };
  const say = asked.modalities?.includes('audio') ? sayWith(asked, spoken) : undefined;
  if (!asked.stream) return whole(result, say);
  const sounds = say === undefined ? [] : await Promise.all(replies.map((reply) => say(reply.text)));
  return chatStream(result, asked.stream_options?.include_usage ?? false, gateway.settings.wordMs, sounds);
}

/** Only models that speak take a voice, and only those that search take what concerns it. */
function checkSpecial(asked: ChatRequest, family: string): void {
  const speaks = asked.modalities?.includes('audio') === true;
  if (speaks !== (asked.audio !== undefined && asked.audio !== null)) {
    throw invalidRequest("Invalid value: 'audio' and the modality 'audio' go together.", 'audio');
  }
  if (speaks && family !== 'chat-audio') {
    throw invalidRequest(`Invalid value for 'modalities': the model '${asked.model}' does not speak.`, 'modalities');
  }
  if (speaks && asked.stream === true && asked.audio?.format !== 'pcm16') {
    throw invalidRequest("Unsupported value: 'audio.format' must be 'pcm16' when 'stream' is true.", 'audio.format');
  }
  if (asked.web_search_options !== undefined && family !== 'chat-search') {
    throw invalidRequest(
      `Invalid value for 'web_search_options': the model '${asked.model}' does not search.`,
      'web_search_options',
    );
  }
}

type Say = (text: string) => Promise<string>;

function sayWith(asked: ChatRequest, spoken: SpokenTexts): Say {
  return async (text) => {
    const wav = readWav(await speak({ text, voice: asked.audio?.voice ?? 'alloy', speed: 1 }));
    const sound = resample(wav, SPEECH_RATE);
    const comment = spoken.comment(text);
    const { format = 'wav' } = asked.audio ?? {};
    const bytes = await soundFiles[format === 'pcm16' ? 'pcm' : format].write(sound, comment);
    spoken.remember(bytes, text);
    return Buffer.from(bytes).toString('base64');
  };
}

async function whole(result: ChatResult, say: Say | undefined): Promise<Answer> {
  const choices = result.replies.map(async (reply, index) => ({
    index,
    message: await messageOf(reply, say, result.head),
    finish_reason: finishOf(reply),
  }));
  return jsonAnswer({
    ...result.head,
    object: 'chat.completion',
    choices: await Promise.all(choices),
    usage: result.usage,
  });
}

async function messageOf(reply: ChatReply, say: Say | undefined, head: ChatResult['head']) {
  const audio =
    say === undefined
      ? undefined
      : {
          id: `audio_${head.id}`,
          data: await say(reply.text),
          transcript: reply.text,
          expires_at: head.created + 3600,
        };
  return {
    role: 'assistant',
    content: audio !== undefined || (reply.calls.length > 0 && reply.text === '') ? null : reply.text,
    ...(reply.reasoning === undefined ? {} : { reasoning_content: reply.reasoning }),
    refusal: null,
    ...(audio === undefined ? {} : { audio }),
    ...(reply.calls.length === 0 ? {} : { tool_calls: reply.calls.map(callOf) }),
    ...(reply.citations.length === 0 ? {} : { annotations: annotationsOf(reply) }),
  };
}

function usageOf(replies: readonly ChatReply[]): Record<string, unknown> {
  const prompt = replies[0]?.usage.prompt ?? 0;
  const completion = replies.reduce((sum, reply) => sum + reply.usage.completion, 0);
  const reasoning = replies.reduce((sum, reply) => sum + reply.usage.reasoning, 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
