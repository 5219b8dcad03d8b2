import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { itemKey } from '#core/run/address';
import type { Attempt } from '#electron/executor/services';
import { openHome } from '#electron/store/home';
import { openLedger } from '#electron/store/ledger';
import { loadRun } from '#electron/store/runs';
import type { PracticeLog, PracticeProcess } from '../practice/support/practice-process.ts';
import { createPlace, type Place, root, workflow } from './support.ts';

/** Calls of several kinds: streamed and mapped chat, pictures, an upload, speech, and a task at the gateway. */
const costly = workflow(
  [
    ['idea', 'prompt', '', { text: 'List three birds, one per line.' }],
    ['list', 'chat'],
    ['birds', 'text-split'],
    ['poem', 'chat', '', { system: 'Write one line about it.' }],
    ['picture', 'image', '', { size: '1024x1024' }],
    ['link', 'upload'],
    ['film', 'video', '', { duration: 10 }],
    ['voice', 'tts'],
  ],
  [
    'idea.text > list.prompt',
    'list.text > birds.text',
    'birds.texts > poem.prompt',
    'list.text > picture.prompt',
    'picture.images > link.file',
    'list.text > film.prompt',
    'link.url > film.images',
    'list.text > voice.text',
  ],
);

/** How many calls of each path the workflow needs: a list and a poem for each of three birds, a picture, a film, a speech. */
const needed: Readonly<Record<string, number>> = {
  '/v1/chat/completions': 4,
  '/v1/images/generations': 1,
  '/v1/video/create': 1,
  '/v1/audio/speech': 1,
};
const neededCalls = Object.values(needed).reduce((sum, count) => sum + count, 0);

export const killMoments = ['before', 'during', 'after'] as const;

/** Where a process is killed: at the n-th write, sync, rename or request it makes (from 1), or after some milliseconds. */
export type KillPoint =
  | { readonly kind: 'call'; readonly number: number; readonly when: (typeof killMoments)[number] }
  | { readonly kind: 'time'; readonly milliseconds: number };

/** What came of killing a run and going on with it. */
export interface KillRound {
  readonly point: KillPoint;
  /** Whether the process was killed; else it had ended before. */
  readonly hit: boolean;
  /** Jobs that the gateway sold for this run, by its own count. */
  readonly jobs: number;
  /** Tasks among them. */
  readonly tasks: number;
  readonly done: number;
  /** Items whose answer never came; they ask their user. */
  readonly asking: number;
  /** Creating requests that the gateway had received when the process died and whose outcome was not on the disk. */
  readonly open: number;
  /** Attempts that were on the disk when the process died and of which the gateway had received nothing. */
  readonly unsent: number;
  /** What was not as promised, in words. */
  readonly broken: readonly string[];
}

const killSwitch = pathToFileURL(path.join(root, 'test/support/kill-switch.mjs')).href;

function runWorkflow(place: Place, env: Readonly<Record<string, string>>) {
  const file = place.write('costly.patchbay', costly);
  return place.start(['run', file, '--allow-upload'], env);
}

/** How many writes, syncs, renames and requests one run makes. */
export async function countCalls(practice: PracticeProcess): Promise<number> {
  const place = createPlace(practice);
  try {
    const log = path.join(place.folder, 'calls');
    const { code, stderr } = await runWorkflow(place, { NODE_OPTIONS: `--import=${killSwitch}`, KILL_LOG: log }).ended;
    if (code !== 0) throw new Error(`the run that nobody killed ended with ${code}: ${stderr}`);
    return readFileSync(log, 'utf8').split('\n').length - 1;
  } finally {
    place.remove();
  }
}

/** Starts a run, kills it with SIGKILL, goes on with it in a new process and counts. One round at a time for each gateway. */
export async function killRound(practice: PracticeProcess, point: KillPoint): Promise<KillRound> {
  await practice.reset();
  const place = createPlace(practice);
  try {
    const hit = await runAndKill(place, point);
    const [run] = place.runs();
    const atKill = readHome(place.home, run);
    const received = createdBy(await settledLog(practice));
    if (run !== undefined && atKill.exists) await place.run(['resume', run, '--allow-upload']);
    const after = readHome(place.home, run);
    return judge(point, hit, { atKill, received, after, log: await settledLog(practice) });
  } finally {
    place.remove();
  }
}

