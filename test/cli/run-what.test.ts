import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { pictureFile } from '../support/pictures.ts';
import { ownPlace } from './own-place.ts';
import { encodePng } from './png.ts';
import { bought, jsonLines, type Place, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** Local nodes only: needs no gateway. */
const local = workflow(
  [
    ['a', 'prompt', 'Start', { text: 'one' }],
    ['j', 'text-join', 'Joined', { separator: '+' }],
    ['b', 'prompt', 'Other', { text: 'two' }],
    ['n', 'number', 'Count', { value: 3 }],
    ['same', 'prompt', 'Twin', { text: 'left' }],
    ['same2', 'prompt', 'Twin', { text: 'right' }],
  ],
  ['a.text > j.texts', 'b.text > j.texts'],
);

describe('--set', () => {
  const outputs = async (...args: string[]): Promise<unknown> => {
    const ended = await place.run(['run', place.write('w.patchbay', local), '--json', ...args], {
      PATCHBAY_BASE_URL: undefined,
    });
    expect(ended.code, ended.stderr).toBe(0);
    return jsonLines(ended.stdout).at(-1)?.['outputs'];
  };

  it('takes ids and unique titles, texts literally, other types as JSON, and files', async () => {
    place.write('words.txt', 'from a file\n');
    expect(await outputs()).toMatchObject({ Joined: 'one+two', Count: 3, 'Twin same': 'left', 'Twin same2': 'right' });
    expect(await outputs('--set', 'Start.text={"a": 1}', '--set', 'n.value=4.5')).toMatchObject({
      Joined: '{"a": 1}+two',
      Count: 4.5,
    });
    expect(await outputs('--set', 'a.text=@words.txt', '--set', 'b.text=@@home=x')).toMatchObject({
      Joined: 'from a file\n+@home=x',
    });
    expect(await outputs('--set', 'same.text=a=b.c', '--set', 'a.text=')).toMatchObject({ 'Twin same': 'a=b.c' });
    expect(readFileSync(path.join(place.folder, 'w.patchbay'), 'utf8')).toBe(local);
  });

  it('refuses a title that is there twice, and values that do not fit', async () => {
    place.write('w.patchbay', local);
    const cases: [string, RegExp][] = [
      ['Twin.text=x', /Several nodes have the title "Twin"\. Use an id: same, same2/],
      ['n.value=four', /"four" is not JSON/],
      ['n.value="4"', /must be a number/],
    ];
    for (const [set, words] of cases) {
      const ended = await place.run(['run', 'w.patchbay', '--set', set]);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(words);
    }
  });

  it('takes a file for a media param, from anywhere, and says once that a copy of it is made to fit', async () => {
    place.write('cat.png', encodePng(2400, 400));
    const text = workflow(
      [
        ['f', 'file', 'Photo'],
        ['v', 'video', 'Film', { model: 'wan2.5-i2v-preview', prompt: 'a cat' }],
      ],
      ['f.file > v.images'],
    );
    place.write('w.patchbay', text);
    const args = ['run', 'w.patchbay', '--set', 'Photo.file=@cat.png', '--allow-upload'];
    const ended = await place.run(args);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr.match(/a copy is converted for it/g)).toHaveLength(1);
    expect((await practice.log()).requests.filter((entry) => entry.host === 'upload')).toHaveLength(1);
    for (const [name, words] of [
      ['webp', /a copy is converted for it/],
      ['gif', /its first frame is converted for it/],
      ['bmp', /a copy is converted for it/],
    ] as const) {
      place.write(`photo.${name}`, pictureFile(name));
      const picture = workflow(
        [
          ['f', 'file', 'Photo'],
          ['i', 'image', 'Poster', { model: 'doubao-seededit-3-0-i2i-250628', prompt: 'at night' }],
        ],
        ['f.file > i.images'],
      );
      place.write('p.patchbay', picture);
      const made = await place.run(['run', 'p.patchbay', '--set', `Photo.file=@photo.${name}`]);
      expect(made.code, made.stderr).toBe(0);
      expect(made.stderr).toMatch(words);
    }
    expect((await place.run(['run', 'w.patchbay', '--set', 'Photo.file=cat.png'])).stderr).toMatch(/@path/);
    expect((await place.run(['run', 'w.patchbay', '--set', 'Photo.file=@no.png'])).stderr).toMatch(/There is no file/);
  });
});

describe('--input', () => {
  const text = workflow(
    [
      ['t', 'input', 'Topic', { default: 'cats' }],
      ['c', 'input', 'Counts', { name: 'counts', type: 'list<number>' }],
      ['p', 'prompt', 'Line', { text: 'about {{topic}}' }],
      ['o', 'output', '', { name: 'line' }],
      ['q', 'output', '', { name: 'numbers' }],
    ],
    ['t.value > p.topic', 'p.text > o.value', 'c.value > q.value'],
  );

  it('gives values to the inputs by name: text as it is, others as JSON or from a file', async () => {
    place.write('w.patchbay', text);
    place.write('topic.txt', 'owls');
    const run = (...args: string[]) => place.run(['run', 'w.patchbay', ...args], { PATCHBAY_BASE_URL: undefined });
    expect(await run('--input', 'counts=[1,2]')).toMatchObject({ code: 0, stdout: 'about cats\n1\n2\n' });
    const named = await run('--input', 'Topic=@topic.txt', '--input', 'counts=[3]');
    expect(named).toMatchObject({ code: 0, stdout: 'about owls\n3\n' });
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringMatching(/"counts" has no value.*--input/) });
    expect(await run('--input', 'counts=["x"]')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('--input', 'counts=many')).toMatchObject({ code: 2, stderr: expect.stringMatching(/not JSON/) });
    expect(place.runs()).toHaveLength(2);
  });
});

