import type { StoredFile } from '../../files.ts';
import { fileUrl, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { checkFor } from '../../http/check.ts';
import { type ErrorFields, GatewayError } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import type { Route } from '../../http/router.ts';
import { perCall } from '../../model.ts';
import { digest } from '../../random.ts';
import type { TaskOutcome } from '../../tasks.ts';
import type { PracticeSystem } from '../system.ts';
import { askTask, beginTask } from '../vendor-task.ts';
import { paint, recordSpeech } from '../work.ts';
import { concatOrder, fetchOrder, lyricsOrder, type MusicOrder, musicOrder, uploadOrder } from './orders.ts';

/** The flat envelope of new-api's task routes, whose code is a word (PROTOCOL 1.2). */
const shape = ({ code, message }: ErrorFields) => ({ code: code ?? 'invalid_request', message, data: null });
const vendor = { shape, code: 'invalid_request' };
const accepted = (data: unknown): Answer => jsonAnswer({ code: 'success', message: '', data });

/** What a task of Suno repeats of its order. */
interface Extra {
  readonly action: 'MUSIC' | 'LYRICS';
  readonly prompt: string;
  readonly title: string;
  readonly tags: string;
  readonly mv: string;
}

/** What a song is made of. */
interface Clip {
  readonly model: string;
  readonly words: string;
  readonly voice: string;
}

/** The clips that were made or brought, so that what goes on with one finds it. */
const clips = new WeakMap<Gateway, Map<string, Clip>>();

function clipsOf(gateway: Gateway): Map<string, Clip> {
  const known = clips.get(gateway) ?? new Map<string, Clip>();
  clips.set(gateway, known);
  return known;
}

/** Suno: songs, two of each, lyrics, and what is made of a song (PROTOCOL 10). The songs are spoken words. */
export const system: PracticeSystem = {
  models: ['chirp-v3-0', 'chirp-v3-5', 'chirp-v4', 'chirp-auk', 'chirp-v5', 'chirp-v3-5-tau', 'chirp-v4-tau'].map(
    (id) => perCall(id, 0.1, 'suno', 'suno'),
  ),
  routes: (gateway): Route[] => [
    { method: 'POST', path: '/suno/submit/music', handle: (request) => submitMusic(gateway, request) },
    { method: 'POST', path: '/suno/submit/lyrics', handle: (request) => submitLyrics(gateway, request) },
    { method: 'POST', path: '/suno/submit/concat', handle: (request) => submitConcat(gateway, request) },
    { method: 'POST', path: '/suno/uploads/audio-url', handle: (request) => upload(gateway, request) },
    {
      method: 'GET',
      path: '/suno/fetch/:id',
      handle: (request) => accepted(need(gateway, request.parameters['id'] ?? '')),
    },
    {
      method: 'POST',
      path: '/suno/fetch',
      handle: (request) => {
        const { ids } = checkFor(vendor, fetchOrder, jsonBody(request));
        return accepted(ids.flatMap((id) => show(gateway, id) ?? []));
      },
    },
    { method: 'GET', path: '/suno/act/wav/:clip', handle: (request) => wav(gateway, request.parameters['clip'] ?? '') },
  ],
};

function submitMusic(gateway: Gateway, request: PracticeRequest): Answer {
  const body = jsonBody(request);
  const order: MusicOrder = checkFor(vendor, musicOrder(body), body);
  for (const clip of [order.continue_clip_id, order.cover_clip_id, order.artist_clip_id]) {
    if (clip !== undefined && !clipsOf(gateway).has(clip)) throw noClip(clip);
  }
  return begin(gateway, request, {
    action: 'MUSIC',
    prompt: order.prompt ?? order.gpt_description_prompt ?? '',
    title: order.title ?? 'Practice song',
    tags: order.tags ?? '',
    mv: order.mv,
  });
}

function submitLyrics(gateway: Gateway, request: PracticeRequest): Answer {
  const { prompt } = checkFor(vendor, lyricsOrder, jsonBody(request));
  return begin(gateway, request, { action: 'LYRICS', prompt, title: 'Practice lyrics', tags: '', mv: 'chirp-v3-5' });
}

function submitConcat(gateway: Gateway, request: PracticeRequest): Answer {
  const { clip_id: clip } = checkFor(vendor, concatOrder, jsonBody(request));
  if (!clipsOf(gateway).has(clip)) throw noClip(clip);
  return begin(gateway, request, {
    action: 'MUSIC',
    prompt: 'the whole song',
    title: 'Whole',
    tags: '',
    mv: 'chirp-v4',
  });
}

function upload(gateway: Gateway, request: PracticeRequest): Answer {
  const { url } = checkFor(vendor, uploadOrder, jsonBody(request));
  const clip = digest(url, 32);
  clipsOf(gateway).set(clip, { model: 'chirp-v3-5', words: 'a song that was brought', voice: 'nova' });
  return accepted({ clip_id: clip });
}

async function wav(gateway: Gateway, clip: string): Promise<Answer> {
  const made = clipsOf(gateway).get(clip);
  if (made === undefined) throw noClip(clip);
  const { url } = await song(gateway, made, 'wav');
  return accepted({ wav_file_url: url });
}

function begin(gateway: Gateway, request: PracticeRequest, extra: Extra): Answer {
  const task = beginTask<Extra>(gateway, request, {
    system: 'suno',
    model: extra.mv,
    extra,
    id: () => gateway.newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    work: () => work(gateway, extra),
  });
  return accepted(task.id);
}

async function work(gateway: Gateway, extra: Extra): Promise<TaskOutcome> {
  if (extra.action === 'LYRICS') return { state: 'done', files: [] };
  const words = extra.prompt.slice(0, 120) || extra.tags || 'a song without words';
  const size = { width: 320, height: 320 };
  const files = await paint(gateway, { model: extra.mv, prompt: `${extra.title} ${words}`, ...size, count: 1 });
  for (const voice of ['nova', 'onyx']) {
    const clip: Clip = { model: extra.mv, words, voice };
    const { file } = await song(gateway, clip, 'mp3');
    clipsOf(gateway).set(clipId(file), clip);
    files.push(file);
  }
  return { state: 'done', files };
}

async function song(gateway: Gateway, { model, words, voice }: Clip, format: 'mp3' | 'wav') {
  const file = await recordSpeech(gateway, { model, text: words, voice, format });
  return { file, url: fileUrl(gateway, file) };
}

const clipId = (file: StoredFile): string => file.hash.slice(0, 32);

function need(gateway: Gateway, id: string): unknown {
  const task = show(gateway, id);
  if (task === undefined)
    throw new GatewayError({ status: 400, message: 'task_not_exist', code: 'task_not_exist', shape });
  return task;
}

function show(gateway: Gateway, id: string): unknown {
  const found = askTask<Extra>(gateway, 'suno', id);
  if (found === undefined) return undefined;
  const { extra } = found.task.detail;
  const words = { queued: 'SUBMITTED', running: 'IN_PROGRESS', done: 'SUCCESS', failed: 'FAILURE' };
  const seconds = (milliseconds: number | undefined) => Math.floor((milliseconds ?? 0) / 1000);
  return {
    task_id: id,
    notify_hook: '',
    action: extra.action,
    status: found.word ?? words[found.state],
    fail_reason: found.state === 'failed' ? found.reason : '',
    submit_time: seconds(found.task.createdAt),
    start_time: seconds(found.task.startedAt),
    finish_time: seconds(found.task.finishedAt),
    progress: `${Math.round(found.share * 100)}%`,
    data: extra.action === 'LYRICS' ? lyrics(found.state, extra) : songs(gateway, found.files, extra),
  };
}

function lyrics(state: string, { prompt, title }: Extra): unknown {
  if (state !== 'done') return null;
  const text = `[Verse]\n${prompt}\nthe night is wide and slow\n[Chorus]\n${prompt}, and on we go`;
  return { id: digest(prompt, 16), text, title, status: 'complete' };
}

function songs(gateway: Gateway, [cover, ...files]: readonly StoredFile[], extra: Extra): unknown {
  return files.map((file) => ({
    id: clipId(file),
    title: extra.title,
    status: 'complete',
    audio_url: fileUrl(gateway, file),
    video_url: '',
    image_url: cover === undefined ? '' : fileUrl(gateway, cover),
    image_large_url: cover === undefined ? '' : fileUrl(gateway, cover),
    model_name: extra.mv,
    metadata: { tags: extra.tags, prompt: extra.prompt, duration: 20, error_type: null, error_message: null },
  }));
}

function noClip(clip: string): GatewayError {
  return new GatewayError({ status: 400, message: `clip ${clip} does not exist`, code: 'clip_not_exist', shape });
}