async function runAndKill(place: Place, point: KillPoint): Promise<boolean> {
  if (point.kind === 'call') {
    const env = { NODE_OPTIONS: `--import=${killSwitch}`, KILL_AT: String(point.number), KILL_WHEN: point.when };
    return (await runWorkflow(place, env).ended).signal === 'SIGKILL';
  }
  const running = runWorkflow(place, {});
  const timer = setTimeout(() => running.child.kill('SIGKILL'), point.milliseconds);
  const { signal } = await running.ended;
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

/** The gateway's log when nothing is under way in it any more. */
async function settledLog(practice: PracticeProcess): Promise<PracticeLog> {
  let before = -1;
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    const log = await practice.log();
    const isSettled = log.requests.every((request) => request.answer !== 'pending');
    if (isSettled && log.requests.length === before) return log;
    before = log.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the gateway does not come to an end with what it received');
}

const isCreating = (request: PracticeLog['requests'][number]): boolean =>
  request.method === 'POST' && Object.hasOwn(needed, request.path);
const createdBy = (log: PracticeLog): number => log.requests.filter(isCreating).length;

/** What the home folder says, read without a process of ours running. */
interface HomeFacts {
  /** Whether the run's snapshot is there: without it nothing can have been asked for. */
  readonly exists: boolean;
  readonly attempts: readonly Attempt[];
  /** Nodes and items that are done in the journal, with how often they ended or were started after they had ended. */
  readonly done: ReadonlySet<string>;
  readonly again: readonly string[];
  readonly states: ReadonlyMap<string, string>;
}

const nothing: HomeFacts = { exists: false, attempts: [], done: new Set(), again: [], states: new Map() };

export function readHome(folder: string, run: string | undefined): HomeFacts {
  if (run === undefined || !existsSync(path.join(folder, 'runs', run, 'workflow.json'))) return nothing;
  const home = openHome(folder);
  const ledger = openLedger(home);
  const { events, state } = loadRun(home, run);
  const done = new Set<string>();
  const again: string[] = [];
  for (const event of events) {
    if (event.event !== 'node-start' && event.event !== 'node-end') continue;
    const name = `${event.node} ${itemKey(event.item)}`;
    if (done.has(name)) again.push(name);
    else if (event.event === 'node-end') done.add(name);
  }
  const states = [...(state?.nodes ?? [])].flatMap(([node, { items }]) =>
    [...items].map(([item, { state: word }]): [string, string] => [`${node} ${item}`, word]),
  );
  const attempts = ledger.attempts();
  void ledger.close();
  return { exists: true, attempts, done, again, states: new Map(states) };
}

interface Evidence {
  readonly atKill: HomeFacts;
  readonly received: number;
  readonly after: HomeFacts;
  readonly log: PracticeLog;
}

function judge(point: KillPoint, hit: boolean, { atKill, received, after, log }: Evidence): KillRound {
  const outcomes = atKill.attempts.filter(({ state }) => state !== 'intent').length;
  const open = received - outcomes;
  const unsent = atKill.attempts.length - received;
  const { created } = log;
  const costing = after.attempts.filter(({ state }) => state !== 'rejected');
  const done = costing.filter(({ state }) => state === 'delivered').length;
  const asking = costing.filter(({ state }) => state === 'ambiguous').length;
  const broken: string[] = [];
  for (const [call, jobs] of Object.entries(created.byPath)) {
    const most = needed[call] ?? 0;
    if (jobs > most) broken.push(`${jobs} jobs at ${call}, which is needed ${most} times`);
  }
  for (const id of log.requests.flatMap(({ tasks }) => tasks)) {
    const isKnown = costing.some((attempt) => attempt.task?.id === id && attempt.state === 'delivered');
    const mayBeAsked = costing.some((attempt) => attempt.state === 'ambiguous' && attempt.nodeType === 'video');
    if (!isKnown && !mayBeAsked) broken.push(`the task ${id} is lost`);
  }
  for (const name of after.again) broken.push(`${name} ran again although it had ended`);
  for (const name of atKill.done)
    if (after.states.get(name) !== 'done') broken.push(`${name} was done and is not any more`);
  if (created.jobs > done + asking) broken.push(`${created.jobs} jobs for ${done} results and ${asking} questions`);
  if (asking > open) broken.push(`${asking} questions for ${open} requests without an outcome on the disk`);
  const others = costing.filter(({ state }) => state !== 'delivered' && state !== 'ambiguous');
  for (const attempt of others) broken.push(`the attempt of ${attempt.address.node} is ${attempt.state}`);
  const failed = [...after.states].filter(
    ([, word]) => word === 'failed' || word === 'cancelled' || word === 'skipped',
  );
  for (const [name, word] of failed) broken.push(`${name} is ${word}`);
  if (after.exists && asking === 0 && done !== neededCalls)
    broken.push(`${done} of ${neededCalls} done, nothing asked`);
  if (!after.exists && created.jobs > 0) broken.push(`${created.jobs} jobs without a run`);
  const { jobs, tasks } = created;
  return { point, hit, jobs, tasks, done, asking, open, unsent, broken };
}

function nameOf(point: KillPoint): string {
  return point.kind === 'time' ? `killed after ${point.milliseconds} ms` : `killed ${point.when} call ${point.number}`;
}

/** What is wrong with rounds, in words; nothing when the promises were kept. */
export function brokenPromises(rounds: readonly KillRound[]): string[] {
  return rounds.flatMap((round) => round.broken.map((text) => `${nameOf(round.point)}: ${text}`));
}

/** The figures of a series of rounds as a line for people. */
export function figures(rounds: readonly KillRound[], calls: number): string {
  const hits = rounds.filter(({ hit }) => hit);
  const sum = (of: (round: KillRound) => number): number => hits.reduce((total, round) => total + of(round), 0);
  return (
    `${rounds.length} kills over ${calls} writes, syncs, renames and requests, ${hits.length} of a process that lived: ` +
    `${sum(({ jobs }) => jobs)} jobs and ${sum(({ tasks }) => tasks)} tasks at the gateway, ${sum(({ done }) => done)} results; ` +
    `${sum(({ asking }) => asking)} questions for ${sum(({ open }) => open)} requests that were received and had no outcome on the disk; ` +
    `${sum(({ unsent }) => Math.max(0, unsent))} attempts were on the disk and had not left\n`
  );
}
