import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type PracticeServer, startPractice } from '#electron/practice/server';
import { diskLayer, type FileLayer } from '#electron/store/file-layer';
import { readHome } from '../cli/kill-rounds.ts';
import { workflow } from '../cli/support.ts';
import { collectIn, resumeIn, runIn } from '../support/app-run.ts';
import {
  type Broken,
  createPowerCutDisk,
  type Fate,
  least,
  mixed,
  most,
  type PowerCutDisk,
} from '../support/power-cut.ts';

/** Texts that come at once, one for each of a list; a picture that comes at once; a film, for which a task is waited. */
const document = workflow(
  [
    ['idea', 'prompt', '', { text: 'two birds\non a roof' }],
    ['lines', 'text-split'],
    ['poem', 'chat', '', { system: 'Write one line about it.' }],
    ['picture', 'image', '', { size: '1024x1024' }],
    ['film', 'video', '', { duration: 10 }],
  ],
  ['idea.text > lines.text', 'lines.texts > poem.prompt', 'idea.text > picture.prompt', 'idea.text > film.prompt'],
);

/** How many calls of each path the workflow needs. */
const needed: Readonly<Record<string, number>> = {
  '/v1/chat/completions': 2,
  '/v1/images/generations': 1,
  '/v1/video/create': 1,
};
const run = 'run_cut';

/** What is written down between the operations of the disk. */
type Note =
  /** The gateway begins to receive a request that may cost. */
  | { readonly received: string }
  /** A row of the ledger was said to be on the disk. */
  | { readonly kept: { readonly id: string; readonly state: string } };

export interface Recording {
  readonly disk: PowerCutDisk;
  readonly base: string;
  readonly gateway: PracticeServer;
  close(): Promise<void>;
}

/** Executes the run once, on a disk that remembers everything that was done to it. */
export async function record(broken: Broken = {}): Promise<Recording> {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-cut-'));
  const disk = createPowerCutDisk(base, broken);
  const gateway = await startPractice({ taskMs: 30, wordMs: 1 });
  const note = (what: Note): void => disk.note(what);
  const stop = onRequest((file) => note({ received: file }));
  try {
    const stage = { folder: path.join(base, 'home'), layer: noting(disk, note), gateway, boot: 'before' };
    const { state } = await runIn(stage, run, document);
    if (state.phase.state !== 'done') throw new Error(`the run that nobody cut is ${state.phase.state}`);
  } finally {
    stop();
  }
  return {
    disk,
    base,
    gateway,
    async close() {
      await gateway.close();
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Calls for each creating request that reaches a server of this process; gives back what ends that. */
function onRequest(take: (file: string) => void): () => void {
  const listener = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === 'POST' && Object.hasOwn(needed, request.url ?? '')) take(request.url ?? '');
  };
  subscribe('http.server.request.start', listener);
  return () => unsubscribe('http.server.request.start', listener);
}

/** Notes each row of the ledger when whoever wrote it is told that it is on the disk. */
function noting(disk: PowerCutDisk, note: (what: Note) => void): FileLayer {
  const written = new Map<number, string[]>();
  /** Rows in a file whose name is not on the disk yet; nobody is told of them before it is. */
  let unnamed: string[] | undefined = [];
  const tell = (rows: readonly string[]): void => {
    for (const row of rows) if (row !== '') note({ kept: JSON.parse(row) as { id: string; state: string } });
  };
  return {
    ...disk.layer,
    open(file, mode) {
      const handle = disk.layer.open(file, mode);
      if (mode === 'append' && file.endsWith('ledger.jsonl')) written.set(handle, []);
      return handle;
    },
    async write(handle, bytes) {
      await disk.layer.write(handle, bytes);
      written.get(handle)?.push(...Buffer.from(bytes).toString().split('\n'));
    },
    async sync(handle) {
      const rows = written.get(handle)?.splice(0) ?? [];
      await disk.layer.sync(handle);
      if (unnamed === undefined) tell(rows);
      else unnamed.push(...rows);
    },
    async syncFolder(folder) {
      await disk.layer.syncFolder(folder);
      if (unnamed === undefined || unnamed.length === 0 || path.basename(folder) !== 'home') return;
      tell(unnamed);
      unnamed = undefined;
    },
  };
}

/** What came of a cut and of going on after it. */
export interface CutRound {
  /** Requests that the gateway had received, and what of that the disk had been told. */
  readonly received: number;
  readonly outcomes: number;
  readonly asking: number;
  readonly done: number;
  /** Requests that were made after the power was back. */
  readonly resumed: number;
  /** Questions about requests whose intent was on the disk and which had not left. */
  readonly unsent: number;
  readonly broken: readonly string[];
}

/** Nobody cuts the power again, so nothing needs to be durable. */
const withoutSync: FileLayer = {
  ...diskLayer,
  sync: () => Promise.resolve(),
  syncNow: () => undefined,
  syncFolder: () => Promise.resolve(),
  syncFolderNow: () => undefined,
};

export const fates: readonly (readonly [string, (cut: number) => Fate])[] = [
  ['nothing unsynced is left', () => least],
  ['everything is left', () => most],
  ['some is left', mixed],
];

/** Cuts the power after so many operations, starts the machine again and goes on. */
export async function cutAt({ disk, gateway }: Recording, cut: number, fate: Fate): Promise<CutRound> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-back-'));
  const made = new Map<string, number>();
  const stop = onRequest((file) => made.set(file, (made.get(file) ?? 0) + 1));
  try {
    disk.restore(cut, fate, path.join(place, 'base'));
    const folder = path.join(place, 'base', 'home');
    const notes = disk.notesBefore(cut) as Note[];
    const found = readHome(folder, run);
    const stage = { folder, layer: withoutSync, gateway, boot: 'after' };
    if (found.exists) {
      // One that its journal knows to be done does not go on; the ledger may have lost that.
      if (!hasEnded(found)) await resumeIn(stage, run);
      await collectIn(stage);
    }
    return judge(notes, made, found, readHome(folder, run));
  } finally {
    stop();
    fs.rmSync(place, { recursive: true, force: true });
  }
}

