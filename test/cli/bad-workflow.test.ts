import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { checkMessages, type Ended, type Place, talk, workflow } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

/** One sentence on stderr with these words, this code, no data, no trace, and nothing that the gateway has seen. */
function expectRefusal(ended: Ended, code: number, ...words: readonly (string | RegExp)[]): void {
  expect(ended).toMatchObject({ code, signal: null, stdout: '' });
  checkMessages(ended);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  for (const word of words) expect(ended.stderr).toMatch(word);
}

async function nothingSent(): Promise<void> {
  expect((await practice.log()).requests).toEqual([]);
}

const photo = (ref: unknown): string =>
  workflow(
    [
      ['photo', 'file', 'Photo', { file: ref }],
      ['film', 'video', 'Film', { prompt: 'a cat' }],
    ],
    ['photo.file > film.images'],
  );

describe('a file that is no workflow', () => {
  const cases: readonly (readonly [string, string | Uint8Array, ...(string | RegExp)[]])[] = [
    ['broken JSON', '{\n  "format": "patchbay.workflow",\n  "nodes": [,]\n}\n', /w\.patchbay:3:13: .*Repair/],
    ['an empty file', '', /w\.patchbay:1:1/],
    [
      'JSON of another program',
      '{"last_node_id": 9, "nodes": [{"id": 3, "type": "KSampler"}], "links": []}',
      /no Patchbay workflow.*Open/,
    ],
    ['no object', '[]', /no Patchbay workflow/],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), /not UTF-8/],
    [
      'a workflow with a part missing',
      '{"format":"patchbay.workflow","version":1,"nodes":[]}',
      /w\.patchbay, field "edges": .*damaged/,
    ],
  ];
  for (const [what, content, ...words] of cases) {
    it(`${what}: says where it is wrong`, async () => {
      const file = place.write('w.patchbay', content);
      const commands = what === 'broken JSON' ? ['run', 'plan', 'validate'] : ['run'];
      const all = await Promise.all(commands.map((command) => place.run([command, file])));
      for (const ended of all) expectRefusal(ended, 2, ...words);
      await nothingSent();
    });
  }

  it('is missing, or is a folder', async () => {
    expectRefusal(await place.run(['run', 'none.patchbay']), 2, /There is no file none\.patchbay\. Check/);
    expectRefusal(await place.run(['run', '.']), 2, /is not a file/);
  });
});

describe('a workflow that cannot run', () => {
  const cases: readonly (readonly [string, string, ...RegExp[]])[] = [
    [
      'a cycle',
      workflow(
        [
          ['a', 'text-join', 'First'],
          ['b', 'text-join', 'Second'],
        ],
        ['a.text > b.texts', 'b.text > a.texts'],
      ),
      /First → Second → First.*Remove/,
    ],
    ['an unknown node type', workflow([['h', 'hologram', 'Holo']]), /node "h", field "type": .*"hologram"/],
    [
      'a wrong type in a param',
      workflow([['f', 'video', 'Film', { prompt: 'a cat', duration: 'long' }]]),
      /node "f", field "duration": .*10, 15/,
    ],
    [
      'a model that nobody knows how to call',
      workflow([['f', 'video', 'Film', { prompt: 'a cat', model: 'dream-9' }]]),
      /node "f", field "model": .*"dream-9".*Choose a model such as/,
    ],
    ['a missing media file', photo({ path: 'no.png' }), /node "photo", field "file": .*There is no file no\.png/],
    [
      'a file outside the folder',
      photo({ path: '../cat.png' }),
      /node "photo", field "file": .*leads out of the folder/,
    ],
    ['a file by its absolute path', photo({ path: '/etc/hostname' }), /field "file": .*is an absolute path/],
    ['a file behind a link', photo({ path: 'link.png' }), /field "file": .*is a link/],
    ['a file in a folder behind a link', photo({ path: 'folder/w.patchbay' }), /field "file": .*is a link/],
    [
      'an input without a value',
      workflow(
        [
          ['i', 'input', 'Topic'],
          ['c', 'chat', 'Talk'],
        ],
        ['i.value > c.prompt'],
      ),
      /node "i", field "default": .*--input "Topic=…"/,
    ],
    [
      'an input of a file outside the folder',
      workflow(
        [
          ['i', 'input', 'Pic', { type: 'image', default: { path: '../x.png' } }],
          ['f', 'video', 'Film', { prompt: 'a' }],
        ],
        ['i.value > f.images'],
      ),
      /node "i", field "default": .*leads out of the folder/,
    ],
    [
      'an input of another type than its value',
      workflow(
        [
          ['i', 'input', 'Count', { type: 'number', default: 'many' }],
          ['c', 'chat', 'Talk'],
        ],
        ['i.value > c.prompt'],
      ),
      /node "i", field "default": /,
    ],
    [
      'an input that nobody wired',
      workflow([['c', 'chat', 'Talk']]),
      /node "c", field "prompt": "Talk" needs its input/,
    ],
  ];
  for (const [what, text, ...words] of cases) {
    it(`${what}: said with its node before anything is sent`, async () => {
      symlinkSync('w.patchbay', path.join(place.folder, 'link.png'));
      symlinkSync('.', path.join(place.folder, 'folder'));
      const file = place.write('w.patchbay', text);
      const [run, validate] = await Promise.all([place.run(['run', file]), place.run(['validate', file, '--json'])]);
      expectRefusal(run, 2, ...words);
      expect(validate.code).toBe(2);
      expect(JSON.parse(validate.stdout)).toMatchObject({ valid: false });
      await nothingSent();
      expect(place.runs()).toEqual([]);
    });
  }

  it('says all faults when there are several, one a line', async () => {
    const file = place.write(
      'w.patchbay',
      workflow([
        ['a', 'chat', 'A'],
        ['b', 'chat', 'B'],
      ]),
    );
    const ended = await place.run(['run', file]);
    checkMessages(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(3);
    expect(ended.stderr).toMatch(/it has 2 faults/);
  });

  it('opens a newer version, and says so', async () => {
    const file = place.write('w.patchbay', talk.replace('"version":1,"id":"wf_test"', '"version":2,"id":"wf_test"'));
    const ended = await place.run(['validate', file]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/newer version of Patchbay.*Update/);
  });
});
