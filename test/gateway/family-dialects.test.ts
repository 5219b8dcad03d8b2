import { describe, expect, it } from 'vitest';
import { decideDialects, type FamilyDialects, familyOf, withDialects } from '#core/node/dialects';
import { callKeys } from '#electron/executor/key';
import { client, registry } from './support/world.ts';

const gateway = client('https://gateway.example');

/** The call of a chat as a connection with these wishes has it made. */
function callOf(dialects: FamilyDialects | undefined, params: Record<string, string>) {
  const document = { nodes: [{ id: 'n', type: 'chat', params }] };
  const [node] = decideDialects(document, registry, dialects)['nodes'] as (typeof document)['nodes'];
  return gateway.prepare({ nodeType: 'chat', params: node?.params ?? {}, inputs: { prompt: 'Hello' } });
}

const recipeOf = (dialects: FamilyDialects | undefined, params: Record<string, string>): string =>
  callOf(dialects, params).recipe.id;

describe('how a connection wants models called', () => {
  it('counts for a family of models, where the node leaves it open', () => {
    const wanted: FamilyDialects = { gpt: 'responses', claude: 'claude', gemini: 'gemini', other: 'claude' };
    const cases: [string, string, string][] = [
      ['gpt-5.2', 'openai/chat', 'openai/responses'],
      ['o3', 'openai/chat', 'openai/responses'],
      ['claude-sonnet-4-5-20250929', 'openai/chat', 'anthropic/messages'],
      ['gemini-2.5-pro', 'openai/chat', 'google/generate-content'],
      ['MiniMax-M2.1', 'openai/chat', 'anthropic/messages'],
    ];
    for (const [model, usual, asked] of cases) {
      expect([model, recipeOf(undefined, { model })]).toEqual([model, usual]);
      expect([model, recipeOf(wanted, { model })]).toEqual([model, asked]);
    }
    expect(recipeOf({ claude: 'claude' }, { model: 'gpt-5.2' })).toBe('openai/chat');
    expect(recipeOf(wanted, { model: 'claude-sonnet-4-5-20250929', dialect: 'openai' })).toBe('openai/chat');
    expect(recipeOf(wanted, { model: 'gpt-5.2', recipe: 'openai/chat' })).toBe('openai/chat');
    expect(recipeOf({ gpt: 'openai' }, { model: 'o3-pro' })).toBe('openai/chat');
    expect(['openai/gpt-5.2', 'gemma-3', 'o3', 'olmo-2', 'grok-4'].map(familyOf)).toEqual([
      'gpt',
      'gemini',
      'gpt',
      'other',
      'other',
    ]);
  });

  it('is written into nothing but the nodes that it concerns', () => {
    const wishes: FamilyDialects = { gpt: 'responses' };
    const nodes = [{ id: 'i', type: 'image', params: {} }, { id: 'c', type: 'chat' }, 'odd', { id: 'x', type: 'none' }];
    const document = { id: 'wf', nodes, frames: [{ id: 'f' }] };
    expect(decideDialects(document, registry, undefined)).toBe(document);
    const model = 'gpt-5.2';
    const open = { id: 'o', type: 'chat', params: { model, odd: 1 } };
    expect(decideDialects({ ...document, nodes: [...nodes, open] }, registry, wishes)).toEqual({
      ...document,
      nodes: [
        ...nodes.map((node) =>
          node === nodes[1] ? { id: 'c', type: 'chat', params: { dialect: 'responses' } } : node,
        ),
        { ...open, params: { model, odd: 1, dialect: 'responses' } },
      ],
    });
  });

  it('gives the form the params of that way', () => {
    let wanted: FamilyDialects | undefined;
    const own = withDialects(registry, () => wanted);
    const model = 'claude-sonnet-4-5-20250929';
    const before = own.paramsOf('chat', { model });
    expect(before).toEqual(registry.paramsOf('chat', { model }));
    wanted = { claude: 'claude' };
    expect(own.paramsOf('chat', { model })).toEqual(registry.paramsOf('chat', { model, dialect: 'claude' }));
    expect(own.paramsOf('image', {})).toEqual(registry.paramsOf('image', {}));
  });

  it('changes the names of those purchases alone that it concerns', () => {
    const keyOf = (dialects: FamilyDialects | undefined, model: string): string => {
      const about = { nodeType: 'chat', nodeVersion: 1, connection: gateway.connection, variation: 0 };
      return callKeys({ ...about, call: callOf(dialects, { model }), node: 'n', path: [], item: [] }).key;
    };
    const claude = 'claude-sonnet-4-5-20250929';
    for (const model of [claude, 'gpt-5.2']) expect(keyOf({}, model)).toBe(keyOf(undefined, model));
    expect(keyOf({ claude: 'claude' }, 'gpt-5.2')).toBe(keyOf(undefined, 'gpt-5.2'));
    expect(keyOf({ claude: 'claude' }, claude)).not.toBe(keyOf(undefined, claude));
  });
});
