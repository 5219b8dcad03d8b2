import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { expectOutcome } from './expect.ts';
import type { Quirk } from './quirk.ts';
import { envelopes, statuses } from './quirks-answers.ts';
import { clients } from './quirks-clients.ts';
import { finders, rules, statusWords } from './quirks-tasks.ts';
import { createWorld, type World } from './world.ts';

let practice: PracticeProcess;
let world: World | undefined;

beforeAll(async () => {
  practice = await startPracticeProcess('--port', '0', '--task-ms', '1', '--word-ms', '0');
});
afterAll(() => practice.stop());
beforeEach(() => practice.reset());
afterEach(() => world?.close());

const quirks: readonly Quirk[] = [...envelopes, ...statuses, ...statusWords, ...finders, ...rules, ...clients];

/** Every entry of the sections on errors, statuses, normalisation and quirks of the protocol notes. */
const numbers = (section: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${section}/${index + 1}`);
const entries = [
  ...numbers('1.2', 9),
  ...['400', '401', '403', '404', '200+html', '413', '429', '500', '501', '503', '5xx', 'no Retry-After'].map(
    (status) => `1.3/${status}`,
  ),
  ...['queued and running', 'needs input', 'ok', 'failed', 'cancelled', 'unrecognised'].map((word) => `15.1/${word}`),
  ...['task id', 'progress', 'video url', 'image', 'failure'].map((what) => `15.2/${what}`),
  ...['poll interval', 'poll cap', 'failed poll', 'no blind POST', 'raw answer kept', 'download retried'].map(
    (rule) => `15.3/${rule}`,
  ),
  ...['download resumed', 'magic bytes', 'key stays home'].map((rule) => `15.3/${rule}`),
  ...numbers('18', 20),
];

it('has a row for every entry, and no row without one', () => {
  expect([...new Set(quirks.map(({ id }) => id))].sort()).toEqual([...entries].sort());
});

describe.each(quirks.map((quirk): [string, string, Quirk] => [quirk.id, quirk.what, quirk]))('%s', (_, what, quirk) => {
  it(what, async () => {
    world = createWorld(practice, quirk.world);
    await practice.addFaults(...quirk.faults);
    const ended = await world.run(quirk.nodes, quirk.wires, quirk.options);
    await expectOutcome(ended, quirk.outcome, practice);
    await quirk.check?.(ended, world, practice);
  });
});
