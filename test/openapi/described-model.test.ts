import { describe, expect, it } from 'vitest';
import { documentOfModel } from '#electron/openapi/described-model';
import { readApi } from '#electron/openapi/review';

/** As the service describes a model of the community, cut down. */
const described = {
  owner: 'someone',
  name: 'mover',
  description: 'Makes a still move',
  is_official: false,
  default_example: { output: 'https://replicate.delivery/pbxt/abc/out.mp4' },
  latest_version: {
    id: '5c7d5dc6',
    openapi_schema: {
      components: {
        schemas: {
          Input: {
            type: 'object',
            required: ['image'],
            properties: {
              image: { type: 'string', format: 'uri', title: 'Image', 'x-order': 0 },
              motion: { allOf: [{ $ref: '#/components/schemas/motion' }], default: 'slow', 'x-order': 1 },
              frames: { type: 'integer', minimum: 8, maximum: 64, default: 25, 'x-order': 2 },
            },
          },
          motion: { type: 'string', title: 'motion', enum: ['slow', 'fast'] },
          Output: { type: 'string', format: 'uri', title: 'Output' },
        },
      },
    },
  },
};

const recipeOf = (answer: unknown) => {
  const api = readApi(JSON.stringify(documentOfModel('someone/mover', answer)), 'someone mover.json', new Map());
  const run = api.review.operations.find((operation) => operation.charges);
  if (run === undefined) throw new Error('there is no operation');
  return { run, recipe: api.recipes([{ key: run.key, task: true }])[0] };
};

describe('a described model', () => {
  it('of the community runs by its version, with the fields and ranges of its schema', () => {
    const { recipe, run } = recipeOf(described);
    expect(run.key).toBe('POST /replicate/v1/predictions');
    expect(run.result?.kind).toBe('video');
    expect(run.task?.query).toBe('GET /replicate/v1/predictions/{id}');
    expect(recipe?.ports?.inputs?.['image']).toMatchObject({ type: 'image' });
    expect(recipe?.params?.['motion']).toMatchObject({
      type: 'choice',
      options: [{ value: 'slow' }, { value: 'fast' }],
    });
    expect(recipe?.params?.['frames']).toMatchObject({ type: 'integer', min: 8, max: 64 });
    expect(recipe?.params?.['version']).toMatchObject({ default: '5c7d5dc6' });
  });

  it('that is official runs by its name', () => {
    const { recipe, run } = recipeOf({ ...described, is_official: true });
    expect(run.key).toBe('POST /replicate/v1/models/someone/mover/predictions');
    expect(recipe?.params?.['version']).toBeUndefined();
  });

  it('is none when the answer has no schema', () => {
    for (const answer of [null, 'page', {}, { latest_version: null }, { latest_version: { openapi_schema: {} } }])
      expect(documentOfModel('a/b', answer)).toBeUndefined();
  });
});
