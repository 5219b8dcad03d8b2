import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { bought, fields, jsonLines, type Place, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
  mkdirSync(path.join(place.folder, 'tools'));
  place.write('tools/weather.patchbay', weather);
});

/** A workflow that buys something itself. */
const weather = workflow(
  [
    ['i', 'input', '', { name: 'city' }],
    ['c', 'chat', 'Ask', { system: 'Reply in one sentence.' }],
    ['o', 'output', '', { name: 'report' }],
  ],
  ['i.value > c.prompt', 'c.text > o.value'],
  'Weather',
);
const asking = (params: Record<string, unknown> = {}): string =>
  workflow(
    [
      ['w', 'workflow-function', '', { file: 'tools/weather.patchbay' }],
      [
        'f',
        'function',
        '',
        {
          name: 'time',
          answer: 'It is noon in {{zone}}',
          parameters: { type: 'object', properties: { zone: { enum: ['CET'] } } },
        },
      ],
      ['c', 'chat', 'Talk', { prompt: 'Ask weather, then time, of Oslo', ...params }],
    ],
    ['w.tool > c.tools', 'f.tool > c.tools'],
  );
const claude = { dialect: 'claude', model: 'claude-haiku-4-5-20251001' };

const outputsOf = (stdout: string) => fields(fields(jsonLines(stdout).at(-1))['outputs']);

describe('a chat that calls functions', () => {
  it.each([
    ['in OpenAI’s way', {}],
    ['in Claude’s way', claude],
    ['in Gemini’s way', { dialect: 'gemini', model: 'gemini-2.5-flash' }],
  ])('%s has a workflow and a declared answer for it, each request paid once', async (_, params) => {
    const file = place.write('ask.patchbay', asking(params));
    const ended = await place.run(['run', file, '--json']);
    expect(ended.code).toBe(0);
    // Only the answer is given out, not what accompanies it.
    const outputs = outputsOf(ended.stdout);
    expect(Object.keys(outputs)).toEqual(['Talk']);
    expect(outputs['Talk']).toMatch(/The function said: .*Oslo.*The function said: .*It is noon in CET/);
    // Three requests of the chat, one of the workflow.
    expect(await bought(practice)).toBe(4);
    expect(place.runs()).toHaveLength(2);
    const again = await place.run(['run', file, '--json']);
    expect(outputsOf(again.stdout)).toEqual(outputs);
    expect(await bought(practice)).toBe(4);
  });

  it('is planned as one request at least and as all its turns at most; what a workflow answers stays unknown', async () => {
    const price = async (file: string): Promise<unknown> => {
      const plan = fields(JSON.parse((await place.run(['plan', file, '--json'])).stdout));
      return (plan['entries'] as Record<string, unknown>[]).find(({ node }) => node === 'c')?.['price'];
    };
    const alone = workflow([['c', 'chat', 'Talk', { prompt: 'Ask time of Oslo' }]]);
    const one = fields(await price(place.write('alone.patchbay', alone)));
    const declared = ['f', 'function', '', { name: 'time', answer: 'It is noon' }] as const;
    const chat = ['c', 'chat', 'Talk', { prompt: 'Ask time of Oslo', max_turns: 4 }] as const;
    const several = fields(await price(place.write('time.patchbay', workflow([declared, chat], ['f.tool > c.tools']))));
    expect(several).toEqual({ from: one['from'], to: Number(one['to']) * 4 });
    expect(await price(place.write('ask.patchbay', asking()))).toBe('unknown');
  });

  it('goes on after a kill between its requests and buys none of them twice', async () => {
    await practice.addFaults({ kind: 'stall', ms: 600_000, match: { path: '/v1/messages' }, after: 2, times: 1 });
    const file = place.write('ask.patchbay', asking(claude));
    const running = place.start(['run', file, '--json']);
    // Killed while the last of its three requests is under way: the first two and the workflow are paid for.
    while ((await bought(practice)) < 4) await new Promise((resolve) => setImmediate(resolve));
    running.child.kill('SIGKILL');
    await running.ended;
    const resumed = await place.run(['resume', '--json']);
    expect(resumed.code).toBe(4);
    expect(await bought(practice)).toBe(4);
    const run = place.runs()[0] ?? '';
    const answered = await place.run(['answer', run, 'Talk', 'send-again', '--json']);
    expect(answered.code).toBe(0);
    expect(outputsOf(answered.stdout)['Talk']).toMatch(/It is noon/);
    expect(await bought(practice)).toBe(5);
    expect(place.runs()).toHaveLength(2);
  });

  it('fails with what is wrong in its workflow', async () => {
    place.write('tools/weather.patchbay', weather.replace('"chat"', '"no-such-node"'));
    const file = place.write('ask.patchbay', asking());
    const ended = await place.run(['run', file, '--json']);
    expect(ended.code).not.toBe(0);
    expect(ended.stdout + ended.stderr).toMatch(/no-such-node/);
  });

  it('has no answer when its workflow is not there, and a function without an answer is refused before anything is paid', async () => {
    const missing = place.write('a.patchbay', asking().replace('tools/weather', 'tools/none'));
    expect((await place.run(['run', missing])).stderr).toMatch(/tools\/none/);
    const silent = workflow(
      [
        ['f', 'function', '', { name: 'time' }],
        ['c', 'chat', 'Talk', { prompt: 'x' }],
      ],
      ['f.tool > c.tools'],
    );
    const refused = await place.run(['run', place.write('b.patchbay', silent)]);
    expect(refused.stderr).toMatch(/"time" has no answer/);
    expect(await bought(practice)).toBe(0);
    const handed = silent.replace('"prompt":', '"calls_to": "hand-out", "prompt":');
    const ended = await place.run(['run', place.write('c.patchbay', handed), '--json']);
    expect(outputsOf(ended.stdout)['Talk calls']).toMatchObject([{ name: 'time' }]);
  });
});
