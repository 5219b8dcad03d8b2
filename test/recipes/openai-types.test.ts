import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Json } from '#core/value/value';
import { client, registry } from '../gateway/support/world.ts';
import { requestOf } from './support/golden.ts';
import { exceptions, without } from './support/openai-exceptions.ts';
import { openaiRequests } from './support/openai-requests.ts';
import { bodyOf, type Claim, check, typeOf } from './support/openai-types.ts';

/**
 * Requests to OpenAI's routes have the types of OpenAI's own client, which are made from the API document that OpenAI
 * publishes: no field that it does not have, no value that it does not take. What other vendors' models get beside that
 * is listed in `support/openai-exceptions.ts`.
 */
const requests = openaiRequests(registry);
const allowedIn = (recipe: string) => exceptions.filter((exception) => exception.recipe === recipe);
const same = (left: Json, right: Json): boolean => JSON.stringify(left) === JSON.stringify(right);

it('what is sent to OpenAI routes is what OpenAI publishes, but for the exceptions', async () => {
  const claims = requests.map(({ type, body, recipe }) => ({ type, body: without(body, allowedIn(recipe)) }));
  const faults = await check(claims);
  expect(faults.flatMap((fault, index) => (fault === undefined ? [] : [`${requests[index]?.name}: ${fault}`]))).toEqual(
    [],
  );
  expect([...new Set(requests.map(({ type }) => type))]).toHaveLength(11);
});

it('every exception is needed', async () => {
  const claims = exceptions.map((exception): Claim => {
    const others = allowedIn(exception.recipe).filter((other) => other !== exception);
    const user = requests.find(
      ({ recipe, body }) => recipe === exception.recipe && !same(without(body, [exception]), body),
    );
    // Without a request that holds it, nothing is claimed that could fail.
    if (user === undefined) return { type: 'unknown', body: null };
    return { type: user.type, body: without(user.body, others) };
  });
  const faults = await check(claims);
  expect(exceptions.filter((_, index) => faults[index] === undefined)).toEqual([]);
});

it('the second request of a conversation is one, too', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-turns-'));
  try {
    const file = path.join(folder, 'answer');
    const about = { name: 'answer', file, status: 200, contentType: 'application/json', bytes: 1 };
    const called = { name: 'weather', arguments: '{"city":"Rome"}' };
    const answers: Record<string, Json> = {
      'openai/chat': {
        choices: [{ message: { content: 'Well.', tool_calls: [{ id: 'c1', type: 'function', function: called }] } }],
      },
      'openai/responses': { object: 'response', output: [{ type: 'function_call', call_id: 'c1', ...called }] },
    };
    const gateway = client('https://gateway.example');
    const claims: Claim[] = [];
    for (const [dialect, answer] of [
      ['openai', 'openai/chat'],
      ['responses', 'openai/responses'],
    ] as const) {
      const tools = [
        {
          name: 'weather',
          description: 'x',
          parameters: { type: 'object' },
          answer: { kind: 'fixed', value: 'sunny' },
        },
      ];
      const params = { model: 'gpt-5.2', dialect, tool_choice: 'weather' };
      const first = gateway.prepare({ nodeType: 'chat', params, inputs: { prompt: 'Hello', tools } });
      expect(first.recipe.id).toBe(answer);
      writeFileSync(file, JSON.stringify(answers[answer]));
      const results = [{ id: 'c1', name: 'weather', value: { sky: 'blue' }, failed: false }];
      for (const call of [first, await gateway.continueCall(first, about, results)]) {
        const request = requestOf(call);
        claims.push({ type: typeOf(request) ?? '', body: bodyOf(request) });
      }
    }
    expect(JSON.stringify(claims)).toMatch(/tool_call_id.*function_call_output/);
    expect((await check(claims)).filter((fault) => fault !== undefined)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('refuses what OpenAI does not have', async () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const chat = { model: 'gpt-5.2', messages };
  const file = '/files/1 as 1, image/png';
  const edit = (...parts: [string, string][]): Json =>
    bodyOf({ method: 'POST', url: '/v1/images/edits', parts: [['image', file], ['prompt', 'Red'], ...parts] });
  const cases: [string, Json, RegExp | undefined][] = [
    ['OpenAI.Chat.ChatCompletionCreateParams', chat, undefined],
    ['OpenAI.Chat.ChatCompletionCreateParams', { ...chat, invented: 1 }, /invented/],
    ['OpenAI.Chat.ChatCompletionCreateParams', { ...chat, temperature: 'hot' }, /not assignable to type 'number/],
    ['OpenAI.Chat.ChatCompletionCreateParams', { ...chat, verbosity: 'loud' }, /loud/],
    ['OpenAI.Chat.ChatCompletionCreateParams', { model: 'gpt-5.2' }, /messages/],
    ['Form<OpenAI.ImageEditParams>', edit(['n', '2'], ['image', file]), undefined],
    ['Form<OpenAI.ImageEditParams>', edit(['n', 'two']), /two/],
    ['Form<OpenAI.ImageEditParams>', edit(['invented', '1']), /invented/],
    ['Form<OpenAI.ImageEditParams>', edit(['mask', 'no file']), /string/],
  ];
  const faults = await check(cases.map(([type, body]) => ({ type, body })));
  for (const [index, [, , words]] of cases.entries()) {
    if (words === undefined) expect(faults[index]).toBeUndefined();
    else expect(faults[index]).toMatch(words);
  }
});
