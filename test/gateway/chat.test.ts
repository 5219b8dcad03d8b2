import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '#core/gateway/contract';
import { ChatStream } from '#electron/gateway/chat/chat-stream';
import { splitThoughts, ThinkFilter } from '#electron/gateway/chat/think-filter';
import { json } from './support/server.ts';
import { chatCall, client, folder, serve, submit } from './support/world.ts';

const event = (body: unknown): string => `data: ${JSON.stringify(body)}\n\n`;
const delta = (fields: object, finish: string | null = null): string =>
  event({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: finish }] });
const done = 'data: [DONE]\n\n';

/** Streams pieces, one write each; `cut` breaks the connection instead of ending it. */
async function stream(pieces: readonly string[], cut = false) {
  const server = await serve((_, response, socket) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    if (cut) setImmediate(() => socket.destroy());
    else response.end();
  });
  const gateway = client(server.url);
  const result = await submit(gateway, chatCall);
  return { ...result, gateway };
}

async function textOf({ outcome, gateway }: Awaited<ReturnType<typeof stream>>): Promise<unknown> {
  if (outcome.kind !== 'received') throw new Error(`${outcome.kind}: ${JSON.stringify(outcome)}`);
  const { text } = await gateway.read('openai/chat', outcome.answer);
  return text?.kind === 'value' ? text.value : undefined;
}

describe('a streamed chat', () => {
  it('gives text as it is written, and the same text when its stored answer is read again', async () => {
    const result = await stream([
      ': PING\n\n',
      delta({ role: 'assistant', content: '' }),
      delta({ reasoning_content: 'Hm.' }),
      delta({ content: 'Hel' }),
      ': PING\n\n',
      delta({ content: 'lo 你' }),
      delta({ content: '好' }, 'stop'),
      event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
      done,
    ]);
    expect(result.deltas.join('')).toBe('Hello 你好');
    expect(await textOf(result)).toBe('Hello 你好');
    // After a restart only the file is left.
    expect(await textOf(result)).toBe('Hello 你好');
  });

  it('keeps thoughts out of the text, tagged ones too', async () => {
    const result = await stream([
      delta({ content: '<th' }),
      delta({ content: 'ink>secret</thi' }),
      delta({ content: 'nk>\n\nAnswer with <think>' }, 'stop'),
      done,
    ]);
    expect(result.deltas.join('')).toBe('Answer with <think>');
    expect(await textOf(result)).toBe('Answer with <think>');
  });

  it('needs no [DONE] when a finish reason came', async () => {
    expect(await textOf(await stream([delta({ content: 'Hi' }, 'stop')]))).toBe('Hi');
    expect(await textOf(await stream([delta({ content: 'Hi' }, 'stop')], true))).toBe('Hi');
  });

  it('takes a plain JSON answer, whatever its content type says', async () => {
    const whole = JSON.stringify({
      choices: [{ message: { role: 'assistant', content: '<think>x</think>Hi' }, finish_reason: 'stop' }],
    });
    const result = await stream([whole]);
    expect(result.deltas).toEqual(['Hi']);
    expect(await textOf(result)).toBe('Hi');
  });

  it('is ambiguous when it ends without a finish reason', async () => {
    for (const cut of [false, true]) {
      const { outcome } = await stream([delta({ content: 'Half an ans' })], cut);
      expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'gateway.no-answer', billed: 'maybe' } });
    }
    expect((await stream([])).outcome.kind).toBe('ambiguous');
  });

  it('is rejected by an error before any content, and ambiguous by one after it', async () => {
    const error = event({ error: { message: '余额不足', code: 'insufficient_user_quota' } });
    const early = await stream([': PING\n\n', error]);
    expect(early.outcome).toMatchObject({ kind: 'rejected', error: { code: 'connection.no-balance' } });
    const late = await stream([delta({ content: 'Hi' }), error]);
    expect(late.outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'gateway.no-answer', billed: 'maybe' } });
  });

  it('says why there is no text in a finished answer', async () => {
    const read = async (pieces: string[]) => {
      const { outcome, gateway } = await stream(pieces);
      if (outcome.kind !== 'received') throw new Error(outcome.kind);
      return gateway.read('openai/chat', outcome.answer);
    };
    await expect(read([delta({}, 'content_filter'), done])).rejects.toMatchObject({
      info: { code: 'gateway.refused-content', billed: 'yes' },
    });
    await expect(read([delta({ refusal: 'No.' }), delta({}, 'stop'), done])).rejects.toMatchObject({
      info: { code: 'gateway.refused-content' },
    });
    await expect(read([delta({ reasoning_content: 'Hm' }), delta({}, 'length'), done])).rejects.toMatchObject({
      info: { code: 'gateway.bad-answer', message: 'The model used up its tokens before it wrote an answer.' },
    });
  });

  it('is stopped by the signal in the middle of its answer', async () => {
    const stop = new AbortController();
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(delta({ content: 'Hi' }), () => stop.abort(new Error('stop')));
    });
    const { outcome } = await submit(client(server.url), chatCall, {}, stop.signal);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { billed: 'maybe' } });
  });

  it('that is switched off gives the text of a plain answer', async () => {
    const server = await serve((_, response) => json(response, { choices: [{ message: { content: 'Hi' } }] }));
    const gateway = client(server.url);
    const result = await submit(gateway, { ...chatCall, params: { stream: false } });
    expect(await textOf({ ...result, gateway })).toBe('Hi');
  });
});

describe('reading a stream', () => {
  const content = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 8 });

  it('does not depend on how its bytes are cut into chunks', () => {
    fc.assert(
      fc.property(content, fc.array(fc.nat(), { maxLength: 20 }), (pieces, cuts) => {
        const text = [...pieces.map((piece) => delta({ content: piece })), delta({}, 'stop'), done].join('');
        const bytes = Buffer.from(text);
        const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
        const deltas: string[] = [];
        const reader = new ChatStream((piece) => deltas.push(piece));
        let from = 0;
        for (const to of [...places, bytes.length]) {
          reader.push(bytes.subarray(from, to));
          from = to;
        }
        const result = reader.end();
        const expected = splitThoughts(pieces.join('')).text;
        expect(deltas.join('')).toBe(expected);
        expect(result.completion).toMatchObject({ choices: [{ message: { content: expected } }] });
      }),
    );
  });

  it('parts thoughts from text in the same way however they are cut', () => {
    const word = fc.constantFrom('<think>', '</think>', '<thi', 'nk>', '</', 'a', ' ', '\n', '<');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const filter = new ThinkFilter();
        const parts = [...words.map((piece) => filter.push(piece)), filter.end()];
        const joined = { text: parts.map((p) => p.text).join(''), thoughts: parts.map((p) => p.thoughts).join('') };
        expect(joined).toEqual(splitThoughts(words.join('')));
      }),
    );
  });

  it('survives whatever bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const reader = new ChatStream();
        reader.push(bytes);
        expect(reader.end().complete).toBeTypeOf('boolean');
        return Promise.resolve();
      }),
    );
    const file = path.join(folder(), 'answer');
    writeFileSync(file, '\u0000\u0001');
    const answer: Answer = { name: 'answer', file, status: 200, contentType: '', bytes: 2 };
    await expect(client('http://127.0.0.1:9').read('openai/chat', answer)).rejects.toMatchObject({
      info: { code: 'gateway.bad-answer' },
    });
  });
});
