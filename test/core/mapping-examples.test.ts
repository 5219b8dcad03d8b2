import { describe, expect, it } from 'vitest';
import { assemble, type InputBinding, mapInputs, unavailable } from '#core/graph/mapping';
import { shapePaths } from '#core/run/state';
import { type BaseType, listOf, type PortType, single } from '#core/value/type';
import { gapPaths, hasGap, type MediaValue, type TypedValue, type Value, withoutGaps } from '#core/value/value';

const picture = (name: string): MediaValue => ({ kind: 'image', mime: 'image/png', url: `https://a.example/${name}` });
const [one, two, three, four] = ['1', '2', '3', '4'].map(picture) as [MediaValue, MediaValue, MediaValue, MediaValue];

const list = (base: BaseType, value: Value, depth = 1): TypedValue => ({ type: listOf(base, depth), value });
const lone = (base: BaseType, value: Value): TypedValue => ({ type: single(base), value });
const wire = (port: string, type: PortType, ...sources: TypedValue[]): InputBinding => ({ port, type, sources });

/** What every item reads: `path: inputs`, or why it cannot. */
function items(bindings: readonly InputBinding[], mode: 'zip' | 'cross' = 'zip'): Record<string, unknown> {
  const mapping = mapInputs(bindings, mode);
  return Object.fromEntries(
    shapePaths(mapping.shape).map((path) => {
      const item = mapping.inputsOf(path);
      return [`[${path}]`, item.kind === 'ready' ? item.inputs : item];
    }),
  );
}

/** Runs a node over what it reads; an item with gaps gives nothing. */
function run(
  bindings: readonly InputBinding[],
  type: PortType,
  work: (inputs: Readonly<Record<string, Value>>) => Value,
) {
  const mapping = mapInputs(bindings, 'zip');
  return assemble(mapping.shape, mapping.depth, type, (path) => {
    const item = mapping.inputsOf(path);
    return item.kind === 'ready' && !item.gaps ? work(item.inputs) : undefined;
  });
}

describe('image, upload and video', () => {
  const upload = (source: TypedValue) =>
    run([wire('file', single('media'), source)], single('media'), (inputs) => inputs['file'] ?? null);

  it('maps the upload: one for each picture', () => {
    expect(items([wire('file', single('media'), list('image', [one, two]))])).toEqual({
      '[0]': { file: one },
      '[1]': { file: two },
    });
  });

  it('gathers the uploads for one video', () => {
    const urls = upload(list('image', [one, two]));
    expect(urls).toEqual(list('media', [one, two]));
    const prompt = wire('prompt', single('text'), lone('text', 'run'));
    expect(items([prompt, wire('images', listOf('image'), urls)])).toEqual({
      '[]': { prompt: 'run', images: [one, two] },
    });
  });

  it('keeps a list of one a list of one', () => {
    expect(upload(list('image', [one]))).toEqual(list('media', [one]));
    expect(upload(lone('image', one))).toEqual(lone('media', one));
  });

  it('gives an empty list for an empty list, without running', () => {
    expect(upload(list('image', []))).toEqual(list('media', []));
  });

  it('makes a list of lists of a mapped image, and runs the video after it once per prompt', () => {
    const prompts = list('text', ['a', 'b', 'c']);
    const made: Record<string, Value[]> = { a: [one, two], b: [three], c: [] };
    const images = run(
      [wire('prompt', single('text'), prompts)],
      listOf('image'),
      ({ prompt }) => made[String(prompt)] ?? null,
    );
    expect(images).toEqual(list('image', [[one, two], [three], []], 2));
    expect(items([wire('prompt', single('text'), prompts), wire('images', listOf('image'), images)])).toEqual({
      '[0]': { prompt: 'a', images: [one, two] },
      '[1]': { prompt: 'b', images: [three] },
      '[2]': { prompt: 'c', images: [] },
    });
  });

  it('repeats what is not mapped for every item', () => {
    expect(
      items([wire('a', single('text'), list('text', ['x', 'y'])), wire('b', single('text'), lone('text', 'same'))]),
    ).toEqual({
      '[0]': { a: 'x', b: 'same' },
      '[1]': { a: 'y', b: 'same' },
    });
  });
});

