import { createServer, type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { film, jsonLines, type Place, talk, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** Fields of a JSON answer. */
async function costOf(run: string): Promise<Record<string, unknown>> {
  const shown = await place.run(['show', run, '--json']);
  return (JSON.parse(shown.stdout) as { cost: Record<string, unknown> }).cost;
}

const onlyRun = (): string => place.runs().at(-1) ?? '';

describe('what a run has cost', () => {
  it('is what was expected, and by how much the balance fell', async () => {
    const ended = await place.run(['run', place.write('w.patchbay', film)]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/Cost: \$0\.15 expected for one call; the balance fell by \$0\.15 meanwhile\.\n/);
    expect(await costOf(onlyRun())).toEqual({
      practice: false,
      calls: 1,
      expected: { from: 0.15, to: 0.15 },
      unknown: 0,
      byTokens: { from: 0, to: 0, calls: 0 },
      balance: { fell: expect.closeTo(0.15, 5), others: false },
    });
    const again = await place.run(['run', place.write('w.patchbay', film)]);
    expect(again.stderr).not.toMatch(/Cost/);
  });

  it('is told by the tokens where the answer counts them', async () => {
    const file = place.write('w.patchbay', talk);
    const ended = await place.run(['run', file, '--set', 'talk.stream=false']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(
      /Cost: .* expected for one call; \$0\.\d+ by the tokens of one call; the balance fell/,
    );
    const cost = await costOf(onlyRun());
    expect(cost['byTokens']).toMatchObject({ calls: 1 });
  });

  it('works without prices and without a balance: unknown stays unknown', async () => {
    await practice.addFaults(
      { kind: 'status', status: 404, body: '', match: { path: '/api/' } },
      { kind: 'status', status: 404, body: '', match: { path: '/v1/dashboard' } },
    );
    const planned = await place.run(['plan', place.write('w.patchbay', film)]);
    expect(planned.stdout).toMatch(/unknown/);
    expect(planned.stdout).toMatch(/\$0\.00 \+ 1 unknown/);
    const ended = await place.run(['run', place.write('w.patchbay', film)]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/Cost: one call of unknown price\.\n/);
  });

  it('a budget counts what earlier sessions of the run have submitted', async () => {
    const two = workflow(
      [
        ['a', 'video', 'One', { prompt: 'a cat' }],
        ['p', 'prompt', 'Next', { text: 'after {{one}}' }],
        ['b', 'video', 'Two', {}],
        ['t', 'chat', 'Talk', { prompt: 'hi' }],
      ],
      ['t.text > p.one', 'p.text > b.prompt'],
    );
    await practice.addFaults({ kind: 'task-status', words: 'processing' });
    await practice.addFaults({ kind: 'reset-before-answer', match: { path: '/v1/chat' }, times: 1 });
    const first = await place.run(['run', place.write('w.patchbay', two), '--budget', '0.29', '--wait', '1']);
    expect(first.code, first.stderr).toBe(4);
    // The film at the gateway and the chat without an answer are counted; the second film is one too many.
    const second = await place.run(['answer', onlyRun(), 'Talk', 'send-again', '--wait', '1']);
    expect(second.stderr).toMatch(
      /failed Two: This call may cost up to \$0\.15; of the budget of \$0\.29, \$0\.\d+ is left/,
    );
    const byPath = (await practice.log()).created.byPath;
    expect(byPath['/v1/video/create']).toBe(1);
  });

  it('is a range while the group of the key is not known', async () => {
    const server = createServer((incoming, outgoing) => {
      const relayed = request(practice.url + (incoming.url ?? ''), {
        method: incoming.method,
        headers: incoming.headers,
      });
      relayed.on('response', (answer: IncomingMessage) => {
        if (incoming.url !== '/api/pricing') {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
          return;
        }
        answer.resume();
        const body = JSON.stringify({
          success: true,
          data: [{ model_name: 'sora-2', quota_type: 1, model_price: 0.1, enable_groups: ['default', 'vip'] }],
          group_ratio: { default: 1, vip: 2.5, other: 9 },
          usable_group: { default: 'x', vip: 'y' },
        });
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(body);
      });
      incoming.pipe(relayed);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as { port: number };
      const file = place.write('w.patchbay', film);
      const planned = await place.run(['plan', file, '--json'], { PATCHBAY_BASE_URL: `http://127.0.0.1:${port}` });
      expect(JSON.parse(planned.stdout)).toMatchObject({ price: { from: 0.1, to: 0.25 }, unknownPrices: 0 });
      const run = await place.run(['run', file, '--json', '--budget', '0.2'], {
        PATCHBAY_BASE_URL: `http://127.0.0.1:${port}`,
      });
      expect(run.code).toBe(1);
      expect(jsonLines(run.stdout).some((line) => JSON.stringify(line).includes('budget.exceeded'))).toBe(true);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
