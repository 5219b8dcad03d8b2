import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { countJob, fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { formBody, jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import type { SoundFormat } from '../../media/sound-files.ts';
import { perToken } from '../../model.ts';
import type { PracticeSystem } from '../system.ts';
import { onlyFiles } from '../vendor-files.ts';
import { askTask, beginTask } from '../vendor-task.ts';
import { recordSpeech } from '../work.ts';

const shape = ({ message, code }: ErrorFields) => ({ base_resp: { status_code: code ?? 2013, status_msg: message } });
const vendor = { shape, code: 2013, status: 200 };
const fine = { base_resp: { status_code: 0, status_msg: 'success' } };

const models = [
  'speech-2.6-hd',
  'speech-2.6-turbo',
  'speech-2.8-hd',
  'speech-2.8-turbo',
  'speech-02-hd',
  'speech-02-turbo',
] as const;

const speech = {
  model: z.enum(models),
  voice_setting: z.strictObject({
    voice_id: z.string().min(1),
    speed: z.number().min(0.5).max(2).optional(),
    vol: z.number().gt(0).max(10).optional(),
    pitch: z.int().min(-12).max(12).optional(),
    emotion: z.enum(['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent']).optional(),
  }),
  audio_setting: z
    .strictObject({
      sample_rate: z.literal([8000, 16_000, 22_050, 24_000, 32_000, 44_100]).optional(),
      bitrate: z.literal([32_000, 64_000, 128_000, 256_000]).optional(),
      format: z.enum(['mp3', 'wav', 'flac']).optional(),
      channel: z.literal([1, 2]).optional(),
    })
    .optional(),
  language_boost: z.string().optional(),
  pronunciation_dict: z.strictObject({ tone: z.array(z.string().regex(/.\/./)) }).optional(),
};
const short = z.strictObject({
  ...speech,
  text: z.string().min(1).max(10_000),
  stream: z.literal(false).optional(),
  subtitle_enable: z.boolean().optional(),
  output_format: z.enum(['hex']).optional(),
});
const long = z.strictObject({ ...speech, text: z.string().min(1).max(50_000) });
const voiceId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]$/, 'expected 8 to 256 letters and digits');
const clone = z.strictObject({
  file_id: z.int(),
  voice_id: voiceId,
  text: z.string().max(1000).optional(),
  model: z.enum(models).optional(),
  need_noise_reduction: z.boolean().optional(),
  need_volume_normalization: z.boolean().optional(),
  accuracy: z.number().min(0).max(1).optional(),
});
const design = z.strictObject({
  prompt: z.string().min(1).max(2000),
  preview_text: z.string().min(1).max(500),
  voice_id: voiceId.optional(),
});

/** MiniMax speaks, at once or as a task, and makes voices (PROTOCOL 11). */
export const system: PracticeSystem = {
  models: models.map((id) => perToken(id, 50, 1, 'minimax-speech', 'minimax')),
  routes: (gateway): Route[] => {
    const samples = new Set<number>();
    const voices = new Set<string>();
    const post = (path: string, handle: (request: PracticeRequest) => Answer | Promise<Answer>): Route => ({
      method: 'POST',
      path: `/minimax/v1/${path}`,
      handle,
    });
    return [
      post('t2a_v2', (request) => say(gateway, request)),
      post('t2a_async_v2', (request) => begin(gateway, request)),
      { method: 'GET', path: '/minimax/v1/query/t2a_async_query_v2', handle: (request) => query(gateway, request) },
      post('files', (request) => takeSample(gateway, samples, request)),
      post('voice_clone', (request) => cloneVoice(gateway, { samples, voices }, request)),
      post('voice_design', (request) => designVoice(gateway, voices, request)),
    ];
  },
};

async function speak(gateway: Gateway, model: string, text: string, format: SoundFormat = 'mp3') {
  return recordSpeech(gateway, { model, text, format });
}

