import { AppError, type ErrorInfo } from '#core/errors';
import { PrivateAddressError } from './dispatchers.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'the network is not there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_ABORTED: 'the proxy did not let the request through',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be checked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  EPROTO: 'it does not speak TLS there',
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
export function networkReason(error: unknown): string {
  if (error instanceof PrivateAddressError) return 'it is not on the public internet';
  const code = networkCode(error);
  if (code !== undefined && reasons[code] !== undefined) return reasons[code];
  return code ?? (error instanceof Error ? error.message : 'unknown reason');
}

/** Nothing was sent, or what was sent cannot cost: it may be tried again. */
export function unreachable(host: string, error: unknown): ErrorInfo {
  return new AppError('connection.unreachable', `${host} cannot be reached: ${networkReason(error)}.`, {
    hint: 'Check the network, the address of the connection and the proxy settings.',
    retryable: true,
    billed: 'no',
    details: { reason: networkCode(error) ?? 'unknown' },
  }).info;
}

/** The request left and no whole answer came back. */
export function answerLost(error: unknown, cut: boolean): ErrorInfo {
  const what = cut ? 'The answer was cut off' : 'No answer came';
  return new AppError('gateway.no-answer', `${what} (${networkReason(error)}); it may have been billed.`, {
    hint: 'Look in the console of the gateway whether it was made before sending it again.',
    billed: 'maybe',
    details: { reason: networkCode(error) ?? 'unknown' },
  }).info;
}
