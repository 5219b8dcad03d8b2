import type { Json } from '#core/value/value';
import { findAll, isEmpty } from './recipe/paths.ts';

/** What a status word means, whoever says it. */
export type StatusClass = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'needs-input';

const classes: Readonly<Record<StatusClass, readonly string[]>> = {
  queued: [
    'PENDING',
    'QUEUED',
    'QUEUEING',
    'IN_QUEUE',
    'NOT_START',
    'SUBMITTED',
    'CREATED',
    'PREPARING',
    'STARTING',
    'WAITING',
    'THROTTLED',
    '',
  ],
  running: [
    'PROCESSING',
    'IN_PROGRESS',
    'RUNNING',
    'GENERATING',
    'STREAMING',
    'IMAGE_DOWNLOADING',
    'VIDEO_GENERATING',
    'VIDEO_GENERATION_COMPLETED',
    'VIDEO_UPSAMPLING',
    'UNKNOWN',
  ],
  'needs-input': ['MODAL'],
  done: [
    'SUCCESS',
    'SUCCEED',
    'SUCCEEDED',
    'COMPLETED',
    'COMPLETE',
    'DONE',
    'FINISH',
    'FINISHED',
    'VIDEO_UPSAMPLING_COMPLETED',
  ],
  failed: [
    'FAILED',
    'FAILURE',
    'FAIL',
    'ERROR',
    'ABORTED',
    'EXPIRED',
    'NOT_FOUND',
    'VIDEO_GENERATION_FAILED',
    'VIDEO_UPSAMPLING_FAILED',
  ],
  cancelled: ['CANCEL', 'CANCELED', 'CANCELLED'],
};

const known = new Map(
  Object.entries(classes).flatMap(([name, words]) => words.map((word) => [word, name as StatusClass] as const)),
);

const normal = (word: string): string => word.trim().toUpperCase();

/**
 * The class of a status word, compared trimmed and in capitals. A recipe's own words win; a word that nobody knows means
 * that the task is running, as a paid task must not be dropped because of a new word. Source: PROTOCOL 15.1.
 */
export function statusClass(word: string, own: Readonly<Record<string, StatusClass>> = {}): StatusClass {
  const wanted = normal(word);
  const special = Object.entries(own).find(([name]) => normal(name) === wanted)?.[1];
  return special ?? known.get(wanted) ?? 'running';
}

/** Progress from 0 to 1 out of `"45%"`, `45`, `"45"` or `0.45`; undefined when it is none of them. */
export function progressOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string') {
    const match = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(value);
    if (match === null) return undefined;
    return match[2] === '%' ? clamp(Number(match[1]) / 100) : progressOf(Number(match[1]));
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return undefined;
  return clamp(Number.isInteger(value) ? value / 100 : value <= 1 ? value : value / 100);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The first path that leads to a progress counts. */
export function findProgress(json: Json, paths: readonly string[]): number | undefined {
  for (const path of [...paths, 'progress', 'data.progress', 'progress_pct']) {
    for (const value of findAll(json, path)) {
      const progress = progressOf(value);
      if (progress !== undefined) return progress;
    }
  }
  return undefined;
}

const reasonPaths = [
  'error.message',
  'error',
  'fail_reason',
  'failReason',
  'data.fail_reason',
  'task_status_msg',
  'data.task_status_msg',
  'failure_reason',
  'failure',
  'base_resp.status_msg',
  'message',
  'description',
  'detail',
  'err_code',
];

/** Why a task failed, in the gateway's words. Only to be asked of a failed task: good answers use the same fields. */
export function findReason(json: Json, paths: readonly string[]): string | undefined {
  return ownReason(json, [...paths, ...reasonPaths]);
}

/** The reason that stands at one of these paths. */
export function ownReason(json: Json, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    for (const value of findAll(json, path)) {
      const text = reasonText(value);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

function reasonText(value: Json): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (isEmpty(value) || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { message, code } = value;
  const said = typeof message === 'string' && message !== '' ? message : code;
  return typeof said === 'string' || typeof said === 'number' ? String(said) : undefined;
}

/**
 * Where results are when a recipe's own paths lead to nothing, in the order of trust. Source: PROTOCOL 15.2.
 */
export const usualResultPaths: Readonly<Record<'video' | 'image' | 'audio' | 'document', readonly string[]>> = {
  video: [
    'video_url',
    'url',
    'data.video_url',
    'data.output',
    'result_url',
    'metadata.url',
    'output.video_url',
    'content.video_url',
    'video.download_url',
    'video.url',
    'creations[0].url',
    'task_result.videos[0].url',
    'data.task_result.videos[0].url',
    'data.data.file.download_url',
    'file.download_url',
    'output',
    'output[0]',
    'detail.generations[0].url',
    'detail.url',
    // Old builds write the link of a success where others write why they failed.
    'fail_reason',
    'data.fail_reason',
  ],
  image: [
    'data[*].url',
    'images[*].url',
    'imageUrl',
    'image_url',
    'url',
    'output',
    'output[*]',
    'data.task_result.images[*].url',
  ],
  audio: ['audio_url', 'url', 'data[*].audio_url', 'data.audio_url', 'output', 'output[0]'],
  document: ['url', 'data.url', 'output', 'output[0]'],
};