describe('parts of a workflow', () => {
  const chain = workflow(
    [
      ['p', 'prompt', 'Idea', { text: 'a cat' }],
      ['a', 'chat', 'First', {}],
      ['b', 'chat', 'Second', {}],
      ['c', 'chat', 'Third', {}],
      ['x', 'chat', 'Apart', { prompt: 'a dog' }],
    ],
    ['p.text > a.prompt', 'a.text > b.prompt', 'b.text > c.prompt'],
  );
  const run = async (...args: string[]): Promise<string> => {
    const ended = await place.run(['run', place.write('w.patchbay', chain), ...args]);
    expect(ended.code, ended.stderr).toBe(0);
    return ended.stderr;
  };

  it('--to runs what a node needs, --from what follows, --fresh again what was there', async () => {
    expect(await run('--to', 'First')).not.toMatch(/Second|Apart/);
    expect(await bought(practice)).toBe(1);
    const second = await run('--to', 'b');
    expect(second).toMatch(/reused First/);
    expect(await bought(practice)).toBe(2);
    const from = await run('--from', 'Second');
    expect(from).toMatch(/reused First\n/);
    expect(from).toMatch(/reused Second\n.*done Third/s);
    expect(from).not.toMatch(/Apart/);
    expect(await bought(practice)).toBe(3);
    await run();
    expect(await bought(practice)).toBe(4);
    await run('--from', 'Third', '--fresh');
    expect(await bought(practice)).toBe(5);
    await run('--fresh', '--to', 'Second');
    expect(await bought(practice)).toBe(7);
    await run();
    expect(await bought(practice)).toBe(7 + 0);
  });
});

describe('a selection', () => {
  const three = workflow(
    [
      ['a', 'chat', 'First', { prompt: 'a cat' }],
      ['b', 'chat', 'Second', {}],
      ['c', 'chat', 'Third', { prompt: 'a dog' }],
      ['d', 'chat', 'Fourth', { prompt: 'a hen' }],
    ],
    ['a.text > b.prompt'],
  );

  it('is these nodes and what they need; fresh, only they are made again', async () => {
    const file = place.write('w.patchbay', three);
    const planned = await place.run(['plan', file, '--only', 'Second', '--only', 'd']);
    expect(planned.stdout).toMatch(/3 run/);
    const ended = await place.run(['run', file, '--only', 'Second', '--only', 'd']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).not.toMatch(/Third/);
    expect(await bought(practice)).toBe(3);
    await place.run(['run', file, '--only', 'Second', '--fresh']);
    expect(await bought(practice)).toBe(4);
    expect((await place.run(['run', file, '--only', 'Fifth'])).code).toBe(2);
  });
});

describe('what another node has bought', () => {
  const asks = (id: string, prompt: string): string => workflow([[id, 'chat', `Talk of ${id}`, { prompt }]], [], 'W');

  it('is offered with its node, workflow and time, and taken only when somebody says so', async () => {
    const first = await place.run(['run', place.write('first.patchbay', asks('one', 'a cat'))]);
    const second = place.write('second.patchbay', asks('two', 'a cat'));
    const planned = await place.run(['plan', second]);
    expect(planned.stdout).toMatch(/run .*not made before/);
    const offer = /Talk of two: you already bought this: Talk of one in W at \S+, run \S+\. Take it with --take two\n/;
    expect(planned.stderr).toMatch(offer);
    const taking = await place.run(['plan', second, '--take', 'Talk of two']);
    expect(taking.stdout).toMatch(/reuse .*taken from Talk of one in W/);
    const taken = await place.run(['run', second, '--take', 'two']);
    expect(taken.code, taken.stderr).toBe(0);
    expect(taken.stdout).toBe(first.stdout);
    expect(await bought(practice)).toBe(1);
    // From now on it is this node's own, and another variation is another request.
    expect((await place.run(['plan', second])).stdout).toMatch(/reuse .*same request/);
    const other = place.write('third.patchbay', asks('three', 'a cat'));
    const bought3 = await place.run(['run', other]);
    expect(bought3.stderr).toMatch(/you already bought this/);
    expect(await bought(practice)).toBe(2);
  });

  it('is known again after the index is lost', async () => {
    await place.run(['run', place.write('first.patchbay', asks('one', 'a cat'))]);
    rmSync(path.join(place.home, 'index'), { recursive: true });
    const planned = await place.run(['plan', place.write('second.patchbay', asks('two', 'a cat'))]);
    expect(planned.stderr).toMatch(/you already bought this: Talk of one in W/);
  });

  it('says what has changed since the last time', async () => {
    const file = place.write('w.patchbay', asks('one', 'a cat'));
    await place.run(['run', file]);
    const planned = await place.run(['plan', file, '--set', 'one.prompt=a dog', '--set', 'one.temperature=0.5']);
    expect(planned.stdout).toMatch(/changed since run_\w+: prompt a cat → a dog, temperature \(nothing\) → 0\.5/);
  });
});
