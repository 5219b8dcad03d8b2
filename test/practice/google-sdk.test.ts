import { FunctionCallingConfigMode, GoogleGenAI, type Part, Type } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdf } from './support/pdf.ts';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;
let client: GoogleGenAI;
const model = 'gemini-2.5-flash';

beforeAll(async () => {
  practice = await startPracticeProcess('--word-ms', '0', '--key', 'sk-right');
  client = new GoogleGenAI({
    apiKey: 'sk-right',
    httpOptions: { baseUrl: practice.url, retryOptions: { attempts: 1 } },
  });
});
afterAll(() => practice.stop());

const inline = (bytes: Buffer, mimeType: string): Part => ({
  inlineData: { data: bytes.toString('base64'), mimeType },
});
const weather = {
  name: 'weather',
  description: 'The weather of a city',
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ['city'] },
};

describe("Google's own client against the practice gateway", () => {
  it('gets content, and the same words streamed', async () => {
    const order = {
      model,
      contents: 'two scenes about tea',
      config: {
        systemInstruction: 'You write for the screen.',
        temperature: 0.5,
        topK: 20,
        maxOutputTokens: 500,
        seed: 4,
      },
    };
    const whole = await client.models.generateContent(order);
    expect(whole.text?.split('\n')).toHaveLength(2);
    expect(whole.usageMetadata?.totalTokenCount).toBeGreaterThan(5);
    let text = '';
    let chunks = 0;
    for await (const chunk of await client.models.generateContentStream(order)) {
      text += chunk.text ?? '';
      chunks += 1;
    }
    expect(text).toBe(whole.text);
    expect(chunks).toBeGreaterThan(5);
  });

  it('gets thoughts apart and JSON by a schema', async () => {
    const thoughtful = await client.models.generateContent({
      model,
      contents: 'rain',
      config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } },
    });
    expect(thoughtful.candidates?.[0]?.content?.parts?.[0]).toMatchObject({ thought: true });
    const json = await client.models.generateContent({
      model,
      contents: 'three shots about rain',
      config: {
        responseMimeType: 'application/json',
        responseSchema: {
          type: Type.OBJECT,
          properties: { shots: { type: Type.ARRAY, items: { type: Type.STRING } } },
        },
      },
    });
    expect((JSON.parse(json.text ?? '') as { shots: string[] }).shots).toHaveLength(3);
  });

  it('has its function called, answers, and goes on', async () => {
    const config = {
      tools: [{ functionDeclarations: [weather] }],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.AUTO } },
    };
    const question = { role: 'user', parts: [{ text: 'How is the weather in Berlin?' }] };
    const first = await client.models.generateContent({ model, contents: [question], config });
    const call = first.functionCalls?.[0];
    expect(call).toMatchObject({ name: 'weather', args: { city: expect.any(String) } });
    const turn = first.candidates?.[0]?.content;
    const answer = { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { output: 'Sunny' } } }] };
    const second = await client.models.generateContent({
      model,
      contents: [question, turn ?? question, answer],
      config,
    });
    expect(second.text).toContain('Sunny');
  });

  it('searches, reads pages, and runs programs', async () => {
    const answer = await client.models.generateContent({
      model,
      contents: 'Sum up https://example.com/tea and count',
      config: { tools: [{ googleSearch: {} }, { urlContext: {} }, { codeExecution: {} }] },
    });
    expect(answer.executableCode).toBe('print(6 * 7)');
    expect(answer.codeExecutionResult).toBe('42\n');
    const [candidate] = answer.candidates ?? [];
    expect(candidate?.groundingMetadata?.groundingChunks?.[0]?.web?.uri).toMatch(/^https:/);
    expect(candidate?.urlContextMetadata?.urlMetadata?.[0]?.retrievedUrl).toBe('https://example.com/tea');
    const config = { tools: [{ googleMaps: {} }] };
    const placed = await client.models.generateContent({ model, contents: 'Where is tea sold?', config });
    expect(placed.candidates?.[0]?.groundingMetadata?.groundingChunks).toHaveLength(1);
  });

  it('reads documents, and hears what it has said', async () => {
    const text = 'The quick brown fox jumps over the lazy dog.';
    const spoken = await client.models.generateContent({
      model: 'gemini-2.5-flash-preview-tts',
      contents: text,
      config: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      },
    });
    const sound = Buffer.from(spoken.data ?? '', 'base64');
    expect(spoken.candidates?.[0]?.content?.parts?.[0]?.inlineData?.mimeType).toContain('rate=24000');
    expect(sound.length).toBeGreaterThan(24_000);
    const answer = await client.models.generateContent({
      model,
      contents: [
        {
          role: 'user',
          parts: [inline(sound, 'audio/L16'), inline(pdf('Hello'), 'application/pdf'), { text: 'What is it?' }],
        },
      ],
    });
    expect(answer.text).toContain(text);
    expect(answer.text).toContain('document of');
  });

  it('raises errors with their status', async () => {
    const stranger = new GoogleGenAI({
      apiKey: 'sk-wrong',
      httpOptions: { baseUrl: practice.url, retryOptions: { attempts: 1 } },
    });
    await expect(stranger.models.generateContent({ model, contents: 'hi' })).rejects.toMatchObject({ status: 401 });
    const hot = client.models.generateContent({ model, contents: 'hi', config: { temperature: 3 } });
    await expect(hot).rejects.toMatchObject({ status: 400, message: expect.stringContaining('temperature') });
    await expect(client.models.generateContent({ model: 'gemini-9', contents: 'hi' })).rejects.toMatchObject({
      status: 503,
    });
  });
});
