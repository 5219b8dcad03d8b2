import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, bytesAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { readWav, resample, SPEECH_RATE } from '../media/audio.ts';
import { soundFiles } from '../media/sound-files.ts';
import { speak } from '../media/speech.ts';
import { requireModel } from '../models.ts';
import type { SpokenTexts } from './spoken.ts';

const TTS_1 = ['alloy', 'ash', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer'] as const;
const ALL = [...TTS_1, 'ballad', 'verse', 'marin', 'cedar'] as const;
const common = {
  model: z.string(),
  input: z.string().min(1).max(4096),
  response_format: z.enum(['mp3', 'wav', 'flac', 'pcm']).optional(),
  speed: z.number().min(0.25).max(4).optional(),
  stream_format: z.enum(['audio']).optional(),
};
const plain = z.strictObject({ ...common, voice: z.enum(TTS_1) });
const instructed = z.strictObject({ ...common, voice: z.enum(ALL), instructions: z.string().optional() });

/** `POST /v1/audio/speech` (PROTOCOL 11): mp3, wav, flac or pcm in which the words can be heard; what was said is remembered for transcription. */
export function speechRoutes(gateway: Gateway, spoken: SpokenTexts): Route[] {
  return [{ method: 'POST', path: '/v1/audio/speech', handle: (request) => say(gateway, spoken, request) }];
}

async function say(gateway: Gateway, spoken: SpokenTexts, request: PracticeRequest): Promise<Answer> {
  const body = jsonBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), body);
  const model = requireModel(named, ['speech']);
  const order = check(model.id.startsWith('tts-1') ? plain : instructed, body);
  const wav = await speak({ text: order.input, voice: order.voice, speed: order.speed ?? 1 });
  countJob(request);
  const sound = resample(readWav(wav), SPEECH_RATE);
  const format = order.response_format ?? 'mp3';
  const { mime, write } = soundFiles[format];
  const bytes = await write(sound, spoken.comment(order.input));
  spoken.remember(bytes, order.input);
  await gateway.files.put(bytes, format, mime, model.id);
  return bytesAnswer(bytes, mime);
}
