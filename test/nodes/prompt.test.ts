import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDefaultRegistry } from '#nodes/index';
import { node } from '#nodes/text/prompt';
import { compute } from './support/compute.ts';

const registry = createDefaultRegistry();
const portNames = (text: string) => Object.keys(registry.portsOf('prompt', { text }).inputs);

describe('the ports of a prompt', () => {
  it('are the names in its text, each once, in the order of the text', () => {
    expect(portNames('{{hero}} meets {{place_2}} and {{hero}}')).toEqual(['hero', 'place_2']);
  });

  it('may be named in any script', () => {
    expect(portNames('一只{{动物}}在{{地点}}')).toEqual(['动物', '地点']);
  });

  it('need a value', () => {
    expect(registry.portsOf('prompt', { text: '{{hero}}' }).inputs['hero']).toMatchObject({
      type: 'text',
      required: true,
    });
  });

  it('are none for what is no name, for the own param and for a key that no record can have', () => {
    expect(portNames('{{}} {{a b}} {{ a }} {{a-b}} {a} {{text}} {{__proto__}}')).toEqual([]);
  });

  it('are none without a text', () => {
    expect(registry.portsOf('prompt', {}).inputs).toEqual({});
    expect(registry.portsOf('prompt', { text: 5 }).inputs).toEqual({});
  });
});

describe('a prompt', () => {
  it('puts values in place of names', () => {
    const given = { params: { text: '{{a}}-{{b}}-{{a}}' }, inputs: { a: '1', b: '2' } };
    expect(compute(node, given)).toEqual({ text: '1-2-1' });
  });

  it('keeps what is no name', () => {
    expect(compute(node, { params: { text: '{{text}} {{__proto__}} {{ a }}' } })).toEqual({
      text: '{{text}} {{__proto__}} {{ a }}',
    });
  });

  it('never looks into a value, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('{{b}}', '$&', '$1', '{{constructor}}', ''), (text, special) => {
        const value = text + special;
        const given = { params: { text: '<{{a}}|{{b}}>' }, inputs: { a: value, b: 'B' } };
        expect(compute(node, given)).toEqual({ text: `<${value}|B>` });
      }),
    );
  });

  it('gives a text without names as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(compute(node, { params: { text } })).toEqual({ text });
          expect(portNames(text)).toEqual([]);
        },
      ),
    );
  });
});
