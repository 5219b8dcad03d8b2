import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishedByFal } from '../openapi/support/fal.ts';
import { createPlace, fields, type Json, type Place, workflow } from './support.ts';

let place: Place;

beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

describe('a Replicate model by its name', () => {
  it('becomes a node with the form of its own schema, which waits for its prediction', async () => {
    const imported = await place.run(['import', 'replicate:minimax/video-01', '--practice', '--json']);
    expect(imported.code, imported.stderr).toBe(0);
    const answer = JSON.parse(imported.stdout) as Json;
    const [id] = fields(answer['imported'])['ids'] as string[];
    expect(answer['operations']).toMatchObject([
      {
        key: 'POST /replicate/v1/models/minimax/video-01/predictions',
        inputs: expect.arrayContaining(['prompt', 'first_frame_image']),
        params: expect.arrayContaining(['prompt_optimizer']),
        result: { kind: 'video' },
      },
    ]);

    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['idea', 'prompt', 'Idea', { text: 'a cat on a roof' }],
          ['film', 'api-operation', 'Film', { recipe: id, prompt_optimizer: true }],
          ['out', 'save', 'Out', {}],
        ],
        ['idea.text > film.prompt', 'film.result > out.value'],
      ),
    );
    const ended = await place.run(['run', file, '--practice', '--out', 'out']);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    const files = readdirSync(place.folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => !name.startsWith('home') && name.endsWith('.mp4'))).toHaveLength(1);
  });

  it('that is none, or that the gateway does not know, says what to do', async () => {
    const none = await place.run(['import', 'replicate:../secrets', '--practice']);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/owner\/name/);
    const unknown = await place.run(['import', 'replicate:nobody/nothing', '--practice']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).not.toMatch(/\bat .*\.js:\d/);
  });
});

describe('a document that fal publishes of a model', () => {
  it('becomes a node that runs', async () => {
    const document = place.write('fal.json', JSON.stringify(publishedByFal()));
    const imported = await place.run(['import', document, '--tasks', '--only', 'POST', '--json']);
    expect(imported.code, imported.stderr).toBe(0);
    const [id] = fields(fields(JSON.parse(imported.stdout))['imported'])['ids'] as string[];
    const file = place.write(
      'w.patchbay',
      workflow(
        [
          ['idea', 'prompt', 'Idea', { text: 'a cat on a roof' }],
          ['film', 'api-operation', 'Film', { recipe: id, duration: '5' }],
          ['out', 'save', 'Out', { folder: 'films' }],
        ],
        ['idea.text > film.prompt', 'film.result > out.value'],
      ),
    );
    const ended = await place.run(['run', file, '--practice']);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    expect(readdirSync(`${place.folder}/films`)).toEqual([expect.stringMatching(/\.mp4$/)]);
  });
});
