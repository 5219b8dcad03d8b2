import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionProblem, convertLeaf } from '#core/value/convert';
import {
  type BaseType,
  baseTypes,
  formatPortType,
  isMediaKind,
  listOf,
  mediaKinds,
  parsePortType,
  single,
} from '#core/value/type';
import { leafProblem, type MediaValue, type Value } from '#core/value/value';
import { arbitraryJson } from './json-support.ts';

const media = (kind: MediaValue['kind']): MediaValue => ({ kind, mime: `${kind}/x`, url: 'https://a.example/x' });

/** Values that a port of this type may carry, some of which convert to whatever the type can become. */
const samples: Record<BaseType, readonly Value[]> = {
  text: [
    'a cat',
    '',
    '12',
    '-0.5e3',
    '{"a":[1]}',
    'true',
    ...['png', 'mp3', 'mp4', 'pdf'].map((end) => `https://a.example/x.${end}`),
  ],
  number: [0, -1, 12.5, 1e300],
  boolean: [true, false],
  json: [{ a: 1 }, [1, 'two'], 'text', 5, true],
  image: [media('image')],
  audio: [media('audio')],
  video: [media('video')],
  document: [media('document')],
  media: mediaKinds.map(media),
  any: ['text', 5, true, ...mediaKinds.map(media)],
};

const pairs = baseTypes.flatMap((from) => baseTypes.map((to) => ({ from, to })));
const isMedia = (base: BaseType): boolean => base === 'media' || isMediaKind(base);

/** The wires that DESIGN allows. */
function allowed(from: BaseType, to: BaseType): boolean {
  if (from === to || from === 'any' || to === 'any') return true;
  if (from === 'media' || to === 'media') return (isMedia(from) && isMedia(to)) || from === 'text';
  return [
    'number>text',
    'boolean>text',
    'json>text',
    'text>json',
    'number>json',
    'boolean>json',
    'text>number',
    ...mediaKinds.map((kind) => `text>${kind}`),
  ].includes(`${from}>${to}`);
}

const fits = (value: Value, from: BaseType, to: BaseType): boolean => {
  const result = convertLeaf(value, from, to);
  return 'value' in result && leafProblem(result.value, to) === null;
};

describe('port types', () => {
  it('read what they write', () => {
    fc.assert(
      fc.property(fc.constantFrom(...baseTypes), fc.nat(6), (base, depth) => {
        expect(parsePortType(formatPortType({ base, depth }))).toEqual({ base, depth });
      }),
    );
    expect(formatPortType(listOf('image', 2))).toBe('list<list<image>>');
    expect(formatPortType(single('any'))).toBe('any');
    expect(parsePortType(' list< image > ')).toEqual(listOf('image'));
  });

  it.each(['', 'texts', 'list', 'list<>', 'list<text', 'text>', 'list<text>>', 'Text', 'text\nimage', 'constructor'])(
    'are not read from %j',
    (text) => {
      expect(parsePortType(text)).toBeUndefined();
    },
  );

  it('read only what is one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const type = parsePortType(text);
        if (type !== undefined) expect(formatPortType(type)).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('wires between types', () => {
  it.each(pairs)('from $from to $to', ({ from, to }) => {
    const problem = connectionProblem(from, to);
    expect(problem === null).toBe(allowed(from, to));
    expect(samples[from].some((value) => fits(value, from, to))).toBe(problem === null);
    if (problem !== null) {
      expect(problem.en).toMatch(/^.+ cannot become .+$/);
      expect(problem.zh).toMatch(/^.+不能转换为.+$/);
      expect(convertLeaf(samples[from][0] ?? null, from, to)).toEqual({ problem });
    }
  });
});

describe('conversions', () => {
  it('give what the target takes, or say why not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairs), arbitraryJson, ({ from, to }, value) => {
        if (leafProblem(value, from) !== null || from === 'any' || to === 'any' || from === 'media') return;
        const result = convertLeaf(value, from, to);
        if ('problem' in result) expect(result.problem.zh).toMatch(/\p{Script=Han}/u);
        else if (result.value !== null) expect(leafProblem(result.value, to)).toBeNull();
      }),
      { numRuns: 2000 },
    );
    for (const { from, to } of pairs) {
      for (const value of samples[from]) {
        if (from === 'any' || to === 'any' || from === 'media') continue;
        const result = convertLeaf(value, from, to);
        if ('value' in result && result.value !== null) expect(leafProblem(result.value, to)).toBeNull();
      }
    }
  });

  it('leave a gap a gap', () => {
    for (const { from, to } of pairs) expect(convertLeaf(null, from, to)).toEqual({ value: null });
  });

  it('bring JSON and numbers through text and back', () => {
    fc.assert(
      fc.property(arbitraryJson, (json) => {
        if (typeof json === 'string' || json === null) return;
        const text = convertLeaf(json, 'json', 'text');
        expect(text).toHaveProperty('value');
        const back = 'value' in text ? convertLeaf(text.value, 'text', 'json') : text;
        expect(JSON.stringify(back)).toBe(JSON.stringify({ value: json }));
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = convertLeaf(number, 'number', 'text');
        const back = 'value' in text ? convertLeaf(text.value, 'text', 'number') : text;
        expect(back).toEqual({ value: number + 0 });
      }),
    );
  });

  it.each(['', ' ', 'twelve', '1,5', 'NaN', 'Infinity', '1e999'])('take no number from %j', (text) => {
    expect(convertLeaf(text, 'text', 'number')).toMatchObject({ problem: { en: 'is not a number' } });
  });

  it.each(['', '{', "{'a':1}", '[1,]', 'undefined', '1e999', '['.repeat(9999) + ']'.repeat(9999)])(
    'take no JSON from such text',
    (text) => {
      expect(convertLeaf(text, 'text', 'json')).toHaveProperty('problem');
    },
  );

  it.each([
    'http://a.example/x.png',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
    'ftp://a.example/x.png',
    '//a.example/x.png',
    '/x.png',
    'x.png',
    'https:/a.example/x.png',
    'https://',
    'https:///x.png',
    'https://?x.png',
    'https://#.png',
    'https:\\\\a.example/x.png',
    'https://a.example/x y.png',
    'see https://a.example/x.png',
    'https://a.example/x.png\nhttps://a.example/y.png',
    '',
  ])('take no file from %j', (text) => {
    for (const kind of ['media', ...mediaKinds] as const) {
      expect(convertLeaf(text, 'text', kind)).toMatchObject({ problem: { en: 'is no https address' } });
    }
  });

  it.each([
    ['https://a.example/x.png', 'image'],
    [' HTTPS://a.example/dir.d/X.JPEG?size=1#top ', 'image'],
    ['https://a.example/x.m4a', 'audio'],
    ['https://a.example/x.webm?y=z.png', 'video'],
    ['https://a.example/x.pdf', 'document'],
  ])('tell from %j what it is', (text, kind) => {
    expect(convertLeaf(text, 'text', 'media')).toEqual({ value: { kind, url: text.trim(), mime: '' } });
  });

  it.each([
    'https://a.example',
    'https://films.mov',
    'https://a.example/x',
    'https://a.mp4/x',
    'https://a.example/x.exe',
  ])('cannot tell from %j what it is, unless the port says it', (text) => {
    expect(convertLeaf(text, 'text', 'media')).toHaveProperty('problem');
    expect(convertLeaf(text, 'text', 'video')).toEqual({ value: { kind: 'video', url: text, mime: '' } });
  });
});
