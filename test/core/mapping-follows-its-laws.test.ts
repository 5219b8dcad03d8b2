import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, mapInputs } from '#core/graph/mapping';
import { shapePaths } from '#core/run/state';
import { type BaseType, baseTypes, listOf, single } from '#core/value/type';
import { leafProblem, leaves, type Value, valueProblem } from '#core/value/value';
import { arbitraryJson } from './json-support.ts';
import { arbitraryBindings, ragged, raggedText, reference } from './mapping-reference.ts';

/** Cross multiplies, so its reference stays small. */
const setups = [
  { mode: 'zip', bindings: arbitraryBindings(3) },
  {
    mode: 'cross',
    bindings: arbitraryBindings(2).filter(
      (bindings) =>
        reference(
          bindings.map((one) => ({ ...one, sources: one.sources.map((source) => ({ ...source, value: null })) })),
          'cross',
        ).depth <= 5,
    ),
  },
] as const;

describe.each(setups)('mapping in $mode', ({ mode, bindings }) => {
  it('has the items of the reference, and each reads what it reads there', () => {
    fc.assert(
      fc.property(bindings, (inputs) => {
        const mapping = mapInputs(inputs, mode);
        const wanted = reference(inputs, mode);
        expect(mapping.depth).toBe(wanted.depth);
        const paths = shapePaths(mapping.shape);
        expect(paths).toEqual(wanted.items.map((item) => item.path));
        for (const [index, path] of paths.entries()) {
          const item = mapping.inputsOf(path);
          if (item.kind === 'invalid') throw new Error(`item ${path} is refused: ${item.port} ${item.problem.en}`);
          expect(JSON.stringify(item.inputs)).toBe(JSON.stringify(wanted.items[index]?.inputs));
          expect(item.gaps).toBe(wanted.items[index]?.gaps);
        }
        expect(mapping.uneven !== undefined).toBe(wanted.uneven);
      }),
      { numRuns: 1500 },
    );
  });

  it('reads of each input a value of the type that it names', () => {
    fc.assert(
      fc.property(bindings, (inputs) => {
        const mapping = mapInputs(inputs, mode);
        for (const path of shapePaths(mapping.shape)) {
          const item = mapping.inputsOf(path);
          if (item.kind === 'invalid') throw new Error('the item is refused');
          for (const { port, type } of inputs) {
            const itsType = Object.hasOwn(item.types, port) ? item.types[port] : undefined;
            const value = Object.hasOwn(item.inputs, port) ? item.inputs[port] : undefined;
            if (itsType === undefined || value === undefined) throw new Error(`the item has no ${port}`);
            expect(valueProblem({ type: itsType, value })).toBeNull();
            if (type.base !== 'any') expect(itsType).toEqual(type);
          }
        }
      }),
    );
  });

  it('gives outputs as much deeper as it maps, also from items that read gaps', () => {
    fc.assert(
      fc.property(bindings, fc.nat(2), fc.boolean(), (inputs, depth, takesGaps) => {
        const mapping = mapInputs(inputs, mode);
        const output: Value = depth === 0 ? 'x' : depth === 1 ? ['x', null] : [['x'], null, []];
        const whole = assemble(mapping.shape, mapping.depth, listOf('text', depth), (path) => {
          const item = mapping.inputsOf(path);
          return takesGaps || (item.kind === 'ready' && !item.gaps) ? output : undefined;
        });
        expect(whole.type).toEqual(listOf('text', depth + mapping.depth));
        expect(valueProblem(whole)).toBeNull();
      }),
    );
  });
});

describe('a node that gives back what it reads', () => {
  it('gives the same list with the same gaps', () => {
    fc.assert(
      fc.property(fc.nat(4).chain(raggedText), fc.constantFrom('zip' as const, 'cross' as const), (source, mode) => {
        const mapping = mapInputs([{ port: 'text', type: single('text'), sources: [source] }], mode);
        expect(mapping.depth).toBe(source.type.depth);
        const whole = assemble(mapping.shape, mapping.depth, single('text'), (path) => {
          const item = mapping.inputsOf(path);
          return item.kind === 'ready' ? item.inputs['text'] : undefined;
        });
        expect(whole).toEqual(source);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a list of lists back through a list port', () => {
    fc.assert(
      fc.property(raggedText(3), (source) => {
        const mapping = mapInputs([{ port: 'texts', type: listOf('text'), sources: [source] }], 'zip');
        const whole = assemble(mapping.shape, mapping.depth, listOf('text'), (path) => {
          const item = mapping.inputsOf(path);
          return item.kind === 'ready' ? item.inputs['texts'] : undefined;
        });
        expect(mapping.depth).toBe(2);
        expect(whole).toEqual(source);
      }),
    );
  });
});

describe('what an item reads', () => {
  it('is of the base type of the port, or the item says which port and why', () => {
    const target = fc.constantFrom<BaseType>(...baseTypes);
    const leaf: fc.Arbitrary<Value> = fc.oneof(
      arbitraryJson,
      fc.constantFrom<Value>(
        'https://a.example/x.png',
        { kind: 'image', mime: 'image/png' },
        { kind: 'video', mime: '' },
      ),
    );
    fc.assert(
      fc.property(target, target, fc.nat(1), ragged(leaf, 2), (from, to, depth, value) => {
        const source = { type: listOf(from, 2), value };
        const mapping = mapInputs([{ port: 'p', type: listOf(to, depth), sources: [source] }], 'zip');
        for (const path of shapePaths(mapping.shape)) {
          const item = mapping.inputsOf(path);
          if (item.kind === 'invalid') {
            expect(item.port).toBe('p');
            expect(item.problem.en).toMatch(/\S/);
            expect(item.problem.zh).toMatch(/\p{Script=Han}/u);
            continue;
          }
          const type = item.types['p'];
          if (type === undefined) throw new Error('the item has no type');
          for (const part of leaves(item.inputs['p'] ?? null, type.depth)) {
            if (part.value !== null) expect(leafProblem(part.value, to)).toBeNull();
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