describe('gathering', () => {
  it('joins single values and lists in the order of the wires', () => {
    const images = wire(
      'images',
      listOf('image'),
      list('image', [two, three]),
      lone('image', one),
      list('image', []),
      lone('image', four),
    );
    expect(items([images])).toEqual({ '[]': { images: [two, three, one, four] } });
  });

  it('maps over the deeper wire, and the others join every item in their place', () => {
    const deep = list('image', [[one, two], [three]], 2);
    expect(items([wire('images', listOf('image'), lone('image', four), deep, list('image', [one]))])).toEqual({
      '[0]': { images: [four, one, two, one] },
      '[1]': { images: [four, three, one] },
    });
  });

  it('goes in step over two deeper wires', () => {
    const first = list('text', [['a'], ['b']], 2);
    const second = list('text', [['c', 'd'], []], 2);
    expect(items([wire('texts', listOf('text'), first, second)])).toEqual({
      '[0]': { texts: ['a', 'c', 'd'] },
      '[1]': { texts: ['b'] },
    });
  });

  it('converts each value, and says which one cannot be', () => {
    expect(items([wire('texts', listOf('text'), list('number', [1, 2]), lone('text', 'x'))])).toEqual({
      '[]': { texts: ['1', '2', 'x'] },
    });
    expect(items([wire('images', listOf('image'), list('text', ['https://a.example/x.png', 'a cat']))])).toEqual({
      '[]': {
        kind: 'invalid',
        port: 'images',
        problem: { en: 'item 2 is no https address', zh: '第 2 项不是 https 地址' },
      },
    });
  });

  it('fails only the item that cannot be converted', () => {
    expect(items([wire('n', single('number'), list('text', ['1', 'two']))])).toEqual({
      '[0]': { n: 1 },
      '[1]': { kind: 'invalid', port: 'n', problem: { en: 'is not a number', zh: '不是数字' } },
    });
  });
});

describe('zip and cross', () => {
  const letters = wire('letter', single('text'), list('text', ['a', 'b', 'c']));
  const numbers = wire('number', single('number'), list('number', [1, 2]));

  it('zip goes in step, and says that the shorter list ended it', () => {
    expect(items([letters, numbers])).toEqual({ '[0]': { letter: 'a', number: 1 }, '[1]': { letter: 'b', number: 2 } });
    expect(mapInputs([letters, numbers], 'zip').uneven?.en).toBe(
      'The lists are of different length ("letter" has 3, "number" has 2); the shortest one ended it.',
    );
    expect(mapInputs([letters], 'zip').uneven?.en).toBeUndefined();
    expect(mapInputs([letters, letters], 'zip').uneven?.en).toBeUndefined();
  });

  it('zip says the first difference, the outer one', () => {
    const first = wire('first', single('text'), list('text', [['a', 'b'], ['c']], 2));
    const second = wire('second', single('text'), list('text', [['a'], ['b'], ['c']], 2));
    expect(mapInputs([first, second], 'zip').uneven?.en).toContain('("first" has 2, "second" has 3)');
  });

  it('cross gives all pairs, the first input outside', () => {
    const found = items([letters, numbers], 'cross');
    expect(Object.keys(found)).toEqual(['[0,0]', '[0,1]', '[1,0]', '[1,1]', '[2,0]', '[2,1]']);
    expect(found['[2,0]']).toEqual({ letter: 'c', number: 1 });
    const mapping = mapInputs([letters, numbers], 'cross');
    expect(mapping).toMatchObject({ depth: 2, uneven: undefined });
  });

  it('zip of lists of different depth goes on in the deeper one', () => {
    const deep = wire('deep', single('text'), list('text', [['a', 'b'], ['c']], 2));
    expect(items([deep, numbers])).toEqual({
      '[0,0]': { deep: 'a', number: 1 },
      '[0,1]': { deep: 'b', number: 1 },
      '[1,0]': { deep: 'c', number: 2 },
    });
  });
});

