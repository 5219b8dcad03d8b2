import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download, type Json, pollUntil } from './support/poll.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '300');
});
afterAll(() => practice.stop());

interface Button {
  customId: string;
  label: string;
  emoji: string;
}

const submit = async (path: string, body: Json): Promise<Json> =>
  (await (await practice.post(path, body)).json()) as Json;
const finish = (id: unknown) =>
  pollUntil(practice, `/mj/task/${String(id)}/fetch`, ({ status }) => status === 'SUCCESS' || status === 'FAILURE');
const buttonOf = (task: Json, label: string) =>
  (task['buttons'] as Button[]).find((button) => button.label === label || button.emoji === label)?.customId;

describe('Midjourney', () => {
  it('imagines a grid of four in the ratio asked for, going through its states in order', async () => {
    const reply = await submit('/mj/submit/imagine', { prompt: 'a cat on a roof --ar 16:9 --v 6', state: 'mine' });
    expect(reply).toMatchObject({ code: 1, result: expect.stringMatching(/^\d{16}$/) });
    const { last, all } = await finish(reply['result']);
    const words = [...new Set(all.map((task) => task['status']))];
    const order = ['NOT_START', 'SUBMITTED', 'IN_PROGRESS', 'SUCCESS'];
    expect(words).toEqual(order.filter((word) => words.includes(word)));
    expect(words).toContain('IN_PROGRESS');
    for (const task of all) expect(task['progress']).toMatch(/^\d+%$/);
    expect(last).toMatchObject({ action: 'IMAGINE', progress: '100%', state: 'mine', failReason: '' });
    const picture = decode(await download(last['imageUrl']));
    expect(picture.width / picture.height).toBeCloseTo(16 / 9, 1);
    expect((last['buttons'] as Button[]).map((button) => button.label)).toEqual([
      'U1',
      'U2',
      'U3',
      'U4',
      '',
      'V1',
      'V2',
      'V3',
      'V4',
    ]);
  });

  it('picks, varies and rolls again by the buttons of a task', async () => {
    const { last: grid } = await finish((await submit('/mj/submit/imagine', { prompt: 'a fox' }))['result']);
    const press = async (task: Json, label: string) =>
      submit('/mj/submit/action', { taskId: task['id'], customId: buttonOf(task, label) });

    const { last: single } = await finish((await press(grid, 'U2'))['result']);
    expect(single['action']).toBe('UPSCALE');
    expect(decode(await download(single['imageUrl'])).width).toBe(1024);
    expect((single['buttons'] as Button[]).map((button) => button.label)).toContain('Custom Zoom');

    const { last: varied } = await finish((await press(grid, 'V1'))['result']);
    const { last: again } = await finish((await press(grid, '🔄'))['result']);
    expect([varied['action'], again['action']]).toEqual(['VARIATION', 'REROLL']);
    expect(new Set([grid, single, varied, again].map((task) => task['imageUrl'])).size).toBe(4);

    const zoom = await press(single, 'Custom Zoom');
    expect(zoom['code']).toBe(21);
    const waiting = (await (await practice.get(`/mj/task/${String(zoom['result'])}/fetch`)).json()) as Json;
    expect(waiting['status']).toBe('MODAL');
    const modal = await submit('/mj/submit/modal', { taskId: zoom['result'], prompt: 'a fox --zoom 2' });
    expect(modal).toMatchObject({ code: 1, result: zoom['result'] });
    expect((await finish(zoom['result'])).last).toMatchObject({ status: 'SUCCESS', prompt: 'a fox --zoom 2' });

    const foreign = await practice.post('/mj/submit/action', {
      taskId: grid['id'],
      customId: 'MJ::JOB::upsample::1::made-up',
    });
    expect(foreign.status).toBe(400);
    expect((await practice.log()).created).toMatchObject({ tasks: 6, jobs: 6 });
  });

  it('lists tasks by their ids, and takes the speed in the path', async () => {
    const one = await submit('/mj-fast/mj/submit/imagine', { prompt: 'one' });
    const two = await submit('/mj-relax/mj/submit/imagine', { prompt: 'two' });
    const answer = await practice.post('/mj/task/list-by-condition', { ids: [one['result'], '0', two['result']] });
    expect(((await answer.json()) as Json[]).map((task) => task['prompt'])).toEqual(['one', 'two']);
  });
});
