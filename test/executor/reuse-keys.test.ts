import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PreparedCall } from '#core/gateway/contract';
import { canonicalJson } from '#core/value/canonical';
import { callKeys } from '#electron/executor/key';

const artifact = `sha256:${'a'.repeat(64)}` as const;

function keysOf(
  call: Pick<PreparedCall, 'params' | 'inputs'>,
  item: number[] = [],
  path: string[] = [],
  variation = 0,
) {
  return callKeys({
    nodeType: 'image',
    nodeVersion: 1,
    connection: { name: 'work', baseUrl: 'https://gateway.example', uploadUrl: undefined, practice: false },
    call: { ...call, recipeDigest: 'd'.repeat(64) } as PreparedCall,
    variation,
    node: 'n1',
    path,
    item,
  });
}

// What stands here stands in the ledgers and indexes of people's homes: another key buys what they have paid for again.
it('names requests as homes of earlier versions have them', () => {
  const plain = keysOf({
    params: { model: 'gpt-image-1.5-all', size: '1024x1536', n: 1 },
    inputs: { prompt: 'a cat' },
  });
  expect([plain.key, plain.purchase()]).toEqual([
    'c61e80ca65aa3afe3bfdcb5c8e1fd3d0970b7c6e85b16113ce4198225f886213',
    '34a6eea6da4b8fedcbce301ac9738655fac46d2dd21d88ccb53eb898a8b2fb07',
  ]);
  const image = { kind: 'image', artifact, url: 'https://a.example/1.png', mime: 'image/png', bytes: 7 } as const;
  const odd = keysOf(
    {
      params: { z: null, a: [1.5, { b: true, a: '“\u2028\n' }], '10': 'ten', '9': 'nine', ü: -0 },
      inputs: { prompt: 'a "cat"\ud800', images: [image, [image]], skip: undefined, extra: { at: image, list: [] } },
    },
    [0, 12],
    ['outer', 'inner'],
    3,
  );
  expect([odd.key, odd.purchase()]).toEqual([
    'b67bc6c4e8397097e0ef20320c90f7f89290ff742c948a3e7235b3012fe0d464',
    '0066f62934dddfa32ea631aa3a6aca89b156c8353ebd5cb74049caed1abcb0e4',
  ]);
});

it('takes a new link to the same file for the same input, and a link without content by its address', () => {
  const file = (url: string) => ({ kind: 'image', artifact, url, mime: 'image/png' }) as const;
  const link = (url: string) => ({ kind: 'image', url, mime: '' }) as const;
  const key = (value: unknown) => keysOf({ params: {}, inputs: { images: [value] } as PreparedCall['inputs'] }).key;
  expect(key(file('https://a.example/1'))).toBe(key(file('https://b.example/2')));
  expect(key(link('https://a.example/1'))).not.toBe(key(link('https://b.example/2')));
});

/** The rule in its plainest form. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${plainly(field)}`).join(',')}}`;
}

it('writes any value as the rule has it: keys in the order of their characters, texts as JSON has them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 5 });
  const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(text, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(fc.property(tree, (value) => void expect(canonicalJson(value)).toBe(plainly(value))));
});
