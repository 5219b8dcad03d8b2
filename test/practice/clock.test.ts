import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../electron/practice/clock.ts';
import { type PracticeServer, startPractice } from '../../electron/practice/server.ts';
import type { Json } from './support/poll.ts';

let now = 1_800_000_000_000;
const clock: Clock = {
  now: () => now,
  sleep: async (ms) => {
    now += ms;
  },
};
let server: PracticeServer;

beforeEach(async () => {
  server = await startPractice({ clock, taskMs: 60_000, latencyMs: 100 });
});
afterEach(() => server.close());

const json = async (path: string, body?: Json): Promise<Json> => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(server.url + path, body ? post : {})).json()) as Json;
};

describe("time comes from the gateway's clock alone", () => {
  it('a task takes its minute without anyone waiting for it', async () => {
    const { id } = await json('/v1/video/create', { model: 'sora-2', prompt: 'a hill' });
    const query = () => json(`/v1/video/query?id=${encodeURIComponent(String(id))}`);
    expect(await query()).toMatchObject({ status: 'pending', progress: 0 });
    now += 30_000;
    expect(await query()).toMatchObject({ status: 'processing', progress: 50 });
    now += 30_000;
    let last = await query();
    while (last['status'] === 'processing') last = await query();
    expect(last).toMatchObject({ status: 'completed', progress: 100 });
  });

  it('the wait before an answer, too', async () => {
    const before = now;
    await json('/v1/models');
    expect(now - before).toBe(100);
  });
});

describe('the same seed', () => {
  it('gives the same words and pictures in another server; another seed gives others', async () => {
    const other = await startPractice({ seed: 1 });
    const twin = await startPractice({});
    try {
      const picture = async (url: string) => {
        const body = JSON.stringify({ model: 'gpt-image-1-all', prompt: 'a hill' });
        const answer = await fetch(`${url}/v1/images/generations`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const { data } = (await answer.json()) as { data: { url: string }[] };
        return new URL(data[0]?.url ?? '').pathname;
      };
      const first = await picture(server.url);
      expect(await picture(twin.url)).toBe(first);
      expect(await picture(other.url)).not.toBe(first);
    } finally {
      await Promise.all([other.close(), twin.close()]);
    }
  });
});
