import { fileTypeFromBuffer } from 'file-type';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import type { NodeCall } from '#core/gateway/contract';
import { formFor } from '#core/recipe/pattern';
import type { MediaRule, Recipe } from '#core/recipe/schema';
import { tellsModel } from '#core/recipe/tells-model';
import type { Value } from '#core/value/value';
import { registry } from '../gateway/support/world.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';
import { type Links, make, publish, sample, sampleInputs } from './support/recipe-world.ts';

let practice: PracticeProcess;
let links: Links;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '30', '--word-ms', '0');
  links = await publish(practice);
});
afterAll(() => practice.stop());

/** What a call needs beside samples of its inputs. */
const needs: Readonly<Record<string, { params?: NodeCall['params']; inputs?: Record<string, Value> }>> = {
  'minimax/voice-design': { params: { voice_id: 'PracticeVoice1' } },
  'replicate/flux-multi': { inputs: { images: [sample('image'), sample('image')] } },
  'midjourney/blend': { inputs: { images: [sample('image'), sample('image')] } },
  'suno/music': { inputs: { prompt: 'A slow song' } },
  'ideogram/replace-background': { inputs: { prompt: 'A beach' } },
};

/** Recipes that begin with the result of another call have tests of their own. */
const follows = new Set([
  ...[
    'midjourney/action',
    'midjourney/change',
    'midjourney/window',
    'midjourney/modal',
    'midjourney/seed',
    'upload/image',
  ],
  ...['suno/extend', 'suno/cover', 'suno/infill', 'suno/persona', 'suno/concat', 'suno/wav'],
  ...['kling/video-extend', 'kling/lip-sync', 'luma/extend', 'sora/remix', 'minimax/voice-clone'],
]);

const calls = registry.recipes
  .filter(({ id }) => !follows.has(id))
  .flatMap((recipe) => recipe.nodes.map((type): [string, Recipe, string] => [`${recipe.id} (${type})`, recipe, type]));

const kinds: Readonly<Record<string, RegExp>> = {
  image: /^image\//,
  video: /^video\/mp4/,
  audio: /^audio\//,
};

function callOf(recipe: Recipe, type: string, withMedia: boolean): NodeCall {
  const model = recipe.models.find(({ retired }) => retired === undefined) ?? recipe.models[0];
  const need = needs[recipe.id] ?? {};
  const { select } = recipe;
  const way = select === undefined ? {} : { [select.param]: select.values.at(-1) };
  const chosen = { ...way, ...(model !== undefined && { model: model.id }) };
  const isTaken = registry.recipeFor(type, chosen)?.id === recipe.id;
  const params = {
    ...chosen,
    ...(!isTaken && { recipe: recipe.id }),
    ...shortest(recipe, model?.id),
    ...need.params,
  };
  const { inputs } = registry.portsOf(type, params);
  return {
    nodeType: type,
    params,
    inputs: { ...sampleInputs(inputs, withMedia ? rulesOf(recipe, model?.id) : {}), ...need.inputs },
  };
}

/** What the chosen model asks of files. */
function rulesOf(recipe: Recipe, model: string | undefined): Record<string, MediaRule> {
  const rules = Object.entries(recipe.media).map(([input, forms]) => [input, formFor(forms, model)] as const);
  return Object.fromEntries(rules.filter((entry): entry is [string, MediaRule] => entry[1] !== undefined));
}

/** The shortest film that the form offers, so that the tests do not make long ones. */
function shortest(recipe: Recipe, model: string | undefined): NodeCall['params'] {
  const duration = formFor(recipe.params['duration'], model);
  const options = duration?.type === 'choice' ? duration.options.map(({ value }) => value) : [];
  const [first] = [...options].sort((left, right) => Number.parseFloat(`${left}`) - Number.parseFloat(`${right}`));
  if (duration?.type === 'integer' && duration.min !== undefined) return { duration: duration.min };
  return first === undefined ? {} : { duration: first };
}

async function expectResults(recipe: Recipe, call: NodeCall): Promise<void> {
  const made = await make(practice, call, links);
  for (const [port, find] of Object.entries(recipe.outputs)) {
    if (find.as === 'media') {
      const bytes = made.media[port] ?? [];
      if (bytes.length === 0 && 'optional' in find && find.optional === true) continue;
      expect(bytes.length, port).toBeGreaterThan(0);
      for (const each of bytes) {
        const found = (await fileTypeFromBuffer(each))?.mime ?? '';
        const svg = Buffer.from(each).toString('utf8', 0, 200).includes('<svg') ? 'image/svg+xml' : found;
        expect(svg, port).toMatch(kinds[find.kind] ?? /./);
      }
    } else if (find.as !== 'link' && find.optional !== true) expect(made.texts[port], port).toBeDefined();
  }
}

const withFiles = calls.filter(([, recipe]) => Object.keys(recipe.media).length > 0);

describe('every recipe on the practice gateway', () => {
  it.each(calls)('%s makes what it promises from words, or says which file it needs', async (_name, recipe, type) => {
    const call = callOf(recipe, type, false);
    try {
      await expectResults(recipe, call);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(['input.missing', 'param.invalid']).toContain(error.code);
      expect(Object.keys(recipe.media)).toContain(error.info.place?.field);
    }
  });

  it('lists every model that a request of a recipe tells', async () => {
    const answer = await fetch(`${practice.url}/v1/models`, { headers: { authorization: 'Bearer sk-practice' } });
    const { data } = (await answer.json()) as { data: { id: string }[] };
    const known = new Set(data.map(({ id }) => id));
    const listed = registry.recipes
      .filter(tellsModel)
      .flatMap(({ models }) => models.filter(({ retired }) => retired === undefined));
    const missing = new Set(listed.map(({ id }) => id).filter((id) => !known.has(id)));
    expect([...missing].sort()).toEqual([]);
  });

  it.each(withFiles)('%s makes what it promises from files', async (_name, recipe, type) => {
    await expectResults(recipe, callOf(recipe, type, true));
  });
});