type Facts = ReturnType<typeof readHome>;

/** Whether everything is done, by the journal. */
function hasEnded({ states }: Facts): boolean {
  return states.size > 0 && [...states.values()].every((state) => state === 'done');
}

function judge(notes: readonly Note[], made: ReadonlyMap<string, number>, found: Facts, after: Facts): CutRound {
  const received = notes.flatMap((note) => ('received' in note ? [note.received] : []));
  const kept = notes.flatMap((note) => ('kept' in note ? [note.kept] : []));
  const outcomes = new Set(kept.flatMap(({ id, state }) => (state === 'intent' || state === 'rejected' ? [] : [id])));
  const states = new Map(after.attempts.map(({ id, state }) => [id, state]));
  const asking = after.attempts.filter(({ state }) => state === 'ambiguous').length;
  const done = after.attempts.filter(({ state }) => state === 'delivered').length;
  const broken: string[] = [];
  for (const [call, most] of Object.entries(needed)) {
    const jobs = received.filter((file) => file === call).length + (made.get(call) ?? 0);
    if (jobs > most) broken.push(`${jobs} requests to ${call}, which is needed ${most} times`);
  }
  for (const id of outcomes) {
    if (states.get(id) !== 'delivered') broken.push(`an outcome that was on the disk is ${states.get(id) ?? 'gone'}`);
  }
  for (const { id } of kept) if (!states.has(id)) broken.push('an intent that was on the disk is gone');
  for (const name of after.again) broken.push(`${name} ran again although it had ended`);
  const resumed = [...made.values()].reduce((sum, count) => sum + count, 0);
  const open = received.length - outcomes.size;
  const intents = found.attempts.filter(({ state }) => state === 'intent').length;
  const unsent = Math.max(0, asking - open);
  if (unsent > Math.max(0, intents - open))
    broken.push(`${asking} questions for ${open} requests and ${intents} intents`);
  const bad = [...after.states].filter(
    ([, state]) => state === 'failed' || state === 'cancelled' || state === 'skipped',
  );
  for (const [name, state] of bad) broken.push(`${name} is ${state}`);
  const calls = Object.values(needed).reduce((sum, count) => sum + count, 0);
  if (after.exists && asking === 0 && done !== calls) broken.push(`${done} of ${calls} done, nothing asked`);
  if (!after.exists && received.length > 0) broken.push(`${received.length} requests without a run`);
  return { received: received.length, outcomes: outcomes.size, asking, done, resumed, unsent, broken };
}

/** The figures of a series as a line for people. */
export function figures(rounds: readonly CutRound[], operations: number): string {
  const sum = (of: (round: CutRound) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  return (
    `${rounds.length} power cuts over ${operations} operations: ${sum(({ received }) => received)} requests were received before the cut, ` +
    `${sum(({ outcomes }) => outcomes)} outcomes were on the disk; ${sum(({ resumed }) => resumed)} requests after it, ` +
    `${sum(({ done }) => done)} results; ${sum(({ asking }) => asking)} questions, ` +
    `${sum(({ unsent }) => unsent)} of them about requests that were written down and had not left\n`
  );
}
