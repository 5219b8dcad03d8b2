import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect } from 'vitest';
import { AppError, type ErrorCode } from '#core/errors';
import { createDocument } from '#core/graph/document';
import type { JournalEvent } from '#core/run/event';
import type { AttemptChange } from '../../electron/executor/services.ts';
import { diskLayer, type FileLayer } from '../../electron/store/file-layer.ts';
import { type Home, openHome } from '../../electron/store/home.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the test; without links in its path. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'patchbay-store-'));
  folders.push(folder);
  return folder;
}

export function temporaryHome(layer: FileLayer = diskLayer): Home {
  return openHome(path.join(temporaryFolder(), 'home'), layer);
}

/** The disk with some of its functions replaced. */
export function layerWith(changes: Partial<FileLayer>): FileLayer {
  return { ...diskLayer, ...changes };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made by a test`), { code });
}

/** The AppError that a promise or a function ends in. */
export async function failure(work: Promise<unknown> | (() => unknown)): Promise<AppError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    if (error instanceof AppError) return error;
  }
  throw new Error('nothing was thrown');
}

export async function expectFailure(work: Promise<unknown> | (() => unknown), code: ErrorCode): Promise<AppError> {
  const error = await failure(work);
  expect(error.code).toBe(code);
  return error;
}

export const runId = 'run_20260101000000000_aaaaaaaa';

export function intent(id: string, run = runId): AttemptChange {
  return {
    id,
    state: 'intent',
    address: { run, path: [], node: 'n1', item: [], attempt: 1 },
    nodeType: 'video',
    recipe: 'sora',
    system: 'sora',
    model: 'sora-2',
    baseUrl: 'https://gateway.example',
    practice: false,
    prompt: 'a cat',
    price: { from: 0.1, to: 0.2 },
  };
}

const at = '2026-01-01T00:00:00.000Z';

export function runStart(nodes: readonly string[], run = runId): JournalEvent {
  return { event: 'run-start', seq: 0, at, run, workflow: { id: 'wf_1', name: 'Teaser' }, nodes: [...nodes] };
}

export function nodeStart(seq: number, node: string, run = runId): JournalEvent {
  return { event: 'node-start', seq, at, run, node, path: [], item: [], attempt: 1 };
}

export function nodeEnd(seq: number, node: string, text: string, key?: string, run = runId): JournalEvent {
  const outputs = { text: { type: 'text', value: text } };
  const end: JournalEvent = { event: 'node-end', seq, at, run, node, path: [], item: [], attempt: 1, outputs };
  return key === undefined ? end : { ...end, key };
}

export function runEnd(seq: number, run = runId): JournalEvent {
  return { event: 'run-end', seq, at, run, state: 'done', outputs: {} };
}

export const document = createDocument('wf_1', 'Teaser');
