import { countJob, fileUrl, type Gateway } from '../gateway.ts';
import type { Answer } from '../http/answer.ts';
import { invalidRequest } from '../http/errors.ts';
import type { PracticeRequest } from '../http/request.ts';
import type { PracticeModel } from '../model.ts';
import { workOnFilm } from '../routes/film-work.ts';
import type { ChatRequest } from './openai-schema.ts';
import { eventsAnswer } from './openai-stream.ts';

/** What such a model takes of a chat request. */
const fields = new Set(['model', 'messages', 'stream']);

/**
 * Films of models that are asked as a chat: a stream of words about the progress, then a preview and a link (PROTOCOL 8.5).
 */
export async function filmInChat(
  gateway: Gateway,
  request: PracticeRequest,
  model: PracticeModel,
  asked: ChatRequest,
): Promise<Answer> {
  const foreign = Object.keys(asked).find((name) => !fields.has(name));
  if (foreign !== undefined) throw invalidRequest(`Unknown parameter: '${foreign}'.`, foreign);
  if (asked.stream !== true)
    throw invalidRequest('A film takes too long for one answer: stream must be true.', 'stream');
  const users = asked.messages.filter(({ role }) => role === 'user');
  const content = users.at(-1)?.content ?? '';
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const prompt = parts.flatMap((part) => ('text' in part ? [part.text] : [])).join(' ');
  const images = parts.flatMap((part) => ('image_url' in part ? [part.image_url.url] : []));
  const before = asked.messages.findLast(({ role }) => role === 'assistant')?.content;
  const earlier = typeof before === 'string' ? (/\[在线播放▶️\]\((\S+)\)/.exec(before)?.[1] ?? '') : '';
  countJob(request);
  const shape = { width: 384, height: 216, seconds: 5 };
  const words = earlier === '' ? prompt : `${prompt} | ${earlier.split('/').at(-1)}`;
  const outcome = await workOnFilm(gateway, { model: model.id, prompt: words, shape, images });
  const file = outcome.state === 'done' ? outcome.files[0] : undefined;
  const told = [`> 任务 ID：\`${gateway.newId()}\`\n`, '> 排队中\n', '> 生成中...\n', '> 进度 36..76..\n'];
  const end =
    file === undefined
      ? [`> 生成失败：${outcome.state === 'failed' ? outcome.reason : 'unknown'}\n`]
      : [
          '> 进度 100\n\n',
          `![preview](${fileUrl(gateway, file)}.webp)\n\n`,
          `[在线播放▶️](${fileUrl(gateway, file)})\n`,
        ];
  const head = {
    id: `chatcmpl-${gateway.newId()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(gateway.clock.now() / 1000),
    model: asked.model,
  };
  const chunk = (delta: Record<string, unknown>, reason: string | null = null): string =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
  const events = [
    chunk({ role: 'assistant', content: '' }),
    ...[...told, ...end].map((text) => chunk({ content: text })),
    chunk({}, 'stop'),
    'data: [DONE]\n\n',
  ];
  return eventsAnswer(events, gateway.settings.wordMs);
}
