import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppError } from '#core/errors';
import { openApp } from '#electron/host/app/app';
import { ownHome } from '#electron/host/owner/own-home';
import { type Home, openHome } from '#electron/store/home';
import { beatLife, beatPause, createOwnerMark } from '#electron/store/owner-record';
import { createPlace, type Place } from '../cli/support.ts';

let home: Home;
beforeEach(() => {
  home = openHome(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-other-')));
});
afterEach(() => {
  vi.useRealTimers();
  fs.rmSync(home.directory, { recursive: true });
});

const laptop = { id: 'laptop-id', name: 'laptop' };
const desk = { id: 'desk-id', name: 'desk' };
const refuse = (error: AppError): never => {
  throw error;
};
const own = (machine: typeof laptop, onOther: (error: AppError) => void = refuse) =>
  ownHome({ home, kind: 'terminal', execute: async () => undefined, onOther, mark: createOwnerMark(home, machine) });
const leave = async (owned: Awaited<ReturnType<typeof own>>): Promise<void> => owned?.leave(async () => undefined);

it('a home that an owner on another machine is working in is not taken, and it is said what to do', async () => {
  createOwnerMark(home, laptop).beat();
  await expect(own(desk)).rejects.toMatchObject({
    code: 'home.busy',
    info: {
      message: expect.stringContaining('another computer ("laptop")'),
      hint: expect.stringMatching(/^Close it there.*5 minutes at most/),
    },
  });
  // Nothing is left that would keep the next one off.
  createOwnerMark(home, laptop).clear();
  await leave(await own(desk));
});

it('one that was closed, or has not shown itself for a while, keeps nobody off', async () => {
  const owned = await own(laptop);
  expect(JSON.parse(fs.readFileSync(path.join(home.directory, 'owner.json'), 'utf8'))).toMatchObject({
    name: 'laptop',
  });
  await leave(owned);
  expect(createOwnerMark(home, desk).other()).toBeUndefined();
  createOwnerMark(home, laptop, () => Date.now() - beatLife).beat();
  await leave(await own(desk));
});

it('its own record of before a crash keeps nobody off', async () => {
  createOwnerMark(home, desk).beat();
  await leave(await own(desk));
});

it.each(['owner.json', "owner (laptop's conflicted copy).json", 'owner.sync-conflict-1.json'])(
  'two that began at once, before the folder had synced, notice each other once it has (%s)',
  async (name) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const said: AppError[] = [];
    const owned = await own(desk, (error) => said.push(error));
    vi.advanceTimersByTime(beatPause);
    expect(said).toEqual([]);
    const elsewhere = openHome(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-other-')));
    createOwnerMark(elsewhere, laptop).beat();
    fs.renameSync(path.join(elsewhere.directory, 'owner.json'), path.join(home.directory, name));
    fs.rmSync(elsewhere.directory, { recursive: true });
    for (let beats = 0; beats < 3; beats += 1) vi.advanceTimersByTime(beatPause);
    expect(said.map(({ code, message }) => [code, message])).toEqual([
      ['home.busy', expect.stringContaining('another computer ("laptop")')],
    ]);
    // The other one gets to know it too.
    expect(createOwnerMark(home, laptop).other()).toMatchObject({ name: 'desk' });
    await leave(owned);
  },
);

it('while another machine works there too nothing is bought, until it has not been seen for a while', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  const owned = await own(desk, () => undefined);
  const app = openApp({}, home);
  owned?.serve({ app });
  createOwnerMark(home, laptop).beat();
  vi.advanceTimersByTime(beatPause);
  expect(app.buying.refusal()).toMatchObject({
    code: 'home.busy',
    info: { hint: expect.stringMatching(/nothing is bought here/) },
  });
  // This machine's record lies over the other one's now, which need not mean that the other one has gone.
  vi.advanceTimersByTime(beatPause);
  expect(app.buying.refusal()).toBeDefined();
  vi.advanceTimersByTime(beatLife);
  expect(app.buying.refusal()).toBeUndefined();
  await owned?.leave(() => app.close());
});

it('a terminal says it and does nothing', async () => {
  const place: Place = createPlace();
  try {
    createOwnerMark(openHome(place.home), laptop).beat();
    const ended = await place.run(['runs']);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(/another computer \("laptop"\) is working in this home folder\. Close it there/);
    createOwnerMark(openHome(place.home), laptop).clear();
    expect((await place.run(['runs'])).code).toBe(0);
  } finally {
    place.remove();
  }
});
