import { AppError, type Billed, type ErrorCode, type ErrorInfo } from '#core/errors';
import { type LocalText, say, verbatim } from '#core/text';
import type { Json } from '#core/value/value';
import { type Envelope, findEnvelope, isHtml } from './envelope.ts';
import { tryParseJson } from './json.ts';
import { lookInConsole } from './network-error.ts';
import { type Meaning, meaningOf } from './words.ts';

/** What is known of an answer when it is judged. */
export interface AnswerFacts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** The first part of the body as text. */
  readonly head: string;
  /** The body, when it was read as JSON already. */
  readonly json?: Json | undefined;
  /** `POST /v1/…`, for people. */
  readonly route: string;
  readonly model?: string | undefined;
  /** Whether a key was sent. */
  readonly keySent: boolean;
}

/** An answer that is no result: who says so, and the error that follows. */
export interface Refusal {
  /** `gateway`: its own error · `page`: a web page · `bare`: nothing but a status. */
  readonly from: 'gateway' | 'page' | 'bare' | 'edge';
  readonly error: ErrorInfo;
}

const longestRaw = 2048;
const longestWords = 300;

function shorten(text: string, length: number): string {
  const clean = text.replace(/\s+/g, ' ').trim();
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`;
}

/** Milliseconds from a Retry-After header in seconds or as a date. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now = Date.now()): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Judges an answer: a refusal with its error, or undefined when it reports no error. */
export function findRefusal(facts: AnswerFacts): Refusal | undefined {
  const { status, contentType, head } = facts;
  const page = isHtml(contentType, head);
  const envelope = page ? undefined : findEnvelope(facts.json ?? tryParseJson(head), status);
  if (envelope === undefined && status >= 200 && status < 300 && !page) return undefined;
  const from = page ? 'page' : envelope === undefined ? 'bare' : envelope.shape === 'edge' ? 'edge' : 'gateway';
  return { from, error: toError(facts, envelope, page) };
}

function toError(facts: AnswerFacts, envelope: Envelope | undefined, page: boolean): ErrorInfo {
  const said = envelope?.message ?? '';
  const requestId =
    facts.headers['x-oneapi-request-id'] ??
    facts.headers['x-request-id'] ??
    envelope?.requestId ??
    /request id: ([\w-]+)/i.exec(said)?.[1];
  const judged = judge(facts, envelope, page);
  return new AppError(judged.code, judged.message, {
    hint: judged.hint,
    retryable: judged.retryable ?? false,
    retryAfter: retryAfterOf(facts.headers),
    billed: judged.billed ?? 'no',
    details: {
      status: facts.status,
      route: facts.route,
      ...(requestId !== undefined && { requestId }),
      ...(envelope?.code !== undefined && { code: envelope.code }),
      ...(said !== '' && { message: shorten(said, longestRaw) }),
      raw: facts.head.slice(0, longestRaw),
    },
  }).info;
}

export const changeContent: LocalText = { en: 'Change the prompt or the pictures.', zh: '请修改提示词或图片。' };

interface Judged {
  readonly code: ErrorCode;
  readonly message: LocalText;
  readonly hint?: LocalText;
  readonly retryable?: boolean;
  readonly billed?: Billed;
}

function judge(facts: AnswerFacts, envelope: Envelope | undefined, page: boolean): Judged {
  const { status } = facts;
  const said = shorten(envelope?.message ?? '', longestWords);
  const tail = said === '' ? verbatim('') : say(': {said}', '：{said}', { said });
  if (page && (status < 300 || status === 404 || status === 405)) return noRoute(facts);
  if (status >= 300 && status < 400) return redirected(facts);
  const meaning = envelope === undefined ? undefined : meaningOf(envelope.shape, envelope.code, envelope.message);
  if (status === 401 && meaning !== 'balance') return keyRefused(facts, tail);
  if (meaning === 'balance') return noBalance(tail);
  if (status === 429) return rateLimited(tail);
  if (meaning !== undefined) {
    const judged = byMeaning(meaning, facts, tail);
    if (judged !== undefined) return judged;
  }
  if (status === 404 && envelope === undefined) return noRoute(facts);
  if (status === 413) {
    return {
      code: 'gateway.rejected',
      message: say(
        'The request is larger than the gateway takes (HTTP 413){tail}.',
        '请求超过了网关接受的大小（HTTP 413）{tail}。',
        { tail },
      ),
      hint: { en: 'Use smaller files.', zh: '请使用更小的文件。' },
    };
  }
  if (status >= 500 && (envelope === undefined || envelope.shape === 'edge')) return noAnswer(status);
  return {
    code: 'gateway.rejected',
    message:
      said === ''
        ? say('The gateway refused the request (HTTP {status}).', '网关拒绝了请求（HTTP {status}）。', { status })
        : say('The gateway refused the request: {said}', '网关拒绝了请求：{said}', { said }),
    hint:
      status === 403
        ? {
            en: 'Check in the console of the gateway what the key may do: models, group, addresses.',
            zh: '请在网关控制台检查密钥的权限：模型、分组、IP 地址。',
          }
        : hintFor(status),
    retryable: status === 500 || status === 502 || status === 504,
  };
}

function hintFor(status: number): LocalText {
  return status >= 500
    ? {
        en: 'The fault is on the side of the gateway; try again later or with another model.',
        zh: '故障在网关一侧，请稍后重试或换一个模型。',
      }
    : { en: 'Change what it complains about and run the node again.', zh: '请按提示修改后重新运行节点。' };
}

function byMeaning(meaning: Meaning, facts: AnswerFacts, tail: LocalText): Judged | undefined {
  switch (meaning) {
    case 'key':
      return keyRefused(facts, tail);
    case 'balance':
      return noBalance(tail);
    case 'limit':
      return rateLimited(tail);
    case 'channel':
      return {
        code: 'gateway.no-channel',
        message:
          facts.model === undefined
            ? say(
                'The gateway has no channel for this call in the group of the key{tail}',
                '密钥所在分组没有可用于此调用的渠道{tail}',
                {
                  tail,
                },
              )
            : say(
                'The gateway has no channel for the model {model} in the group of the key{tail}',
                '密钥所在分组没有模型 {model} 的可用渠道{tail}',
                { model: facts.model, tail },
              ),
        hint: {
          en: 'Choose another model, or give the key a group that has it.',
          zh: '请换一个模型，或让密钥使用包含该模型的分组。',
        },
        retryable: facts.status === 503 || facts.status === 429,
      };
    case 'route':
      return noRoute(facts);
    case 'content':
      return {
        code: 'gateway.refused-content',
        message: say('The gateway refused the content{tail}', '网关拒绝了内容{tail}', { tail }),
        hint: changeContent,
      };
    case 'model-denied':
      return {
        code: 'gateway.rejected',
        message: say('The key may not use {model}{tail}', '密钥无权使用 {model}{tail}', {
          model: facts.model ?? { en: 'this model', zh: '此模型' },
          tail,
        }),
        hint: {
          en: 'Allow the model for the key in the console of the gateway, or choose another one.',
          zh: '请在网关控制台为密钥开通该模型，或换一个模型。',
        },
      };
    case 'task-gone':
      return {
        code: 'task.not-found',
        message: say('The gateway does not know the task{tail}', '网关上没有这个任务{tail}', { tail }),
      };
  }
}

function keyRefused(facts: AnswerFacts, tail: LocalText): Judged {
  if (!facts.keySent) {
    return {
      code: 'connection.no-key',
      message: { en: 'The gateway wants a key, and the connection has none.', zh: '网关需要密钥，但此连接没有。' },
      hint: { en: 'Enter the key in the settings of the connection.', zh: '请在连接设置中填写密钥。' },
    };
  }
  return {
    code: 'connection.key-refused',
    message: say('The gateway refused the key{tail}', '网关拒绝了密钥{tail}', { tail }),
    hint: {
      en: 'Check the key in the settings of the connection, and its state in the console of the gateway.',
      zh: '请检查连接设置中的密钥，以及它在网关控制台的状态。',
    },
  };
}

function noBalance(tail: LocalText): Judged {
  return {
    code: 'connection.no-balance',
    message: say(
      'The balance of the account or the quota of the key is used up{tail}',
      '账户余额或密钥额度已用完{tail}',
      { tail },
    ),
    hint: {
      en: 'Top up the account or raise the quota of the key, then go on with the run.',
      zh: '请充值或提高密钥额度，然后继续运行。',
    },
  };
}

function rateLimited(tail: LocalText): Judged {
  return {
    code: 'gateway.rate-limited',
    message: say('The gateway has too many requests at the moment{tail}', '网关当前请求过多{tail}', { tail }),
    hint: {
      en: 'Patchbay waits and tries again; another model may be free at once.',
      zh: 'Patchbay 会等待后重试；换一个模型也许立即可用。',
    },
    retryable: true,
  };
}

function noRoute(facts: AnswerFacts): Judged {
  return {
    code: 'gateway.no-route',
    message: say('This gateway has no {route}.', '此网关没有 {route}。', { route: facts.route }),
    hint: {
      en: 'The function is missing on this site: use another model or another connection, or check the base URL.',
      zh: '此站点不提供该功能：请换一个模型或连接，或检查基础地址。',
    },
  };
}

function redirected(facts: AnswerFacts): Judged {
  const location = facts.headers['location'];
  return {
    code: 'gateway.no-route',
    message: say(
      'The gateway sends {route} to another address{where}, and Patchbay does not follow with a request that costs.',
      '网关把 {route} 转到了另一个地址{where}，Patchbay 不会带着可能收费的请求跟随跳转。',
      {
        route: facts.route,
        where: location === undefined ? '' : say(' ({to})', '（{to}）', { to: shorten(location, 120) }),
      },
    ),
    hint: {
      en: 'Set the base URL to the address that it names; often only https:// is missing.',
      zh: '请把基础地址改为它指向的地址，通常只是缺少 https://。',
    },
  };
}

/** The sentence of everything that may have been billed without an answer. */
export function noAnswer(status?: number): Judged {
  const why =
    status === undefined
      ? { en: 'No answer came', zh: '没有收到答复' }
      : say('Only a proxy answered (HTTP {status})', '只有代理作出了答复（HTTP {status}）', { status });
  return {
    code: 'gateway.no-answer',
    message: say(
      '{why}; the request may have arrived, and it may have been billed.',
      '{why}；请求可能已到达，也可能已计费。',
      { why },
    ),
    hint: lookInConsole,
    billed: 'maybe',
  };
}
