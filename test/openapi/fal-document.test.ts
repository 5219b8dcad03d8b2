import { describe, expect, it } from 'vitest';
import { readApi } from '#electron/openapi/review';
import { falModel, publishedByFal } from './support/fal.ts';

describe('a document that fal publishes of a model', () => {
  it('gives a node that waits for the result where the gateway has it, and takes the video of it', () => {
    const api = readApi(JSON.stringify(publishedByFal()), 'fal.json', new Map());
    expect(api.review.operations.map(({ key }) => key)).toEqual([
      `POST /fal-ai/${falModel}`,
      'GET /fal-ai/auto/requests/{request_id}',
    ]);
    const [operation] = api.review.operations;
    expect(operation).toMatchObject({
      task: { query: 'GET /fal-ai/auto/requests/{request_id}' },
      result: { kind: 'video', paths: ['video.url'] },
    });
    const [recipe] = api.recipes([{ key: operation?.key ?? '', task: true }]);
    expect(recipe?.task?.query.path).toBe('/fal-ai/auto/requests/{id}');
    expect(recipe?.task?.id).toContain('request_id');
    expect(recipe?.params?.['duration']).toMatchObject({ type: 'choice' });
  });
});
