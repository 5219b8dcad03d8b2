import { expect } from 'vitest';
import type { FaultRule } from '../../electron/practice/faults/rule.ts';
import { done, film, midjourney, page, picture, type Quirk, talk, taskFailed, unasked } from './quirk.ts';

const words = (...list: string[]): FaultRule => ({ kind: 'task-status', words: list });
const query = { method: 'GET', path: '/v1/video/query' } as const;
const changed = (
  fault: { move?: Record<string, string>; set?: Record<string, unknown>; remove?: string[] },
  match = query,
) => ({ kind: 'change-json', match, ...fault }) as const satisfies FaultRule;

const running = [
  ...['PENDING', 'QUEUED', 'QUEUEING', 'IN_QUEUE', 'NOT_START', 'SUBMITTED', 'CREATED', 'PREPARING', 'STARTING'],
  ...['WAITING', 'THROTTLED', '', 'PROCESSING', 'IN_PROGRESS', 'RUNNING', 'GENERATING', 'STREAMING'],
  ...['IMAGE_DOWNLOADING', 'VIDEO_GENERATING', 'VIDEO_GENERATION_COMPLETED', 'VIDEO_UPSAMPLING', 'UNKNOWN'],
];
const ok = [
  ...['SUCCESS', 'SUCCEED', 'SUCCEEDED', 'COMPLETED', 'COMPLETE', 'DONE', 'FINISH', 'FINISHED'],
  'VIDEO_UPSAMPLING_COMPLETED',
];
const bad = [
  ...['FAILED', 'FAILURE', 'FAIL', 'ERROR', 'ABORTED', 'EXPIRED'],
  ...['VIDEO_GENERATION_FAILED', 'VIDEO_UPSAMPLING_FAILED'],
];

/** Section 15.1: status words, compared trimmed and in capitals. */
export const statusWords: readonly Quirk[] = [
  {
    id: '15.1/queued and running',
    what: 'every word that means not yet, one after the other, then the result',
    nodes: film,
    faults: [words(...running, 'completed')],
    outcome: done(),
  },
  ...ok.map((word): Quirk => ({ id: '15.1/ok', what: word, nodes: film, faults: [words(word)], outcome: done() })),
  ...bad.map(
    (word): Quirk => ({
      id: '15.1/failed',
      what: word,
      nodes: film,
      faults: [words(word)],
      outcome: taskFailed('task.failed', /generation failed/),
    }),
  ),
  ...['CANCEL', 'CANCELED', 'CANCELLED', 'NOT_FOUND'].map(
    (word): Quirk => ({
      id: word === 'NOT_FOUND' ? '15.1/failed' : '15.1/cancelled',
      what: word,
      nodes: film,
      faults: [words(word)],
      outcome: taskFailed('task.failed', word === 'NOT_FOUND' ? /failed/ : /cancelled at the gateway/),
    }),
  ),
  {
    id: '15.1/needs input',
    what: 'MODAL: a choice that Patchbay cannot make',
    nodes: midjourney,
    faults: [words('MODAL')],
    outcome: taskFailed('task.failed', /waits for a choice/),
  },
  {
    id: '15.1/unrecognised',
    what: 'a word that nobody knows means that it runs',
    nodes: film,
    faults: [words('half-baked', 'half-baked', 'completed')],
    outcome: done(),
  },
];

/** Section 15.2: where things are found. */
export const finders: readonly Quirk[] = [
  ...['task_id', 'data.task_id', 'data.id'].map(
    (path): Quirk => ({
      id: '15.2/task id',
      what: path,
      nodes: film,
      faults: [changed({ move: { id: path } }, { method: 'POST', path: '/v1/video/create' } as never)],
      outcome: done(),
    }),
  ),
  ...[45, '45%', '45', 0.45].map(
    (progress): Quirk => ({
      id: '15.2/progress',
      what: JSON.stringify(progress),
      nodes: film,
      faults: [words('processing', 'completed'), changed({ set: { progress } })],
      options: { onEvent: noteProgress },
      outcome: done(),
      check: () => expect(lastProgress).toBe(0.45),
    }),
  ),
  ...[
    ...['url', 'data.video_url', 'data.output', 'result_url', 'metadata.url', 'output.video_url', 'content.video_url'],
    ...['video.download_url', 'video.url', 'creations.0.url', 'task_result.videos.0.url'],
    ...['data.task_result.videos.0.url', 'data.data.file.download_url', 'file.download_url', 'output', 'output.0'],
    ...['detail.generations.0.url', 'detail.url', 'fail_reason'],
  ].map(
    (path): Quirk => ({
      id: '15.2/video url',
      what: path,
      nodes: film,
      faults: [changed({ move: { video_url: path } })],
      outcome: done(),
    }),
  ),
  {
    id: '15.2/image',
    what: 'a link where base64 is usual, with an empty text beside it',
    nodes: picture,
    faults: [changed({ set: { 'data.0.b64_json': '' } }, { method: 'POST', path: '/v1/images' } as never)],
    outcome: done(),
  },
  ...['error.message', 'error', 'fail_reason', 'failReason', 'task_status_msg', 'failure_reason', 'failure'].map(
    failure,
  ),
  ...['base_resp.status_msg', 'message', 'description', 'detail', 'err_code'].map(failure),
  {
    id: '15.2/failure',
    what: 'fail fields of a task that did not fail say nothing',
    nodes: film,
    faults: [words('processing', 'completed'), changed({ set: { error: 'none', fail_reason: 'none', message: 'ok' } })],
    outcome: done(),
  },
];

