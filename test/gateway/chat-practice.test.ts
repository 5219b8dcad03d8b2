import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseBuffer } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found, NodeCall, PreparedFile, PreparedMedia } from '#core/gateway/contract';
import { pdf } from '../practice/support/pdf.ts';
import { type PracticeProcess, startPracticeProcess } from '../practice/support/practice-process.ts';
import { client, fileSink, folder, prepared, submit } from './support/world.ts';

let practice: PracticeProcess;
beforeAll(async () => {
  practice = await startPracticeProcess('--word-ms', '0');
});
afterAll(() => practice.stop());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const paper = pdf('Hello');

function file(form: PreparedFile['form'], bytes: Buffer, mime: string, name: string): PreparedFile {
  const base64 = bytes.toString('base64');
  return prepared(form, form === 'base64' ? base64 : `data:${mime};base64,${base64}`, {
    mime,
    name,
    bytes: bytes.length,
  });
}

/** Sends a call to the practice gateway, which refuses whatever is not exactly as the vendor has it, and reads the answer. */
async function ask(params: NodeCall['params'], more: Partial<NodeCall> = {}, media: PreparedMedia = {}) {
  const gateway = client(practice.url);
  const call: NodeCall = { nodeType: 'chat', params, inputs: { prompt: 'two scenes about tea', ...more.inputs } };
  const { outcome, deltas, thoughts } = await submit(gateway, call, media);
  if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
  const found = await gateway.read(gateway.prepare(call).recipe.id, outcome.answer);
  const value = (port: string): unknown => plainOf(found[port]);
  return { found, value, deltas: deltas.join(''), thoughts: thoughts.join('') };
}

function plainOf(found: Found | undefined): unknown {
  return found?.kind === 'value' ? found.value : found;
}

const schema = { type: 'object', properties: { mood: { enum: ['calm', 'wild'] } }, required: ['mood'] };
const tool = {
  name: 'weather',
  answer: { kind: 'fixed', value: 'fine' },
  description: 'Of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const models: Readonly<Record<string, string>> = {
  openai: 'gpt-5.2',
  responses: 'o3-pro',
  claude: 'claude-haiku-4-5-20251001',
  gemini: 'gemini-2.5-flash',
};
const dialects = Object.entries(models);

