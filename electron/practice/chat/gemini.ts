import { countJob, type Gateway } from '../gateway.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { check } from '../http/check.ts';
import { GatewayError, invalidRequest } from '../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { readWav, resample, SPEECH_RATE, toPcm } from '../media/audio.ts';
import { speak } from '../media/speech.ts';
import { requireModel } from '../models.ts';
import type { SpokenTexts } from '../routes/spoken.ts';
import { think, wordsOf } from './brain.ts';
import { fileOfBase64, requirePdf } from './files.ts';
import { camelKeys, type GeminiRequest, geminiRequest } from './gemini-schema.ts';
import { eventsAnswer } from './openai-stream.ts';
import type { ChatOrder, ChatReply, FileKind, OrderFile, OrderMessage } from './order.ts';
import { drawAsGemini } from './pictures.ts';

/** `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent` (PROTOCOL 3.6, 11). */
export function geminiRoutes(gateway: Gateway, spoken: SpokenTexts): Route[] {
  return [{ method: 'POST', path: '/v1beta/models/:call', handle: (request) => generate(gateway, spoken, request) }];
}

async function generate(gateway: Gateway, spoken: SpokenTexts, request: PracticeRequest): Promise<Answer> {
  const [name = '', method = ''] = (request.parameters['call'] ?? '').split(':');
  if (method !== 'generateContent' && method !== 'streamGenerateContent') {
    throw new GatewayError({
      status: 404,
      message: `Invalid URL (POST ${request.path})`,
      type: 'invalid_request_error',
    });
  }
  const model = requireModel(name, ['chat', 'reasoning', 'gemini-speech', 'gemini-image']);
  request.entry.model = name;
  const asked = check(geminiRequest, camelKeys(jsonBody(request)));
  const head = { modelVersion: model.id, responseId: gateway.newId() };
  if (model.family === 'gemini-image') return drawAsGemini(gateway, request, model.id, asked);
  if (model.family === 'gemini-speech') return say(asked, spoken, request, head);
  const reply = think(orderOf(asked, model.id), String(gateway.settings.seed), (bytes) => spoken.recall(bytes, []));
  countJob(request);
  const usageMetadata = {
    promptTokenCount: reply.usage.prompt,
    candidatesTokenCount: reply.usage.completion - reply.usage.reasoning,
    ...(reply.usage.reasoning > 0 && { thoughtsTokenCount: reply.usage.reasoning }),
    totalTokenCount: reply.usage.prompt + reply.usage.completion,
  };
  const candidate = (parts: readonly unknown[], last: boolean) => ({
    candidates: [
      {
        content: { role: 'model', parts },
        index: 0,
        ...(last && { finishReason: reply.finish === 'length' ? 'MAX_TOKENS' : 'STOP', ...groundingOf(reply) }),
      },
    ],
    usageMetadata,
    ...head,
  });
  const streamed = method === 'streamGenerateContent';
  if (!streamed)
    return jsonAnswer(
      candidate(
        partsOf(reply, (text) => [text]),
        true,
      ),
    );
  const pieces = partsOf(reply, wordsOf);
  const chunks = pieces.map((part, index) => candidate([part], index === pieces.length - 1));
  if (request.query.get('alt') !== 'sse') return jsonAnswer(chunks);
  return eventsAnswer(
    chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`),
    gateway.settings.wordMs,
  );
}

/** Speech of Gemini: bare samples of 24 kHz. */
async function say(asked: GeminiRequest, spoken: SpokenTexts, request: PracticeRequest, head: object): Promise<Answer> {
  const config = asked.generationConfig;
  if (config?.responseModalities?.includes('AUDIO') !== true) {
    throw invalidRequest(
      'The requested combination of response modalities is not supported by the model: it speaks only.',
      'responseModalities',
    );
  }
  const voice = config.speechConfig?.voiceConfig?.prebuiltVoiceConfig.voiceName ?? 'Kore';
  const text = asked.contents.flatMap((content) => content.parts.flatMap((part) => part.text ?? [])).join('\n');
  const pcm = toPcm(resample(readWav(await speak({ text, voice, speed: 1 })), SPEECH_RATE));
  countJob(request);
  spoken.remember(pcm, text);
  const data = {
    inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: Buffer.from(pcm).toString('base64') },
  };
  return jsonAnswer({
    candidates: [{ content: { role: 'model', parts: [data] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 100, totalTokenCount: 110 },
    ...head,
  });
}

function orderOf(asked: GeminiRequest, model: string): ChatOrder {
  const config = asked.generationConfig ?? {};
  const tools = asked.tools ?? [];
  const declared = tools.flatMap((tool) => tool.functionDeclarations ?? []);
  if (config.responseSchema !== undefined && config.responseMimeType !== 'application/json') {
    throw invalidRequest(
      'Response schema is only supported with the response mime type application/json.',
      'responseSchema',
    );
  }
  const calling = asked.toolConfig?.functionCallingConfig;
  const modes = { AUTO: 'auto', VALIDATED: 'auto', NONE: 'none', ANY: 'required' };
  return {
    model,
    instruction: (asked.systemInstruction?.parts ?? []).map((part) => part.text ?? '').join('\n'),
    messages: asked.contents.flatMap(messagesOf),
    tools: declared.map((tool) => ({
      name: tool.name,
      description: tool.description ?? '',
      parameters: tool.parametersJsonSchema ?? lowerTypes(tool.parameters),
    })),
    toolChoice: calling?.allowedFunctionNames?.[0] ?? modes[calling?.mode ?? 'AUTO'],
    format:
      config.responseJsonSchema ??
      (lowerTypes(config.responseSchema) as Record<string, unknown> | undefined) ??
      (config.responseMimeType === 'application/json' ? 'json' : undefined),
    maxTokens: config.maxOutputTokens,
    stops: config.stopSequences ?? [],
    seed: config.seed,
    thinks: config.thinkingConfig?.includeThoughts === true,
    searches: tools.some((tool) => tool.googleSearch !== undefined || tool.googleMaps !== undefined),
    readsPages: tools.some((tool) => tool.urlContext !== undefined),
    runsCode: tools.some((tool) => tool.codeExecution !== undefined),
  };
}

/** Google's SDK writes types of schemas in capitals. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
    ]),
  );
}

function messagesOf({ role, parts }: GeminiRequest['contents'][number]): OrderMessage[] {
  const results = parts.flatMap((part): OrderMessage[] =>
    part.functionResponse === undefined
      ? []
      : [{ role: 'tool', text: JSON.stringify(part.functionResponse.response), files: [] }],
  );
  if (results.length > 0) return results;
  const text = parts.flatMap((part) => (part.thought === true ? [] : (part.text ?? []))).join('\n');
  return [{ role: role === 'model' ? 'assistant' : 'user', text, files: parts.flatMap(fileOf) }];
}

function fileOf(part: GeminiRequest['contents'][number]['parts'][number]): OrderFile[] {
  if (part.fileData !== undefined) {
    throw invalidRequest('Files of the File API are not to be had here; send inline_data.', 'fileData');
  }
  if (part.inlineData === undefined) return [];
  const { mimeType, data } = part.inlineData;
  const kinds: Readonly<Record<string, FileKind>> = { image: 'picture', audio: 'recording', video: 'video' };
  const file = fileOfBase64(kinds[mimeType.split('/')[0] ?? ''] ?? 'document', data);
  return [mimeType === 'application/pdf' ? requirePdf(file) : file];
}

function partsOf(reply: ChatReply, split: (text: string) => string[]): unknown[] {
  const words = (text: string, more: object = {}) =>
    text === '' ? [] : split(text).map((piece) => ({ text: piece, ...more }));
  return [
    ...words(reply.reasoning ?? '', { thought: true }),
    ...(reply.code === undefined
      ? []
      : [
          { executableCode: { language: 'PYTHON', code: reply.code.code } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: reply.code.output } },
        ]),
    ...words(reply.text),
    ...reply.calls.map((call) => ({
      functionCall: { name: call.name, args: call.arguments },
      thoughtSignature: 'cHJhY3RpY2U=',
    })),
  ];
}

function groundingOf(reply: ChatReply): object {
  const [found, read] = [
    reply.citations.filter((citation) => citation.url.includes('example.com/practice')),
    reply.citations.filter((citation) => !citation.url.includes('example.com/practice')),
  ];
  return {
    ...(found.length > 0 && {
      groundingMetadata: {
        webSearchQueries: ['practice'],
        groundingChunks: found.map(({ url, title }) => ({ web: { uri: url, title } })),
        groundingSupports: [{ segment: { endIndex: reply.text.length }, groundingChunkIndices: [0] }],
      },
    }),
    ...(read.length > 0 && {
      urlContextMetadata: {
        urlMetadata: read.map(({ url }) => ({ retrievedUrl: url, urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS' })),
      },
    }),
  };
}
