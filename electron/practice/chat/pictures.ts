import { readFile } from 'node:fs/promises';
import { countJob, fileUrl, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { invalidRequest } from '../http/errors.ts';
import type { PracticeRequest } from '../http/request.ts';
import { paint, sidesOf } from '../systems/work.ts';
import type { GeminiRequest } from './gemini-schema.ts';
import type { ChatRequest } from './openai-schema.ts';

/** Pictures of Gemini: they come as base64 among the parts (PROTOCOL 5.3). */
export async function drawAsGemini(
  gateway: Gateway,
  request: PracticeRequest,
  model: string,
  asked: GeminiRequest,
): Promise<Answer> {
  const config = asked.generationConfig;
  if (config?.responseModalities?.includes('IMAGE') !== true) {
    throw invalidRequest('The model makes pictures: responseModalities must have IMAGE.', 'responseModalities');
  }
  const parts = asked.contents.flatMap((content) => content.parts);
  const prompt = parts.flatMap(({ text }) => text ?? []).join(' ');
  const references = parts.flatMap(({ inlineData: file }) =>
    file ? [`data:${file.mimeType};base64,${file.data}`] : [],
  );
  countJob(request);
  const size = sidesOf(config.imageConfig?.aspectRatio ?? '1:1', 768);
  const [file] = await paint(gateway, { model, prompt, ...size, count: 1, references });
  const data = file === undefined ? '' : (await readFile(file.path)).toString('base64');
  return jsonAnswer({
    candidates: [
      {
        content: { role: 'model', parts: [{ text: 'Here it is.' }, { inlineData: { mimeType: 'image/png', data } }] },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 1290, totalTokenCount: 1310 },
    modelVersion: model,
  });
}

/** Pictures of models that are asked as a chat: links in the answer's text (PROTOCOL 5.4). */
export async function drawInChat(gateway: Gateway, request: PracticeRequest, asked: ChatRequest): Promise<Answer> {
  const content = asked.messages.findLast(({ role }) => role === 'user')?.content;
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : (content ?? []);
  const prompt = parts.flatMap((part) => ('text' in part ? [part.text] : [])).join(' ');
  const references = parts.flatMap((part) => ('image_url' in part ? [part.image_url.url] : []));
  countJob(request);
  const ratio = /\[(\d+:\d+)\]/.exec(prompt)?.[1] ?? '1:1';
  const work = { model: asked.model, prompt, ...sidesOf(ratio, 768), count: 1, references };
  const links = (await paint(gateway, work)).map((file) => `![picture](${fileUrl(gateway, file)})`);
  const message = { role: 'assistant', content: `> progress 100%\n\n${links.join('\n')}` };
  return jsonAnswer({
    id: `chatcmpl-${gateway.newId()}`,
    object: 'chat.completion',
    created: Math.floor(gateway.clock.now() / 1000),
    model: asked.model,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 },
  });
}