describe.each(dialects)('the dialect %s on the practice gateway', (dialect, model) => {
  const base = { dialect, model };

  it('answers streamed and whole with the same text', async () => {
    const streamed = await ask({ ...base, system: 'You write for the screen.' });
    const whole = await ask({ ...base, system: 'You write for the screen.', stream: false });
    expect(streamed.value('text')).toBe(whole.value('text'));
    expect(streamed.deltas).toBe(streamed.value('text'));
    expect(streamed.value('text')).toMatch(/tea/);
  });

  it('answers by a schema, with the JSON apart', async () => {
    const answer = await ask({ ...base, response_format: 'schema', schema });
    expect(answer.value('json')).toEqual({ mood: expect.stringMatching(/^(calm|wild)$/) });
    const gateway = client(practice.url);
    const without = () =>
      gateway.prepare({ nodeType: 'chat', params: { ...base, response_format: 'schema' }, inputs: { prompt: 'x' } });
    expect(without).toThrow(/schema/);
  });

  it('calls a function', async () => {
    const answer = await ask(base, { inputs: { tools: [tool] } });
    expect(answer.value('calls')).toMatchObject([
      { id: expect.any(String), name: 'weather', arguments: { city: expect.any(String) } },
    ]);
    const forced = await ask({ ...base, tool_choice: 'weather' }, { inputs: { tools: [tool] } });
    expect(forced.value('calls')).toHaveLength(1);
    const none = await ask({ ...base, tool_choice: 'none' }, { inputs: { tools: [tool] } });
    expect(none.value('text')).toMatch(/tea/);
  });

  it('that breaks off, or ends with an error inside, may have been billed', async () => {
    const call: NodeCall = { nodeType: 'chat', params: base, inputs: { prompt: 'two scenes about tea' } };
    const match = { method: 'POST' };
    await practice.addFaults(
      { kind: 'stream-error', match, times: 1 },
      { kind: 'stream-error', match, times: 1, error: 'upstream went away' },
      { kind: 'cut-body', match, times: 1 },
    );
    for (const words of [/before it was complete/, /upstream went away/, /./]) {
      const { outcome } = await submit(client(practice.url), call);
      expect(outcome).toMatchObject({
        kind: 'ambiguous',
        error: { billed: 'maybe', message: expect.stringMatching(words) },
      });
    }
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } };
    await practice.addFaults({ kind: 'status', match, times: 1, status: 429, body: JSON.stringify(error) });
    expect((await submit(client(practice.url), call)).outcome).toMatchObject({
      kind: 'unsent',
      error: { code: 'gateway.rate-limited' },
    });
  });

  it('goes on when its calls were answered, round after round', async () => {
    const gateway = client(practice.url);
    const tools = [tool, { ...tool, name: 'time' }].map((each) => ({ ...each, answer: { kind: 'fixed', value: 'x' } }));
    const inputs = { prompt: 'weather, then time', tools };
    let call = gateway.prepare({ nodeType: 'chat', params: { ...base, tool_choice: 'required' }, inputs });
    const called: string[][] = [];
    for (let turn = 1; turn <= 3; turn += 1) {
      const sink = await fileSink(`answer-${turn}`);
      const outcome = await gateway.submit(call, {}, { sink, signal: new AbortController().signal });
      if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
      const calls = await gateway.callsIn(outcome.answer);
      called.push(calls.map(({ name }) => name));
      const results = calls.map(({ id, name }) => ({ id, name, value: `${name} is fine`, failed: turn === 2 }));
      if (calls.length > 0) call = await gateway.continueCall(call, outcome.answer, results);
      else {
        const { text } = await gateway.read(call.recipe.id, outcome.answer);
        expect(plainOf(text)).toMatch(/weather is fine.*time is fine/);
      }
    }
    expect(called).toEqual([['weather'], ['time'], []]);
  });

  it('looks at pictures and reads documents', async () => {
    const form = dialect === 'openai' || dialect === 'responses' ? 'data-url' : 'base64';
    const inputs = {
      images: [{ kind: 'image', mime: 'image/png', url: 'https://x/a.png' }],
      documents: [{ kind: 'document', mime: 'application/pdf', url: 'https://x/a.pdf' }],
    };
    const media = {
      images: [file(form, png, 'image/png', 'a.png')],
      documents: [file(dialect === 'claude' ? 'url-or-data' : form, paper, 'application/pdf', 'a.pdf')],
    };
    const answer = await ask(base, { inputs: { prompt: 'Describe it', ...inputs } }, media);
    expect(answer.value('text')).toContain('png 1×1');
    expect(answer.value('text')).toContain(`${paper.length} bytes`);
  });
});

