import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeAnswer } from '../../electron/practice/text/compose.ts';
import { composeJson } from '../../electron/practice/text/json.ts';
import { splitSegments, toSrt, toVtt } from '../../electron/practice/text/subtitles.ts';

const write = (prompt: string, instruction = '') => composeAnswer(prompt, instruction, [], '0');
const lines = (prompt: string, instruction = '') => write(prompt, instruction).split('\n');

describe('practice answers', () => {
  it.each([
    ['Write three shots about a cat in Paris, one per line', 3, 'cat'],
    ['Give me 7 short prompts for a poster about jazz', 7, 'jazz'],
    ['List ideas for a toy shop', 3, 'toy'],
    ['写三个镜头，关于海边的猫', 3, '猫'],
    ['列出5条关于咖啡的文案', 5, '咖啡'],
    ['What is the capital of France?', 1, 'France'],
    ['请写一段关于春天的文案', 1, '春天'],
  ])('%s: %i lines with %s', (prompt, count, word) => {
    expect(lines(prompt)).toHaveLength(count);
    for (const line of lines(prompt)) expect(line).toContain(word);
    expect(new Set(lines(prompt)).size).toBe(count);
  });

  it('the system message may say how many', () => {
    expect(lines('A teaser for a red bicycle', 'Answer with 4 shots, one per line.')).toHaveLength(4);
  });

  it('numbers the lines when asked, and repeats what it is told to say', () => {
    expect(lines('two numbered ideas about tea')[1]).toMatch(/^2\. /);
    expect(write('Reply with exactly: OK')).toBe('OK');
    expect(write('Say hello world')).toBe('hello world');
  });

  it('says which pictures came along', () => {
    expect(composeAnswer('What is this?', '', ['png 10×20'], '0')).toContain('1 picture (png 10×20)');
  });

  it('is never empty and always the same, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (prompt) => {
        const answer = write(prompt);
        expect(answer.length).toBeGreaterThan(0);
        expect(write(prompt)).toBe(answer);
      }),
    );
  });

  it('fits a schema with references, choices and bounds', () => {
    const schema = {
      type: 'object',
      properties: {
        scenes: { type: 'array', minItems: 2, items: { $ref: '#/$defs/scene' } },
        count: { type: 'integer', minimum: 5, maximum: 6 },
      },
      $defs: {
        scene: {
          type: 'object',
          properties: { kind: { enum: ['a', 'b'] }, note: { type: ['string', 'null'], maxLength: 9 } },
        },
      },
    };
    const value = composeJson('one scene about snow', schema, '0') as {
      scenes: { kind: string; note: string }[];
      count: number;
    };
    expect(value.scenes).toHaveLength(2);
    for (const scene of value.scenes) {
      expect(['a', 'b']).toContain(scene.kind);
      expect(scene.note.length).toBeLessThanOrEqual(9);
    }
    expect(value.count).toBe(5);
  });
});

describe('subtitles', () => {
  const segments = splitSegments('One two. Three! 四五六。', 10);

  it('share the time without gaps', () => {
    expect(segments.map((segment) => segment.text)).toEqual(['One two.', 'Three!', '四五六。']);
    expect(segments[0]?.start).toBe(0);
    expect(segments[1]?.start).toBe(segments[0]?.end);
    expect(segments[2]?.end).toBe(10);
  });

  it('are written as SRT and WebVTT', () => {
    expect(toSrt(segments)).toMatch(/^1\n00:00:00,000 --> 00:00:04,444\nOne two\.\n\n2\n/);
    expect(toVtt(segments)).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:04\.444\nOne two\.\n/);
  });
});
