import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { bought, checkMessages, type Ended, type Place, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

const marked = { model: 'kling-v2-5-turbo', path: '/kling/v1/videos/text2video' };
const unmarked = { model: 'doubao-seedance-1-0-pro-250528', path: '/volc/v1/contents/generations/tasks' };

const filmOf = (model: string, prompt = 'a cat on a roof'): string =>
  workflow([['film', 'video', 'Film', { model, prompt }]], []);

/** Two films of one model from a list of prompts. */
const filmsOf = (model: string): string =>
  workflow(
    [
      ['lines', 'prompt', 'Lines', { text: 'fox\nhen' }],
      ['split', 'text-split', 'Split', {}],
      ['film', 'video', 'Film', { model }],
    ],
    ['lines.text > split.text', 'split.texts > film.prompt'],
  );

const lostAfter = (path: string) =>
  ({ kind: 'created-then-status', status: 524, match: { method: 'POST', path }, times: 1 }) as const;
const lostBefore = (path: string) =>
  ({ kind: 'status', status: 504, match: { method: 'POST', path }, times: 1 }) as const;

function expectCode(ended: Ended, code: number): void {
  expect([ended.code, ended.signal], ended.stderr).toEqual([code, null]);
  checkMessages(ended);
}

const run = (): string => place.runs().at(-1) ?? '';
const start = (text: string): Promise<Ended> => place.run(['run', place.write('w.patchbay', text)]);
const answer = (node: string, choice: string): Promise<Ended> => place.run(['answer', run(), node, choice]);

async function newest(): Promise<string> {
  const rows = JSON.parse((await place.run(['tasks', '--json'])).stdout) as { id: string }[];
  return rows[0]?.id ?? '';
}

/** Collects until the task has ended. */
async function collect(id: string, ...args: string[]): Promise<Ended> {
  for (;;) {
    const ended = await place.run(['collect', id, ...args]);
    if (ended.code !== 3) return ended;
  }
}

async function states(): Promise<unknown[]> {
  const rows = JSON.parse((await place.run(['tasks', '--json'])).stdout) as { state: string }[];
  return rows.map(({ state }) => state);
}

/** The ids that are offered in the last message. */
const offered = (ended: Ended): string[] =>
  [...ended.stderr.matchAll(/^ {4}(\S+) {3}/gm)]
    .map(([, id = '']) => id)
    .filter((id, at, all) => all.indexOf(id) === at);

// Each case is up to ten processes one after another, which a busy machine starts slowly.
describe('looking for a task whose creation got no answer', { timeout: 120_000 }, () => {
  it('finds the one with the mark of the attempt, and waits for it', async () => {
    await practice.addFaults(lostAfter(marked.path));
    const lost = await start(filmOf(marked.model));
    expectCode(lost, 4);
    expect(lost.stderr).toMatch(/may have been billed.*look\|send-again\|give-up/);
    const looked = await answer('Film', 'look');
    expectCode(looked, 0);
    expect(looked.stdout).toMatch(/\.mp4\n$/);
    expect(await bought(practice)).toBe(1);
    expect(await states()).toEqual(['delivered']);
  });

  it('finds each of two by its own mark, though they are alike and made at the same time', async () => {
    await practice.addFaults({ ...lostAfter(marked.path), times: 2 });
    expectCode(await start(filmsOf(marked.model)), 4);
    expectCode(await answer('Film/2', 'look'), 4);
    const looked = await answer('Film/1', 'look');
    expectCode(looked, 0);
    expect(new Set(looked.stdout.trim().split('\n')).size).toBe(2);
    expect(await bought(practice)).toBe(2);
    expect(await states()).toEqual(['delivered', 'delivered']);
  });

  it('says so when there is none; then it may be sent again', async () => {
    await practice.addFaults(lostBefore(marked.path));
    expectCode(await start(filmOf(marked.model)), 4);
    const looked = await answer('Film', 'look');
    expectCode(looked, 4);
    expect(looked.stderr).toMatch(/lists no task that could be this one.*may have been billed/);
    expect(offered(looked)).toEqual([]);
    expectCode(await answer('Film', 'send-again'), 0);
    expect(await bought(practice)).toBe(1);
    expect(await states()).toEqual(['delivered', 'resent']);
  });

  it('asks which one where only time and model tell, and takes the one that is chosen', async () => {
    await practice.addFaults({ ...lostAfter(unmarked.path), times: 2 });
    expectCode(await start(filmsOf(unmarked.model)), 4);
    const looked = await answer('Film/1', 'look');
    expectCode(looked, 4);
    expect(looked.stderr).toMatch(/has 2 tasks of that time that may be this one/);
    const ids = offered(looked);
    expect(ids).toHaveLength(2);
    const [first = '', second = ''] = ids;
    expectCode(await answer('Film/1', 'nonsense'), 2);
    expectCode(await answer('Film/1', first), 4);
    // The one that is taken is not offered to the other, and cannot be given to it.
    const other = await answer('Film/2', 'look');
    expect(other.stderr).toMatch(/has one task of that time/);
    expect(offered(other)).toEqual([second]);
    const chosen = await answer('Film/2', second);
    expectCode(chosen, 0);
    expect(await bought(practice)).toBe(2);
    expect(await states()).toEqual(['delivered', 'delivered']);
  });

  it('does not take the task of another request that was answered', async () => {
    expectCode(await start(filmOf(unmarked.model, 'a fox')), 0);
    await practice.addFaults(lostBefore(unmarked.path));
    expectCode(await start(filmOf(unmarked.model, 'a hen')), 4);
    const looked = await answer('Film', 'look');
    expectCode(looked, 4);
    expect(looked.stderr).toMatch(/lists no task that could be this one/);
    expect(await bought(practice)).toBe(1);
  });

  it('is asked about again when the gateway cannot be asked', async () => {
    await practice.addFaults(lostAfter(marked.path), {
      kind: 'status',
      status: 503,
      match: { method: 'GET', path: marked.path },
      times: 1,
    });
    expectCode(await start(filmOf(marked.model)), 4);
    const looked = await answer('Film', 'look');
    expectCode(looked, 4);
    expect(looked.stderr).toMatch(/could not be asked: .*may have been billed/);
    expectCode(await answer('Film', 'look'), 0);
    expect(await bought(practice)).toBe(1);
  });

  it('is not offered where the gateway has no list', async () => {
    await practice.addFaults(lostAfter('/v1/video/create'));
    const lost = await start(filmOf('sora-2'));
    expectCode(lost, 4);
    expect(lost.stderr).toMatch(/film send-again\|give-up/);
  });

  it('is there for a request whose run is gone, by its mark or by choice, and forgets nothing', async () => {
    await practice.addFaults(lostAfter(marked.path), lostAfter(unmarked.path));
    expectCode(await start(filmOf(marked.model)), 4);
    const asked = await place.run(['collect', await newest()]);
    expectCode(asked, 2);
    expect(asked.stderr).toMatch(/is ambiguous; there is nothing to collect/);
    rmSync(path.join(place.home, 'runs'), { recursive: true });
    const found = await collect(await newest());
    expectCode(found, 0);
    expect(found.stdout).toMatch(/\.mp4\n$/);
    expectCode(await start(filmOf(unmarked.model)), 4);
    rmSync(path.join(place.home, 'runs'), { recursive: true });
    const open = await place.run(['collect', await newest()]);
    expectCode(open, 4);
    const [, task = ''] = /collect \S+ --as (\S+)/.exec(open.stderr) ?? [];
    const chosen = await collect(await newest(), '--as', task);
    expectCode(chosen, 0);
    expect(await bought(practice)).toBe(2);
    expect(await states()).toEqual(['delivered', 'delivered']);
  });
});
