import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Ended, type Place, startServer, talk } from '../../cli/support.ts';
import { boot, temporaryFolder } from './support/desktop.ts';

const typed = 'sk-typed-0123456789abcdefghij';
const own = 'sk-guest-0123456789abcdefghij';

interface Gateway {
  readonly url: string;
  /** The keys that it was shown. */
  readonly keys: string[];
  close(): Promise<void>;
}

/** Refuses everything and repeats the key in its answer, as some gateways do. */
async function startTalkative(): Promise<Gateway> {
  const keys: string[] = [];
  const server = await startServer((request, response) => {
    const key = String(request.headers.authorization ?? 'none').replace('Bearer ', '');
    keys.push(key);
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `Invalid token ${key}`, type: 'new_api_error', code: '' } }));
  });
  return { ...server, keys };
}

let mine: Gateway;
let other: Gateway;
let place: Place;
beforeEach(async () => {
  [mine, other] = await Promise.all([startTalkative(), startTalkative()]);
  place = createPlace();
});
afterEach(async () => {
  place.remove();
  await Promise.all([mine.close(), other.close()]);
});

const commands = (file: string): string[][] => [
  ['run', file, '--json'],
  ['models', '--json'],
  ['tasks', '--json'],
];

test('a command of a terminal that the window runs for it uses the key of the window, and is never shown it', async () => {
  const home = path.join(temporaryFolder(), 'home');
  const { page } = await boot({ home });
  await page().call('connection.save', { name: 'mine', baseUrl: mine.url, keyToUploadHost: true, key: typed });
  const file = place.write('w.patchbay', talk);
  const all: Ended[] = [];
  const run = async (args: string[], env: Record<string, string>): Promise<void> => {
    all.push(await place.run(args, { PATCHBAY_HOME: home, ...env }));
  };
  // Named, and by the same address with a key of the terminal's own. Another address gets that, or none.
  const mineToo = { PATCHBAY_BASE_URL: mine.url, PATCHBAY_API_KEY: own };
  const elsewhere = { PATCHBAY_BASE_URL: other.url, PATCHBAY_API_KEY: own };
  await Promise.all([
    run(['run', file, '--connection', 'mine'], {}),
    ...commands(file).flatMap((args) => [run(args, mineToo), run(args, elsewhere)]),
    run(['run', file], { PATCHBAY_BASE_URL: other.url }),
  ]);
  expect(new Set(mine.keys)).toEqual(new Set([typed]));
  expect(other.keys).toContain(own);
  expect(other.keys).not.toContain(typed);
  for (const { stdout, stderr } of all) expect(stdout + stderr).not.toContain(typed);
  expect(all.map(({ stderr }) => stderr).join('')).toMatch(/key/i);
}, 60_000);
