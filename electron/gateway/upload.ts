import { AppError, type ErrorInfo } from '#core/errors';
import type { PreparedFile } from '#core/gateway/contract';
import type { Registry } from '#core/node/registry';
import { hintIn, messageIn, say, wording } from '#core/text';
import { collect } from './answer.ts';
import { type CallContext, routeOf, toOutgoing } from './call-context.ts';
import { findRefusal } from './errors.ts';
import { tryParseJson } from './json.ts';
import { unreachable } from './network-error.ts';
import { findOutput } from './recipe/read.ts';
import { planRequest } from './recipe/request.ts';
import { SendFailure } from './transport.ts';

/** An upload host answers with a link; nothing of this length is one. */
const longestAnswer = 1024 * 1024;

/**
 * Makes a file public by the recipe of the node type `upload`; see `Gateway.upload`.
 * @throws AppError `upload.failed`, retryable unless the host refused the file
 */
export async function uploadFile(
  file: string,
  options: { mime: string; name: string; signal: AbortSignal },
  registry: Registry,
  context: CallContext,
): Promise<string> {
  const recipe = registry.recipeFor('upload', {});
  const find = recipe?.outputs['url'];
  if (recipe === undefined || find === undefined) {
    const message = { en: 'Nothing says how a file is uploaded.', zh: '没有说明如何上传文件的调用方案。' };
    throw new AppError('upload.failed', message, { billed: 'no' });
  }
  const prepared: PreparedFile = {
    form: 'file',
    content: file,
    mime: options.mime,
    name: options.name,
    bytes: undefined,
  };
  const inputs = { file: { kind: 'image', mime: options.mime } } as const;
  const plan = planRequest(recipe.submit, { params: {}, inputs, media: { file: [prepared] } }, context.hosts);
  const outgoing = await toOutgoing(plan, context, { signal: options.signal, patience: 'create', fresh: true }).catch(
    (error: unknown) => {
      const message = { en: 'The file to be uploaded cannot be read.', zh: '无法读取要上传的文件。' };
      throw new AppError('artifact.missing', message, { billed: 'no', cause: error });
    },
  );
  const incoming = await context.transport.send(outgoing).catch((error: unknown) => {
    if (options.signal.aborted) throw options.signal.reason;
    throw failed(unreachable(plan.url.host, error instanceof SendFailure ? error.cause : error), context);
  });
  try {
    const received = await collect(incoming, longestAnswer);
    if (options.signal.aborted) throw options.signal.reason;
    if (received.cut !== undefined) throw failed(unreachable(plan.url.host, received.cut), context);
    const json = tryParseJson(received.head);
    const refusal = findRefusal({
      status: incoming.status,
      headers: incoming.headers,
      contentType: incoming.contentType,
      head: received.head,
      json,
      route: routeOf(plan),
      keySent: 'authorization' in outgoing.headers,
    });
    if (refusal !== undefined) {
      throw failed({ ...refusal.error, retryable: refusal.error.retryable || incoming.status >= 500 }, context);
    }
    const answer = {
      name: '',
      file: '',
      status: incoming.status,
      contentType: incoming.contentType,
      bytes: received.bytes,
    };
    const found = await findOutput(find, {
      answer,
      json,
      text: () => Promise.resolve(received.head),
      base: context.hosts.upload,
      expiresAt: undefined,
    });
    if (found?.kind === 'link') return found.url;
    throw failed(
      {
        code: 'gateway.bad-answer',
        ...wording({ en: 'The upload host gives no link.', zh: '上传服务器没有返回链接。' }),
        retryable: false,
        details: { raw: received.head.slice(0, 2048) },
      },
      context,
    );
  } finally {
    await incoming.release();
  }
}

function failed(error: ErrorInfo, context: CallContext): AppError {
  const said = context.redactor.error(error);
  const { retryable, retryAfter, details } = said;
  const message = say('The upload failed. {error}', '上传失败。{error}', { error: messageIn(said) });
  return new AppError('upload.failed', message, {
    hint: hintIn(said),
    retryable,
    retryAfter,
    billed: 'no',
    details: { ...details, because: error.code },
  });
}
