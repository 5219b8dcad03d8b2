import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import type { Json } from '#core/value/value';

/** The numbers of a vector. @throws AppError `input.invalid` when it is none */
function vectorOf(value: Json, field: string): readonly number[] {
  if (Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'number')) return value;
  throw new AppError(
    'input.invalid',
    { en: `What is wired to “${field}” is no vector.`, zh: `接入“${field}”的内容不是向量。` },
    {
      hint: { en: 'Wire the vectors of an Embed node to it.', zh: '请接入“文本嵌入”节点的向量。' },
      place: { field },
    },
  );
}

/** The cosine of the angle between two vectors: 1 the same direction, 0 nothing in common. */
function cosine(left: readonly number[], right: readonly number[]): number {
  if (left.length !== right.length) {
    throw new AppError(
      'input.invalid',
      {
        en: `A vector of ${left.length} numbers cannot be compared with one of ${right.length}.`,
        zh: `${left.length} 维向量无法与 ${right.length} 维向量比较。`,
      },
      {
        hint: { en: 'Embed both with the same model.', zh: '请用同一个模型生成两边的向量。' },
        place: { field: 'vectors' },
      },
    );
  }
  let [product, ofLeft, ofRight] = [0, 0, 0];
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    product += value * other;
    ofLeft += value * value;
    ofRight += other * other;
  }
  return ofLeft === 0 || ofRight === 0 ? 0 : product / Math.sqrt(ofLeft * ofRight);
}

export const node = defineNode({
  type: 'similarity',
  version: 1,
  family: 'text',
  title: { en: 'Similarity', zh: '相似度' },
  summary: {
    en: 'How close each vector is to the one that is looked for, from -1 to 1.',
    zh: '计算每个向量与查询向量的接近程度，范围 -1 到 1。',
  },
  keywords: ['cosine', 'vector', 'semantic', 'search', '余弦', '向量', '语义'],
  params: {},
  inputs: {
    query: { type: 'list<json>', required: true, label: { en: 'Looked for', zh: '查询向量' } },
    vectors: { type: 'list<json>', required: true, label: { en: 'Vectors', zh: '向量' } },
  },
  outputs: { scores: { type: 'list<number>', label: { en: 'Scores', zh: '分数' } } },
  work: {
    kind: 'compute',
    compute: ({ inputs }) => {
      const wanted = inputs.query.map((vector) => vectorOf(vector, 'query'));
      // Of several that are looked for, the closest counts.
      const scores = inputs.vectors.map((raw) => {
        const vector = vectorOf(raw, 'vectors');
        return wanted.reduce((best, each) => Math.max(best, cosine(each, vector)), -1);
      });
      return { scores };
    },
  },
  example: {
    inputs: {
      query: [[1, 0]],
      vectors: [
        [2, 0],
        [0, 1],
        [-1, 0],
      ],
    },
    outputs: { scores: [1, 0, -1] },
  },
});