async function say(gateway: Gateway, request: PracticeRequest): Promise<Answer> {
  const wanted = checkFor(vendor, short, jsonBody(request));
  const format = wanted.audio_setting?.format ?? 'mp3';
  const file = await speak(gateway, wanted.model, wanted.text, format);
  countJob(request);
  return jsonAnswer({
    data: { audio: (await readFile(file.path)).toString('hex'), status: 2 },
    extra_info: {
      audio_length: 1000,
      audio_size: file.size,
      audio_format: format,
      usage_characters: wanted.text.length,
    },
    trace_id: gateway.newId(),
    ...fine,
  });
}

function begin(gateway: Gateway, request: PracticeRequest): Answer {
  const { model, text, audio_setting: audio } = checkFor(vendor, long, jsonBody(request));
  const task = beginTask(gateway, request, {
    system: 'minimax-speech',
    model,
    extra: {},
    id: () => gateway.newNumber(),
    work: async () => ({ state: 'done', files: [await speak(gateway, model, text, audio?.format)] }),
  });
  return jsonAnswer({ task_id: task.id, file_id: 0, usage_characters: text.length, ...fine });
}

function query(gateway: Gateway, request: PracticeRequest): Answer {
  const id = request.query.get('task_id') ?? '';
  const found = askTask(gateway, 'minimax-speech', id);
  if (found === undefined) throw refuse('task not found');
  const words = { queued: 'Processing', running: 'Processing', done: 'Success', failed: 'Failed' };
  const reason = found.state === 'failed' ? { status_code: 1000, status_msg: found.reason } : fine.base_resp;
  return jsonAnswer({
    task_id: id,
    status: found.word ?? words[found.state],
    file_id: found.files[0]?.hash.slice(0, 18) ?? '',
    base_resp: reason,
  });
}

function refuse(message: string, code = 2013): GatewayError {
  return new GatewayError({ status: 200, message, code, shape });
}

function takeSample(gateway: Gateway, samples: Set<number>, request: PracticeRequest): Answer {
  const form = formBody(request);
  checkFor(vendor, z.strictObject({ purpose: z.enum(['voice_clone', 'prompt_audio']) }), form.fields);
  onlyFiles(form.files, ['file']);
  const file = form.files[0];
  if (file === undefined) throw refuse('invalid params, file is required');
  if (!/\.(mp3|mpeg|m4a|wav)$/i.test(file.filename)) throw refuse('invalid params, only mp3, m4a and wav');
  if (file.size > 20_000_000) throw refuse('invalid params, file too large');
  const id = Number(gateway.newNumber().slice(-15));
  samples.add(id);
  return jsonAnswer({
    file: { file_id: id, bytes: file.size, created_at: 0, filename: file.filename, purpose: 'voice_clone' },
    ...fine,
  });
}

interface Known {
  readonly samples: ReadonlySet<number>;
  readonly voices: Set<string>;
}

async function cloneVoice(gateway: Gateway, known: Known, request: PracticeRequest): Promise<Answer> {
  const wanted = checkFor(vendor, clone, jsonBody(request));
  if (!known.samples.has(wanted.file_id)) throw refuse('invalid params, file_id not found');
  if (known.voices.has(wanted.voice_id)) throw refuse('voice clone voice id duplicate', 2039);
  if (wanted.text !== undefined && wanted.model === undefined) throw refuse('invalid params, model is required');
  known.voices.add(wanted.voice_id);
  countJob(request);
  const { text, model } = wanted;
  const demo = text === undefined || model === undefined ? '' : fileUrl(gateway, await speak(gateway, model, text));
  return jsonAnswer({ input_sensitive: false, input_sensitive_type: 0, demo_audio: demo, ...fine });
}

async function designVoice(gateway: Gateway, voices: Set<string>, request: PracticeRequest): Promise<Answer> {
  const wanted = checkFor(vendor, design, jsonBody(request));
  const id = wanted.voice_id ?? `ttv-voice-${gateway.newId().slice(0, 16)}`;
  voices.add(id);
  const file = await speak(gateway, 'speech-2.6-hd', wanted.preview_text);
  countJob(request);
  return jsonAnswer({ voice_id: id, trial_audio: (await readFile(file.path)).toString('hex'), ...fine });
}
