import { AppError, type ErrorInfo } from '#core/errors';
import { type LocalText, say, verbatim } from '#core/text';
import { PrivateAddressError } from './dispatchers.ts';

const reasons: Readonly<Record<string, LocalText>> = {
  ECONNREFUSED: { en: 'nothing listens there', zh: '对方没有服务在监听' },
  ENOTFOUND: { en: 'its name is not known', zh: '域名不存在' },
  EAI_AGAIN: { en: 'its name could not be looked up', zh: '无法解析域名' },
  EHOSTUNREACH: { en: 'there is no way to it', zh: '没有到达它的路由' },
  ENETUNREACH: { en: 'the network is not there', zh: '没有网络' },
  ECONNRESET: { en: 'the connection was cut', zh: '连接被切断' },
  EPIPE: { en: 'the connection was cut', zh: '连接被切断' },
  ETIMEDOUT: { en: 'it did not answer in time', zh: '未在时限内应答' },
  UND_ERR_CONNECT_TIMEOUT: { en: 'it did not answer in time', zh: '未在时限内应答' },
  UND_ERR_HEADERS_TIMEOUT: { en: 'it did not answer in time', zh: '未在时限内应答' },
  UND_ERR_BODY_TIMEOUT: { en: 'the answer stopped half-way', zh: '答复中途停止' },
  UND_ERR_SOCKET: { en: 'the connection was cut', zh: '连接被切断' },
  UND_ERR_ABORTED: { en: 'the proxy did not let the request through', zh: '代理没有放行请求' },
  CERT_HAS_EXPIRED: { en: 'its certificate has expired', zh: '证书已过期' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { en: 'its certificate is self-signed', zh: '证书是自签名的' },
  SELF_SIGNED_CERT_IN_CHAIN: { en: 'its certificate is self-signed', zh: '证书是自签名的' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { en: 'its certificate cannot be checked', zh: '证书无法验证' },
  ERR_TLS_CERT_ALTNAME_INVALID: { en: 'its certificate is for another name', zh: '证书属于另一个域名' },
  EPROTO: { en: 'it does not speak TLS there', zh: '对方端口不支持 TLS' },
};

/** What to do about everything that may have been billed without an answer. */
export const lookInConsole: LocalText = {
  en: 'Look in the console of the gateway whether it was made before sending it again.',
  zh: '重新发送前，请先在网关控制台确认它是否已执行。',
};

/** The code of a network error, looked for in its causes too. */
export function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return undefined;
}

/** In words why a host could not be reached or stopped answering. */
export function networkReason(error: unknown): LocalText {
  if (error instanceof PrivateAddressError) {
    return { en: 'it is not on the public internet', zh: '它不在公共互联网上' };
  }
  const code = networkCode(error);
  if (code !== undefined && reasons[code] !== undefined) return reasons[code];
  if (code === undefined && !(error instanceof Error)) return { en: 'unknown reason', zh: '原因未知' };
  return verbatim(code ?? (error as Error).message);
}

/** Nothing was sent, or what was sent cannot cost: it may be tried again. */
export function unreachable(host: string, error: unknown): ErrorInfo {
  const message = say('{host} cannot be reached: {reason}.', '无法连接 {host}：{reason}。', {
    host,
    reason: networkReason(error),
  });
  return new AppError('connection.unreachable', message, {
    hint: {
      en: 'Check the network, the address of the connection and the proxy settings.',
      zh: '请检查网络、连接地址和代理设置。',
    },
    retryable: true,
    billed: 'no',
    details: { reason: networkCode(error) ?? 'unknown' },
  }).info;
}

/** The request left and no whole answer came back. */
export function answerLost(error: unknown, cut: boolean): ErrorInfo {
  const reason = networkReason(error);
  const message = cut
    ? say('The answer was cut off ({reason}); it may have been billed.', '答复中断（{reason}），可能已计费。', {
        reason,
      })
    : say('No answer came ({reason}); it may have been billed.', '没有收到答复（{reason}），可能已计费。', { reason });
  return new AppError('gateway.no-answer', message, {
    hint: lookInConsole,
    billed: 'maybe',
    details: { reason: networkCode(error) ?? 'unknown' },
  }).info;
}