describe('any', () => {
  it('takes the whole value, with its type', () => {
    const value = [[one], []];
    const mapping = mapInputs([wire('value', single('any'), list('image', value, 2))], 'zip');
    expect(mapping.depth).toBe(0);
    expect(mapping.inputsOf([])).toEqual({
      kind: 'ready',
      inputs: { value },
      types: { value: listOf('image', 2) },
      gaps: false,
    });
  });

  it('does not map while another input does', () => {
    const bindings = [
      wire('value', single('any'), list('text', ['x', 'y'])),
      wire('a', single('text'), list('text', ['1'])),
    ];
    expect(items(bindings)).toEqual({ '[0]': { value: ['x', 'y'], a: '1' } });
  });
});

describe('gaps', () => {
  const gappy = list('text', ['a', null, 'c']);

  it('concern the item that reads them, not its neighbours', () => {
    const mapping = mapInputs([wire('text', single('text'), gappy)], 'zip');
    expect([0, 1, 2].map((index) => mapping.inputsOf([index]))).toMatchObject([
      { gaps: false },
      { gaps: true },
      { gaps: false },
    ]);
    const result = run([wire('text', single('text'), gappy)], single('text'), ({ text }) => `${text}!`);
    expect(result).toEqual(list('text', ['a!', null, 'c!']));
  });

  it('concern whoever needs the whole list', () => {
    const mapping = mapInputs([wire('texts', listOf('text'), gappy, lone('text', 'd'))], 'zip');
    expect(mapping.inputsOf([])).toMatchObject({ gaps: true, inputs: { texts: ['a', null, 'c', 'd'] } });
    expect(mapInputs([wire('value', single('any'), gappy)], 'zip').inputsOf([])).toMatchObject({ gaps: true });
  });

  it('are one gap where a whole list is missing, and no fault of the other inputs', () => {
    const gone: TypedValue = { type: listOf('text'), value: null };
    for (const mode of ['zip', 'cross'] as const) {
      for (const bindings of [
        [wire('a', single('text'), gone), wire('b', single('text'), list('text', ['x', 'y']))],
        [wire('b', single('text'), list('text', ['x', 'y'])), wire('a', single('text'), gone)],
      ]) {
        const mapping = mapInputs(bindings, mode);
        const read = shapePaths(mapping.shape).map((path) => mapping.inputsOf(path));
        expect(read.length).toBeGreaterThan(0);
        for (const item of read) expect(item).toMatchObject({ kind: 'ready', gaps: true, inputs: { a: null } });
      }
    }
  });

  it('are what stands for a source that gave nothing', () => {
    expect(mapInputs([wire('text', single('text'), unavailable)], 'zip').inputsOf([])).toMatchObject({
      inputs: { text: null },
      gaps: true,
    });
    expect(items([wire('texts', listOf('text'), lone('text', 'a'), unavailable)])).toEqual({
      '[]': { texts: ['a', null] },
    });
  });

  it('are found and left out on every level', () => {
    const value = [['a', null], null, []];
    expect(gapPaths(value, 2)).toEqual([[0, 1], [1]]);
    expect([hasGap(value, 2), hasGap([['a'], []], 2), hasGap(null, 0)]).toEqual([true, false, true]);
    expect(withoutGaps(value, 2)).toEqual([['a'], []]);
  });
});

describe('a node without wires', () => {
  it('runs once', () => {
    expect(items([])).toEqual({ '[]': {} });
    expect(items([wire('texts', listOf('text'))])).toEqual({ '[]': {} });
  });
});
