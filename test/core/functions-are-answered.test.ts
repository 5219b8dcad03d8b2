import { describe, expect, it } from 'vitest';
import { answerCall, type Tool, toolSchema } from '#core/tool';
import type { Json } from '#core/value/value';

const tool = (answer: Tool['answer']): Tool => toolSchema.parse({ name: 'weather', answer });
const call = (args: Json) => ({ id: 'c1', name: 'weather', arguments: args });
const answer = (declared: Tool['answer'], args: Json) => {
  const result = answerCall([tool(declared)], call(args));
  if ('workflow' in result) return result.inputs;
  const { value, failed } = result;
  return failed ? { failed: value } : value;
};

describe('a call of a function', () => {
  it('is answered with what was declared', () => {
    expect(answer({ kind: 'fixed', value: { degrees: 21 } }, {})).toEqual({ degrees: 21 });
    const text = { kind: 'template', text: '{{city}}: {{ 1 }} {{days}} {{missing}}' } as const;
    expect(answer(text, { city: 'Berlin {{days}}', days: [1] })).toBe('Berlin {{days}}: {{ 1 }} [1] {{missing}}');
    expect(answer(text, { ['__proto__']: 1 })).toContain('{{city}}');
    const table = { kind: 'table', argument: 'city', rows: { Berlin: 'sunny', 7: 'snow' } } as const;
    expect(answer(table, { city: ' berlin' })).toBe('sunny');
    expect(answer(table, { city: 7 })).toBe('snow');
  });

  it('that cannot be answered tells the model why, so that it can do better', () => {
    const table = { kind: 'table', argument: 'city', rows: { Berlin: 'sunny' } } as const;
    expect(answer(table, { city: 'Oslo' })).toEqual({ failed: 'Nothing is known about city "Oslo". Known: Berlin.' });
    expect(answer(table, { city: 'constructor' })).toHaveProperty('failed');
    expect(answer(table, 'Oslo')).toEqual({ failed: 'The arguments are not a JSON object.' });
    expect(answerCall([], call({}))).toMatchObject({ failed: true });
    expect(answer(undefined, {})).toHaveProperty('failed');
  });
});