describe('what only some dialects have, on the practice gateway', () => {
  it.each<[string, NodeCall['params']]>([
    [
      'openai',
      {
        model: 'deepseek-reasoner',
        temperature: 0.3,
        top_p: 0.9,
        presence_penalty: 1,
        frequency_penalty: -1,
        seed: 7,
        stop: 'END\nSTOP',
        max_tokens: 300,
        reasoning_effort: 'low',
        logit_bias: { '50256': -100 },
      },
    ],
    [
      'responses',
      {
        reasoning_summary: 'auto',
        reasoning_effort: 'low',
        verbosity: 'low',
        max_tokens: 300,
        temperature: 1,
        top_p: 0.5,
        parallel_tool_calls: true,
      },
    ],
    [
      'claude',
      { thinking_budget: 1024, max_tokens: 4000, temperature: 1, top_p: 0.9, top_k: 5, stop: 'END', effort: 'low' },
    ],
    [
      'gemini',
      {
        include_thoughts: true,
        thinking_budget: -1,
        temperature: 2,
        top_p: 0.9,
        top_k: 5,
        seed: 3,
        stop: 'END',
        presence_penalty: 0.5,
        frequency_penalty: 0.5,
        max_tokens: 300,
        safety: 'BLOCK_NONE',
        media_resolution: 'MEDIA_RESOLUTION_LOW',
      },
    ],
  ])('%s takes its params and tells its thoughts apart', async (dialect, params) => {
    const answer = await ask({ dialect, model: models[dialect] ?? '', ...params });
    expect(answer.value('reasoning')).toEqual(expect.any(String));
    expect(answer.thoughts).toBe(answer.value('reasoning'));
  });

  it.each<[string, NodeCall['params']]>([
    ['openai', { model: 'gpt-4o-search-preview', search_context_size: 'low' }],
    ['responses', { web_search: true, search_context_size: 'high' }],
    ['claude', { web_search: true, max_uses: 2 }],
    ['gemini', { web_search: true }],
  ])('%s searches the web and names its sources', async (dialect, params) => {
    const answer = await ask({ dialect, model: models[dialect] ?? '', ...params });
    expect(answer.value('citations')).toEqual([
      {
        url: 'https://example.com/practice',
        title: 'A practice page',
        ...(dialect === 'claude' && { text: 'A practice page' }),
      },
    ]);
  });

  it.each(['responses', 'gemini'])('%s runs a program', async (dialect) => {
    const answer = await ask({ dialect, model: models[dialect] ?? '', code_execution: true });
    expect(answer.value('code')).toMatchObject([{ language: 'python', code: 'print(6 * 7)', output: '42\n' }]);
  });

  it('Gemini reads an address, Claude a PDF by its address and quotes it', async () => {
    const page = await ask(
      { dialect: 'gemini', model: 'gemini-2.5-flash', url_context: true },
      { inputs: { prompt: 'Sum up https://example.com/tea' } },
    );
    expect(page.value('citations')).toEqual([{ url: 'https://example.com/tea' }]);
    const documents = [{ kind: 'document', mime: 'application/pdf', url: 'https://x/a.pdf' }];
    const quoted = await ask(
      { dialect: 'claude', model: 'claude-haiku-4-5-20251001', cite_documents: true },
      { inputs: { documents } },
      { documents: [prepared('url-or-data', 'https://x/a.pdf', { mime: 'application/pdf', name: 'a.pdf' })] },
    );
    expect(quoted.value('citations')).toMatchObject([{ text: 'A practice quotation.' }]);
    expect(quoted.value('text')).toContain('https://x/a.pdf');
  });

  it('a chat that speaks gives the sound and its words', async () => {
    const base = { model: 'gpt-4o-audio-preview', speech_voice: 'coral' };
    for (const [params, beginning] of [
      // Streamed as bare samples, which become a WAV.
      [base, 'RIFF'],
      [{ ...base, stream: false }, 'RIFF'],
      [{ ...base, speech_format: 'flac' }, 'fLaC'],
      [{ ...base, speech_format: 'mp3' }, 'ID3'],
    ] as const) {
      const answer = await ask(params);
      expect(answer.deltas).toBe(answer.value('text'));
      const { audio } = answer.found;
      if (audio?.kind !== 'file' || !('base64' in audio.file)) throw new Error(JSON.stringify(audio));
      const bytes = Buffer.from(audio.file.base64, 'base64');
      expect(bytes.subarray(0, beginning.length).toString()).toBe(beginning);
      const { format } = await parseBuffer(bytes);
      expect([format.sampleRate, format.numberOfChannels]).toEqual([24_000, 1]);
      expect(answer.value('text')).toMatch(/tea/);
    }
  });

  it('hears recordings and watches films', async () => {
    const sound = path.join(folder(), 'a.wav');
    writeFileSync(sound, 'RIFF');
    const inputs = {
      audio: [{ kind: 'audio', mime: 'audio/wav' }],
      video: [{ kind: 'video', mime: 'video/mp4' }],
    };
    for (const dialect of ['openai', 'gemini']) {
      const media = {
        audio: [file('base64', Buffer.from('RIFF'), 'audio/wav', 'a.wav')],
        video: [
          dialect === 'openai'
            ? prepared('url-or-data', 'https://x/a.mp4', { mime: 'video/mp4' })
            : file('base64', Buffer.from('film'), 'video/mp4', 'a.mp4'),
        ],
      };
      const answer = await ask({ dialect, model: models[dialect] ?? '' }, { inputs }, media);
      expect(answer.value('text')).toMatch(/the recording .*of 4 bytes.*the video/);
    }
  });

  it('models that only know Responses are called so by themselves, unknown ones in the usual way', async () => {
    const gateway = client(practice.url);
    const recipe = (model: string) =>
      gateway.prepare({ nodeType: 'chat', params: { model }, inputs: { prompt: 'x' } }).recipe.id;
    expect(recipe('o3-pro')).toBe('openai/responses');
    expect(recipe('gpt-6-codex')).toBe('openai/responses');
    expect(recipe('gpt-6')).toBe('openai/chat');
    expect(recipe('claude-9')).toBe('openai/chat');
    expect(recipe('somebody-1')).toBe('openai/chat');
  });
});
