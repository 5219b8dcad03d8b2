import { readFile } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { parseBuffer } from 'music-metadata';
import { z } from 'zod';
import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, bytesAnswer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { GatewayError, invalidRequest } from '../http/errors.ts';
import { formBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { languageOf } from '../media/speech.ts';
import { requireModel } from '../models.ts';
import { digest } from '../random.ts';
import { splitSegments, toSrt, toVtt } from '../text/subtitles.ts';
import type { SpokenTexts } from './spoken.ts';

const LIMIT = 25 * 1024 * 1024;
const FORMATS = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];
const NAMES: Readonly<Record<string, string>> = {
  'en-us': 'english',
  cmn: 'chinese',
  ja: 'japanese',
  ko: 'korean',
  ru: 'russian',
};
const granularity = z.enum(['word', 'segment']);
const common = {
  model: z.string(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'expected an ISO 639-1 code')
    .optional(),
  prompt: z.string().optional(),
  temperature: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'expected a number from 0 to 1')
    .optional(),
};
const whisper = z.strictObject({
  ...common,
  response_format: z.enum(['json', 'text', 'srt', 'verbose_json', 'vtt']).optional(),
  'timestamp_granularities[]': z.array(granularity).optional(),
});
const translation = whisper.omit({ language: true, 'timestamp_granularities[]': true });
const newer = z.strictObject({ ...common, response_format: z.enum(['json']).optional() });

/** `POST /v1/audio/transcriptions` and `/translations` (PROTOCOL 11), the latter without a language to tell: the words of a file that was spoken here, else a sentence that says that this is practice. */
export function transcriptionRoutes(_gateway: Gateway, spoken: SpokenTexts): Route[] {
  return [
    { method: 'POST', path: '/v1/audio/transcriptions', handle: (request) => transcribe(spoken, request) },
    { method: 'POST', path: '/v1/audio/translations', handle: (request) => transcribe(spoken, request, true) },
  ];
}

async function transcribe(spoken: SpokenTexts, request: PracticeRequest, translates = false): Promise<Answer> {
  const form = formBody(request);
  const { model: named } = check(z.looseObject({ model: z.string().min(1) }), form.fields);
  const model = requireModel(named, ['transcription']);
  if (model.id !== 'whisper-1') check(newer, form.fields);
  if (translates) check(translation, form.fields);
  const order = check(whisper, form.fields);
  const granularities = order['timestamp_granularities[]'];
  if (granularities && order.response_format !== 'verbose_json') {
    throw invalidRequest(
      "Invalid value for 'timestamp_granularities[]': it needs response_format verbose_json.",
      'timestamp_granularities[]',
    );
  }
  const { text, seconds } = await hear(spoken, await readUpload(form.files));
  countJob(request);
  const segments = splitSegments(text, seconds);
  switch (order.response_format) {
    case 'text':
      return bytesAnswer(`${text}\n`, 'text/plain; charset=utf-8');
    case 'srt':
      return bytesAnswer(toSrt(segments), 'text/plain; charset=utf-8');
    case 'vtt':
      return bytesAnswer(toVtt(segments), 'text/plain; charset=utf-8');
    case 'verbose_json':
      return jsonAnswer({
        task: translates ? 'translate' : 'transcribe',
        language: NAMES[languageOf(text)] ?? 'english',
        duration: seconds,
        text,
        segments: segments.map((segment, id) => ({
          id,
          seek: 0,
          ...segment,
          tokens: [],
          temperature: 0,
          avg_logprob: -0.1,
          compression_ratio: 1,
          no_speech_prob: 0,
        })),
        ...(granularities?.includes('word') ? { words: splitWords(segments) } : {}),
      });
    default:
      return jsonAnswer({ text, usage: { type: 'duration', seconds: Math.ceil(seconds) } });
  }
}

async function readUpload(files: ReturnType<typeof formBody>['files']): Promise<Uint8Array> {
  const file = files.find((each) => each.field === 'file');
  const other = files.find((each) => each.field !== 'file');
  if (other) throw invalidRequest(`Unknown parameter: '${other.field}'.`, other.field, 'unknown_parameter');
  if (!file) throw invalidRequest("Missing required parameter: 'file'.", 'file', 'missing_required_parameter');
  if (file.size >= LIMIT) {
    throw new GatewayError({
      status: 413,
      message: `Maximum content size limit (${LIMIT}) exceeded (${file.size} bytes read)`,
      type: 'server_error',
      parameter: 'file',
      code: 'file_too_large',
    });
  }
  return readFile(file.path);
}

async function hear(spoken: SpokenTexts, bytes: Uint8Array): Promise<{ text: string; seconds: number }> {
  const type = await fileTypeFromBuffer(bytes);
  const known = type !== undefined && (FORMATS.includes(type.ext) || type.mime === 'audio/mpeg');
  const facts = known
    ? await parseBuffer(bytes, { mimeType: type.mime }, { duration: true }).catch(() => undefined)
    : undefined;
  const words = spoken.recall(bytes, facts?.common.comment?.map((comment) => comment.text ?? '') ?? []);
  if (!facts) {
    const list = FORMATS.map((format) => `'${format}'`).join(', ');
    throw invalidRequest(`Invalid file format. Supported formats: [${list}]`, 'file', 'unsupported_file');
  }
  const seconds = Math.round((facts.format.duration ?? 0) * 100) / 100;
  const name = digest(bytes, 6);
  const sentence = `This is a practice transcription of a recording of ${seconds.toFixed(1)} seconds, number ${name}.`;
  return { text: words ?? sentence, seconds };
}

function splitWords(segments: ReturnType<typeof splitSegments>): { word: string; start: number; end: number }[] {
  return segments.flatMap(({ text, start, end }) =>
    splitSegments(text, end - start, /\S+/g).map((piece) => ({
      word: piece.text,
      start: start + piece.start,
      end: start + piece.end,
    })),
  );
}