function failure(path: string): Quirk {
  return {
    id: '15.2/failure',
    what: path,
    nodes: film,
    faults: [{ kind: 'task-fails', reason: 'too dark' }, changed({ move: { error: path } })],
    outcome: taskFailed('task.failed', /too dark/),
  };
}

let lastProgress: number | undefined;
function noteProgress(event: { event: string; progress?: number | undefined }): void {
  if (event.event === 'node-start') lastProgress = undefined;
  if (event.event === 'node-progress' && event.progress !== undefined) lastProgress = event.progress;
}

/** Times at which a task was asked for and still ran, in seconds since the run began. */
const asked: number[] = [];

/** Section 15.3: rules for clients. */
export const rules: readonly Quirk[] = [
  {
    id: '15.3/poll interval',
    what: '5 to 10 s, after two minutes 15 to 30 s',
    nodes: film,
    faults: [words(...Array<string>(24).fill('processing'), 'completed')],
    options: {
      onEvent: (event) => {
        if (event.event === 'node-start') asked.length = 0;
        if (event.event === 'node-progress') asked.push(Date.parse(event.at) / 1000);
      },
    },
    outcome: done(),
    check: (ended) => {
      const start = Date.parse(ended.state.startedAt) / 1000;
      const gaps = asked.map((at, index) => [at - start, at - (asked[index - 1] ?? start)] as const);
      expect(gaps.filter(([at]) => at < 120).every(([, gap]) => gap >= 5 && gap <= 10)).toBe(true);
      expect(gaps.filter(([at]) => at > 150).every(([, gap]) => gap >= 15 && gap <= 30)).toBe(true);
      expect(gaps.length).toBeGreaterThan(20);
    },
  },
  {
    id: '15.3/poll cap',
    what: 'a limit stops the waiting, not the task: it is waited for again later',
    nodes: film,
    faults: [{ ...words('processing'), times: 1 }],
    options: { waitLimit: 3_600_000 },
    outcome: { node: 'awaiting', run: 'suspended', attempts: ['accepted'], jobs: 1, says: /still at the gateway/ },
  },
  ...(
    [
      ['404 shortly after it was made', unasked(404, { error: { message: 'task_not_exist' } }, 3)],
      ['5xx', unasked(500, page, 3)],
      ['429', unasked(429, '', 3)],
      ['a page of the edge', unasked(524, page, 3)],
      ['a page with 200', unasked(200, page, 3)],
      ['nonsense', unasked(200, '{"status":', 3)],
      ['nothing', unasked(200, '', 3)],
      ['the network', { kind: 'refuse', match: query, times: 3 }],
      ['a connection that is cut', { kind: 'reset-before-answer', match: query, times: 3 }],
      ['half an answer', { kind: 'cut-body', match: query, times: 3 }],
    ] as const
  ).map(
    ([what, fault]): Quirk => ({
      id: '15.3/failed poll',
      what: `${what}: a failed poll is no failed task`,
      nodes: film,
      faults: [fault],
      outcome: done(),
    }),
  ),
  {
    id: '15.3/no blind POST',
    what: 'no answer in time: asked about, never sent again',
    nodes: picture,
    faults: [{ kind: 'stall', ms: 4000, match: { method: 'POST' } }],
    outcome: { node: 'needs-user', run: 'suspended', attempts: ['ambiguous'], jobs: 1, says: /may have been billed/ },
  },
  {
    id: '15.3/raw answer kept',
    what: 'the last raw answer of a failed task can be read',
    nodes: film,
    faults: [{ kind: 'task-fails', reason: 'too dark' }],
    outcome: taskFailed('task.failed', /too dark/),
    check: (ended) => expect(ended.attempts[0]?.error?.details?.['raw']).toMatch(/"error":"too dark"/),
  },
  ...[404, 409, 425, 429, 500, 503].map(
    (status): Quirk => ({
      id: '15.3/download retried',
      what: `${status} of the result’s host`,
      nodes: film,
      faults: [{ kind: 'status', status, body: 'x', match: { path: '/files/' }, times: 3 }],
      outcome: done(),
    }),
  ),
  {
    id: '15.3/download resumed',
    what: 'a download that is cut off goes on with Range',
    nodes: film,
    faults: [{ kind: 'cut-body', match: { path: '/files/' }, times: 1 }],
    outcome: done(),
    check: async (_, __, practice) => {
      const files = (await practice.log()).requests.filter(({ path }) => path.startsWith('/files/'));
      expect(files.map(({ status }) => status)).toEqual([200, 206]);
    },
  },
  {
    id: '15.3/magic bytes',
    what: 'an HTML page with 200 in place of the film is no film: asked again through the task',
    nodes: film,
    faults: [{ kind: 'result-html', times: 1 }],
    outcome: done(),
  },
  {
    id: '15.3/key stays home',
    what: 'the key goes to no other host',
    nodes: film,
    // Results lie under the number of this machine; its name is another host.
    world: { baseUrl: (url) => url.replace('127.0.0.1', 'localhost') },
    faults: [],
    outcome: done(),
    check: async (_, __, practice) => {
      const { requests } = await practice.log();
      const sent = (prefix: string) =>
        requests.filter(({ path }) => path.startsWith(prefix)).map((one) => one.authorized);
      expect(new Set(sent('/v1/'))).toEqual(new Set([true]));
      expect(new Set(sent('/files/'))).toEqual(new Set([false]));
    },
  },
  { id: '15.3/key stays home', what: 'chat still has it', nodes: talk, faults: [], outcome: done() },
];
