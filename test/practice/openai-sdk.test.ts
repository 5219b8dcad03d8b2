import { decode as decodeJpeg } from 'jpeg-js';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;
let client: OpenAI;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '50', '--word-ms', '0', '--key', 'sk-right');
  client = new OpenAI({ baseURL: `${practice.url}/v1`, apiKey: 'sk-right', maxRetries: 0 });
});
afterAll(() => practice.stop());

describe("OpenAI's own client against the practice gateway", () => {
  it('chats', async () => {
    const answer = await client.chat.completions.create({
      model: 'gpt-5.2',
      messages: [
        { role: 'system', content: 'You write shot lists.' },
        { role: 'user', content: 'Write three shots about a lighthouse in a storm, one per line' },
      ],
    });
    const lines = answer.choices[0]?.message.content?.split('\n') ?? [];
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toContain('lighthouse');
    expect(answer.usage?.total_tokens).toBeGreaterThan(10);
  });

  it('goes on with a text by the old route, whole and streamed', async () => {
    const order = { model: 'gpt-3.5-turbo-instruct', prompt: 'The tide had gone out', max_tokens: 60 };
    const { choices, usage } = await client.completions.create({ ...order, echo: true, n: 2 });
    expect(choices.map(({ text }) => text.startsWith(order.prompt))).toEqual([true, true]);
    expect(usage?.total_tokens).toBeGreaterThan(4);
    let streamed = '';
    for await (const chunk of await client.completions.create({ ...order, stream: true })) {
      streamed += chunk.choices[0]?.text ?? '';
    }
    expect(choices[0]?.text).toBe(order.prompt + streamed);
    const chat = { ...order, model: 'gpt-5.2' };
    await expect(client.completions.create(chat)).rejects.toMatchObject({ status: 400, param: 'model' });
  });

  it('streams the same words, then the usage', async () => {
    const order = { model: 'gpt-5.2', messages: [{ role: 'user' as const, content: 'two scenes about tea' }] };
    const whole = await client.chat.completions.create(order);
    const stream = await client.chat.completions.create({
      ...order,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let chunks = 0;
    let usage: number | undefined;
    for await (const chunk of stream) {
      chunks += 1;
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage?.total_tokens ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks).toBeGreaterThan(10);
    expect(usage).toBe(whole.usage?.total_tokens);
  });

  it('answers as JSON that fits the schema', async () => {
    const schema = {
      type: 'object',
      properties: { shots: { type: 'array', items: { type: 'string' } }, mood: { enum: ['calm', 'wild'] } },
      required: ['shots', 'mood'],
    };
    const answer = await client.chat.completions.create({
      model: 'gpt-5.2',
      messages: [{ role: 'user', content: 'four shots about rain' }],
      response_format: { type: 'json_schema', json_schema: { name: 'list', schema } },
    });
    const value = JSON.parse(answer.choices[0]?.message.content ?? '') as { shots: string[]; mood: string };
    expect(value.shots).toHaveLength(4);
    expect(['calm', 'wild']).toContain(value.mood);
  });

  const weather = {
    name: 'weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  };

  it('has its function called, answers, and goes on', async () => {
    const tools = [{ type: 'function' as const, function: weather }];
    const question = { role: 'user' as const, content: 'How is the weather in Berlin?' };
    const stream = client.chat.completions.stream({ model: 'gpt-5.2', messages: [question], tools });
    const first = (await stream.finalChatCompletion()).choices[0];
    expect(first?.finish_reason).toBe('tool_calls');
    const call = first?.message.tool_calls?.[0];
    expect(call).toMatchObject({
      type: 'function',
      function: { name: 'weather', arguments: expect.stringMatching(/^{"city"/) },
    });
    const turn = { role: 'assistant' as const, content: null, tool_calls: first?.message.tool_calls ?? [] };
    const answer = { role: 'tool' as const, tool_call_id: call?.id ?? '', content: 'Sunny' };
    const second = await client.chat.completions.create({
      model: 'gpt-5.2',
      messages: [question, turn, answer],
      tools,
    });
    expect(second.choices[0]?.message.content).toContain('Sunny');
    const unanswered = client.chat.completions.create({
      model: 'gpt-5.2',
      messages: [question, turn, question],
      tools,
    });
    await expect(unanswered).rejects.toThrow(/must be followed by tool messages/);
  });

  it('responds, streams the same, calls functions and names sources', async () => {
    const order = { model: 'gpt-5.2', input: 'two scenes about tea', reasoning: { summary: 'auto' as const } };
    const whole = await client.responses.create(order);
    expect(whole.output_text.split('\n')).toHaveLength(2);
    const streamed = await client.responses.stream(order).finalResponse();
    expect(streamed.output_text).toBe(whole.output_text);
    expect(whole.output[0]).toMatchObject({ type: 'reasoning' });
    const tools = [{ type: 'function' as const, ...weather, strict: false }];
    const first = await client.responses.create({ model: 'o3-pro', input: 'The weather in Berlin', tools });
    const call = first.output.find((item) => item.type === 'function_call');
    const second = await client.responses.create({
      model: 'o3-pro',
      tools,
      input: [
        { role: 'user', content: 'The weather in Berlin' },
        { type: 'function_call', call_id: call?.call_id ?? '', name: 'weather', arguments: call?.arguments ?? '' },
        { type: 'function_call_output', call_id: call?.call_id ?? '', output: 'Sunny' },
      ],
    });
    expect(second.output_text).toContain('Sunny');
    const found = await client.responses.create({
      model: 'gpt-5.2',
      input: 'News',
      tools: [{ type: 'web_search_preview' }],
    });
    const message = found.output.find((item) => item.type === 'message');
    expect(message?.content[0]).toMatchObject({ annotations: [{ type: 'url_citation' }] });
  });

  it('hears a question, speaks its answer, and searches with the model for it', async () => {
    const speech = await client.audio.speech.create({
      model: 'tts-1',
      voice: 'alloy',
      input: 'Hello there.',
      response_format: 'wav',
    });
    const data = Buffer.from(await speech.arrayBuffer()).toString('base64');
    const answer = await client.chat.completions.create({
      model: 'gpt-4o-audio-preview',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is said?' },
            { type: 'input_audio', input_audio: { data, format: 'wav' } },
          ],
        },
      ],
    });
    const audio = answer.choices[0]?.message.audio;
    expect(audio?.transcript).toContain('Hello there.');
    expect(
      Buffer.from(audio?.data ?? '', 'base64')
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    const stream = await client.chat.completions.create({
      model: 'gpt-4o-audio-preview',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'pcm16' },
      messages: [{ role: 'user', content: 'Say a word about tea.' }],
      stream: true,
    });
    const told: { data?: string; transcript?: string }[] = [];
    for await (const chunk of stream) {
      // The client's types do not know it yet.
      const { audio: piece } = (chunk.choices[0]?.delta ?? {}) as { audio?: { data?: string; transcript?: string } };
      if (piece !== undefined) told.push(piece);
    }
    expect(told.map((piece) => piece.transcript ?? '').join('')).toContain('tea');
    const samples = Buffer.concat(told.map((piece) => Buffer.from(piece.data ?? '', 'base64')));
    expect(samples.length).toBeGreaterThan(20_000);
    expect(samples.length % 2).toBe(0);
    const found = await client.chat.completions.create({
      model: 'gpt-4o-search-preview',
      web_search_options: { search_context_size: 'low' },
      messages: [{ role: 'user', content: 'News about tea' }],
    });
    expect(found.choices[0]?.message.annotations?.[0]).toMatchObject({ type: 'url_citation' });
  });

  it('lists the models, marked as practice', async () => {
    const models = (await client.models.list()).data;
    expect(models.map((model) => model.id)).toEqual(
      expect.arrayContaining(['gpt-5.2', 'gpt-image-1.5-all', 'sora-2', 'tts-1']),
    );
    expect(new Set(models.map((model) => model.owned_by))).toEqual(new Set(['practice']));
  });

  it('makes pictures in both forms', async () => {
    const official = await client.images.generate({ model: 'gpt-image-1', prompt: 'a lake', size: '1536x1024' });
    expect(
      Buffer.from(official.data?.[0]?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const free = { model: 'gpt-image-2', prompt: 'a lake', size: '1600x640', output_format: 'jpeg' } as const;
    const wide = await client.images.generate({ ...free, output_compression: 60 });
    const photo = decodeJpeg(Buffer.from(wide.data?.[0]?.b64_json ?? '', 'base64'));
    expect([photo.width, photo.height]).toEqual([1600, 640]);
    const reverse = await client.images.generate({ model: 'gpt-image-1.5-all', prompt: 'a lake', n: 2 });
    expect(reverse.data?.map((each) => each.url?.startsWith(`${practice.url}/files/`))).toEqual([true, true]);
    const edited = await client.images.edit({
      model: 'gpt-image-1.5',
      prompt: 'add a moon',
      output_format: 'jpeg',
      image: await toFile(Buffer.from(official.data?.[0]?.b64_json ?? '', 'base64'), 'lake.png', { type: 'image/png' }),
    });
    expect(decodeJpeg(Buffer.from(edited.data?.[0]?.b64_json ?? '', 'base64')).width).toBe(1024);
  });

  it('speaks, and hears what it said', async () => {
    const input = 'The quick brown fox jumps over the lazy dog.';
    const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input });
    const file = await toFile(Buffer.from(await speech.arrayBuffer()), 'speech.mp3', { type: 'audio/mpeg' });
    const heard = await client.audio.transcriptions.create({ model: 'whisper-1', file });
    expect(heard.text).toBe(input);
    const subtitles = await client.audio.transcriptions.create({ model: 'whisper-1', file, response_format: 'srt' });
    expect(subtitles).toContain('00:00:00,000 --> ');
    const verbose = await client.audio.transcriptions.create({
      model: 'whisper-1',
      file,
      response_format: 'verbose_json',
      timestamp_granularities: ['word', 'segment'],
    });
    expect(verbose.words?.map((word) => word.word)).toEqual(input.split(' '));
    expect(verbose.duration).toBeGreaterThan(1.5);
  });

  it('embeds, so that texts that share words are close, and judges', async () => {
    const input = ['the cat sleeps', 'the cat eats', 'rain tomorrow'];
    const { data, usage } = await client.embeddings.create({ model: 'text-embedding-3-small', input, dimensions: 256 });
    const [sleeps, eats, rain] = data.map(({ embedding }) => embedding);
    const dot = (left: number[] = [], right: number[] = []) =>
      left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
    expect(sleeps).toHaveLength(256);
    expect(dot(sleeps, sleeps)).toBeCloseTo(1, 3);
    expect(dot(sleeps, eats)).toBeGreaterThan(dot(sleeps, rain));
    expect(usage.total_tokens).toBeGreaterThan(3);
    const old = client.embeddings.create({ model: 'text-embedding-ada-002', input: 'x', dimensions: 8 });
    await expect(old).rejects.toMatchObject({ status: 400, param: 'dimensions' });
    const { results } = await client.moderations.create({ input: 'I will attack them' });
    expect(results[0]).toMatchObject({ flagged: true, categories: { violence: true } });
  });

  it('translates what it hears', async () => {
    const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello there.' });
    const file = await toFile(Buffer.from(await speech.arrayBuffer()), 'speech.mp3', { type: 'audio/mpeg' });
    expect((await client.audio.translations.create({ model: 'whisper-1', file })).text).toBe('Hello there.');
  });

  it('raises the typed errors', async () => {
    const stranger = new OpenAI({ baseURL: `${practice.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(client.get('/nothing')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(client.images.generate({ model: 'dall-e-3', prompt: 'x', n: 2 })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
    const unknown = client.chat.completions.create({ model: 'gpt-9', messages: [{ role: 'user', content: 'hi' }] });
    await expect(unknown).rejects.toMatchObject({ status: 503, code: 'model_not_found' });
  });
});
