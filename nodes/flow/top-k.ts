import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { listOf, single } from '#core/value/type';
import type { Json } from '#core/value/value';

interface Scored {
  readonly index: number;
  readonly score: number;
}

/** A ranking as a gateway gives it: objects with `index` and `relevance_score` (or `score`). */
function readRanking(ranking: Json): Scored[] {
  const rows = Array.isArray(ranking) ? ranking : [];
  return rows.flatMap((row): Scored[] => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
    const score = row['relevance_score'] ?? row['score'];
    return typeof row['index'] === 'number' && typeof score === 'number' ? [{ index: row['index'], score }] : [];
  });
}

export const node = defineNode({
  type: 'top-k',
  version: 1,
  family: 'flow',
  title: { en: 'Best of a list', zh: '取最佳' },
  summary: {
    en: 'Keeps the items with the best scores, the best one first.',
    zh: '按分数从高到低保留最好的几项。',
  },
  keywords: ['top', 'sort', 'rank', 'filter', 'rag', '排序', '筛选', '前几'],
  params: {
    count: { type: 'integer', default: 3, min: 1, label: { en: 'How many', zh: '数量' } },
    least: {
      type: 'number',
      label: { en: 'Least score', zh: '最低分' },
      help: { en: 'What has less is left out.', zh: '低于此分数的项会被舍去。' },
    },
  },
  inputs: {
    items: { type: 'list<any>', required: true, label: { en: 'Items', zh: '项目' } },
    scores: { type: 'list<number>', label: { en: 'Scores', zh: '分数' } },
    ranking: { type: 'json', label: { en: 'Ranking', zh: '排名' } },
  },
  outputs: {
    items: { type: 'list<any>', label: { en: 'Best items', zh: '最佳项目' } },
    scores: { type: 'list<number>', aside: true, label: { en: 'Their scores', zh: '对应分数' } },
  },
  outputTypes: ({ items }) => ({
    items: listOf(items?.base ?? 'any', Math.max(1, items?.depth ?? 1)),
    scores: listOf(single('number').base),
  }),
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      const { items, scores, ranking } = inputs;
      if (scores === undefined && ranking === undefined) {
        throw new AppError(
          'input.missing',
          { en: 'There are neither scores nor a ranking.', zh: '没有接入分数或排名。' },
          {
            hint: { en: 'Wire Similarity or Rerank to it.', zh: '请接入“相似度”或“重排序”的输出。' },
            place: { field: 'scores' },
          },
        );
      }
      const scored =
        scores === undefined ? readRanking(ranking ?? null) : scores.map((score, index): Scored => ({ index, score }));
      const best = scored
        .filter(({ index, score }) => index in items && score >= (params.least ?? Number.NEGATIVE_INFINITY))
        .sort((left, right) => right.score - left.score || left.index - right.index)
        .slice(0, params.count);
      return {
        items: best.flatMap(({ index }) => items.slice(index, index + 1)),
        scores: best.map(({ score }) => score),
      };
    },
  },
  example: {
    params: { count: 2 },
    inputs: { items: ['a cat', 'a dog', 'a fox'], scores: [0.2, 0.9, 0.5] },
    outputs: { items: ['a dog', 'a fox'], scores: [0.9, 0.5] },
  },
});
