import { describe, expect, it } from 'vitest';
import { node as topK } from '#nodes/flow/top-k';
import { node as workflowFunction } from '#nodes/flow/workflow-function';
import { node as similarity } from '#nodes/text/similarity';
import { compute } from './support/compute.ts';

describe('similarity', () => {
  const scores = async (query: number[][], vectors: number[][]) =>
    (await compute(similarity, { inputs: { query, vectors } }))['scores'];

  it('does not depend on lengths; of several that are looked for the closest counts', async () => {
    expect(
      await scores(
        [[3, 0]],
        [
          [0.5, 0],
          [2, 2],
          [0, 0],
        ],
      ),
    ).toEqual([1, expect.closeTo(Math.SQRT1_2), 0]);
    expect(
      await scores(
        [
          [1, 0],
          [0, 1],
        ],
        [[0, 5]],
      ),
    ).toEqual([1]);
  });

  it('says what is no vector, and what cannot be compared', async () => {
    await expect(scores([[1, 0]], [[1, 0, 0]])).rejects.toMatchObject({ info: { code: 'input.invalid' } });
    const words = async () => compute(similarity, { inputs: { query: [[1]], vectors: ['a cat'] } });
    await expect(words()).rejects.toMatchObject({ info: { place: { field: 'vectors' } } });
  });
});

describe('the best of a list', () => {
  const items = ['a', 'b', 'c'];

  it('takes scores or a ranking, the best first, equal ones in their order', async () => {
    const best = async (inputs: object, params: object = {}) =>
      (await compute(topK, { inputs: { items, ...inputs }, params: { ...params } }))['items'];
    expect(await best({ scores: [1, 2, 2] })).toEqual(['b', 'c', 'a']);
    expect(await best({ scores: [1, 2, 2] }, { count: 1 })).toEqual(['b']);
    expect(await best({ scores: [0.1, 0.9, 0.5] }, { least: 0.5 })).toEqual(['b', 'c']);
    const ranking = [{ index: 2, relevance_score: 0.4 }, { index: 0, score: 0.9 }, { index: 7, score: 1 }, 'x'];
    expect(await best({ ranking })).toEqual(['a', 'c']);
    await expect(best({})).rejects.toMatchObject({ info: { code: 'input.missing' } });
  });
});

describe('a workflow as a function', () => {
  it('has the inputs of the workflow as its arguments; those without a default must be given', async () => {
    const { tool } = await compute(workflowFunction, { params: { file: 'tools/the weather.patchbay' } });
    expect(tool).toMatchObject({
      name: 'the-weather',
      description: 'The weather of a city',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' }, days: { type: 'array', items: { type: 'number' } } },
        required: ['city'],
      },
      answer: { kind: 'workflow' },
    });
    await expect(compute(workflowFunction, { params: { file: ' ' } })).rejects.toMatchObject({
      info: { place: { field: 'file' } },
    });
  });
});
