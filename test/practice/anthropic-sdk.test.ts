import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdf } from './support/pdf.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;
let client: Anthropic;
const model = 'claude-haiku-4-5-20251001';

beforeAll(async () => {
  practice = await startPracticeProcess('--word-ms', '0', '--key', 'sk-right');
  client = new Anthropic({ baseURL: practice.url, apiKey: 'sk-right', maxRetries: 0 });
});
afterAll(() => practice.stop());

const textIn = (message: Anthropic.Message): string =>
  message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');

const weather: Anthropic.Tool = {
  name: 'weather',
  description: 'The weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe("Anthropic's own client against the practice gateway", () => {
  it('gets a message, and the same words streamed', async () => {
    const order = { model, max_tokens: 500, messages: [{ role: 'user' as const, content: 'two scenes about tea' }] };
    const whole = await client.messages.create({ ...order, system: 'You write for the screen.' });
    expect(whole).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(textIn(whole).split('\n')).toHaveLength(2);
    const streamed = await client.messages.stream({ ...order, system: 'You write for the screen.' }).finalMessage();
    expect(textIn(streamed)).toBe(textIn(whole));
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  it('gets thoughts with their signature, and an end by the limit', async () => {
    const message = await client.messages
      .stream({
        model,
        max_tokens: 2000,
        thinking: { type: 'enabled', budget_tokens: 1024 },
        messages: [{ role: 'user', content: 'Tell me of rain' }],
      })
      .finalMessage();
    expect(message.content[0]).toMatchObject({ type: 'thinking', signature: 'practice-signature' });
    const short = await client.messages.create({ model, max_tokens: 3, messages: [{ role: 'user', content: 'rain' }] });
    expect(short.stop_reason).toBe('max_tokens');
  });

  it('has its function called, answers, and goes on', async () => {
    const question: Anthropic.MessageParam = { role: 'user', content: 'How is the weather in Berlin?' };
    const first = await client.messages
      .stream({ model, max_tokens: 500, tools: [weather], messages: [question] })
      .finalMessage();
    expect(first.stop_reason).toBe('tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    expect(call).toMatchObject({ name: 'weather', input: { city: expect.any(String) } });
    const second = await client.messages.create({
      model,
      max_tokens: 500,
      tools: [weather],
      messages: [
        question,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'Sunny, 21 degrees' }] },
      ],
    });
    expect(textIn(second)).toContain('Sunny, 21 degrees');
    const unanswered = client.messages.create({
      model,
      max_tokens: 500,
      tools: [weather],
      messages: [question, { role: 'assistant', content: first.content }, { role: 'user', content: 'Well?' }],
    });
    await expect(unanswered).rejects.toThrow(/tool_use.*without.*tool_result/);
  });

  it('searches the web and names its sources', async () => {
    const message = await client.messages
      .stream({
        model,
        max_tokens: 500,
        tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }],
        messages: [{ role: 'user', content: 'What is new about tea?' }],
      })
      .finalMessage();
    expect(message.content.map((block) => block.type)).toEqual(['server_tool_use', 'web_search_tool_result', 'text']);
    const text = message.content.find((block) => block.type === 'text');
    expect(text?.citations?.[0]).toMatchObject({ type: 'web_search_result_location', url: expect.any(String) });
  });

  it('reads PDFs from an address and from a file', async () => {
    const ask = async (source: Anthropic.Base64PDFSource | Anthropic.URLPDFSource) =>
      textIn(
        await client.messages.create({
          model,
          max_tokens: 500,
          messages: [
            {
              role: 'user',
              content: [
                { type: 'document', source },
                { type: 'text', text: 'Sum it up' },
              ],
            },
          ],
        }),
      );
    expect(await ask({ type: 'url', url: 'https://example.com/a.pdf' })).toContain('https://example.com/a.pdf');
    const data = pdf('Hello').toString('base64');
    expect(await ask({ type: 'base64', media_type: 'application/pdf', data })).toContain('document of');
    const wrong = Buffer.from('no PDF').toString('base64');
    await expect(ask({ type: 'base64', media_type: 'application/pdf', data: wrong })).rejects.toThrow(
      /PDF .* not valid/,
    );
  });

  it('answers by a schema', async () => {
    const message = await client.messages.create({
      model,
      max_tokens: 500,
      output_config: {
        format: { type: 'json_schema', schema: { type: 'object', properties: { mood: { enum: ['calm', 'wild'] } } } },
      },
      messages: [{ role: 'user', content: 'rain' }],
    });
    expect(JSON.parse(textIn(message))).toEqual({ mood: expect.stringMatching(/^(calm|wild)$/) });
  });

  it('raises the typed errors, in the envelope of this route', async () => {
    const stranger = new Anthropic({ baseURL: practice.url, apiKey: 'sk-wrong', maxRetries: 0 });
    const order = { model, max_tokens: 10, messages: [{ role: 'user' as const, content: 'hi' }] };
    await expect(stranger.messages.create(order)).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
    const wrong = client.messages.create({ ...order, temperature: 2 } as typeof order);
    await expect(wrong).rejects.toBeInstanceOf(Anthropic.BadRequestError);
    await expect(wrong).rejects.toMatchObject({
      error: {
        type: 'error',
        error: { type: 'invalid_request_error', message: expect.stringContaining('temperature') },
      },
    });
    await expect(client.messages.create({ ...order, model: 'claude-9' })).rejects.toMatchObject({ status: 503 });
  });
});
