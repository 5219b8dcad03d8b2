import { toAppError } from '#core/errors';
import type { ConnectionCheck } from '#core/services/views';
import type { OpenConnection } from './pool.ts';

/** How long one question may take, in milliseconds. */
const patience = 10_000;

type What = ConnectionCheck['what'];

/** Looks at a connection piece by piece. Nothing that it asks costs anything, and no file is made public. */
export async function checkConnection({ gateway }: OpenConnection, hasKey: boolean): Promise<ConnectionCheck[]> {
  const [account, prices, balance, upload] = await Promise.all([
    timed(() => gateway.models(AbortSignal.timeout(patience))),
    timed(() => gateway.prices(AbortSignal.timeout(patience))),
    timed(() => gateway.balance(AbortSignal.timeout(patience))),
    timed(() => knock(gateway.connection.uploadUrl ?? gateway.connection.baseUrl)),
  ]);
  const { baseUrl, practice } = gateway.connection;
  const error = 'error' in account ? account.error : undefined;
  const unreached = error?.code === 'connection.unreachable' || error?.code === 'connection.not-a-gateway';
  const notAsked = (what: What): ConnectionCheck => well(what, false, 'Not known: the gateway does not answer.');
  const reachable = unreached
    ? fault('reachable', account)
    : well('reachable', true, `${baseUrl} answers in ${account.milliseconds} ms.`);
  if (!reachable.ok) {
    return [reachable, notAsked('key'), notAsked('models'), notAsked('prices'), notAsked('balance'), uploadCheck()];
  }
  const models = 'value' in account ? account.value : [];
  const priced = 'value' in prices ? models.filter((id) => prices.value.priceOf(id, {}, 0) !== undefined).length : 0;
  return [reachable, keyCheck(), modelCheck(), priceCheck(), balanceCheck(), uploadCheck()];

  function keyCheck(): ConnectionCheck {
    if (practice) return well('key', true, 'Practice needs no key.');
    if (!hasKey) return well('key', false, 'There is no key.', 'Enter the key of your account.');
    if (error?.code.startsWith('connection.') === true) return fault('key', account);
    return well('key', true, 'The gateway takes the key.');
  }
  function modelCheck(): ConnectionCheck {
    if (error !== undefined) return fault('models', account);
    if (models.length > 0) return well('models', true, `${models.length} models, told in ${account.milliseconds} ms.`);
    return well('models', false, 'The gateway lists no models.', 'Ask its operator which models this key may use.');
  }
  function priceCheck(): ConnectionCheck {
    if ('error' in prices) return fault('prices', prices);
    if (priced > 0) return well('prices', true, `Prices of ${priced} models, told in ${prices.milliseconds} ms.`);
    return well(
      'prices',
      false,
      'The gateway tells no prices.',
      'Plans show prices as unknown; runs work all the same.',
    );
  }
  function balanceCheck(): ConnectionCheck {
    if ('error' in balance) return fault('balance', balance);
    if (balance.value === undefined) return well('balance', true, 'The balance is unlimited or not told.');
    if (balance.value > 0) return well('balance', true, `$${balance.value.toFixed(2)} are left.`);
    return well('balance', false, 'Nothing is left of the balance.', 'Top up the account at the gateway.');
  }
  function uploadCheck(): ConnectionCheck {
    if ('error' in upload) {
      const hint = 'Check the upload URL; without it files cannot get a public link.';
      return well('upload', false, 'The upload host does not answer.', hint);
    }
    return well('upload', true, `${upload.value} answers in ${upload.milliseconds} ms; nothing was uploaded.`);
  }
}

function well(what: What, ok: boolean, message: string, hint?: string): ConnectionCheck {
  return { what, ok, message, ...(hint !== undefined && { hint }) };
}

function fault(what: What, timing: Timed<unknown>): ConnectionCheck {
  if (!('error' in timing)) return well(what, true, '');
  return well(what, false, timing.error.message, timing.error.hint ?? 'Try again in a moment.');
}

type Timed<T> = { readonly milliseconds: number } & (
  | { readonly value: T }
  | { readonly error: ReturnType<typeof toAppError>['info'] }
);

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const begun = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - begun);
  try {
    return { value: await work(), milliseconds: milliseconds() };
  } catch (thrown) {
    const { info } = toAppError(thrown);
    const late = thrown instanceof DOMException;
    const error = late
      ? { ...info, code: 'connection.unreachable' as const, message: `No answer within ${patience / 1000} seconds.` }
      : info;
    return { error, milliseconds: milliseconds() };
  }
}

/** Any answer will do; the key is not sent. Gives the host. */
async function knock(url: string): Promise<string> {
  const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patience) });
  await response.body?.cancel();
  return new URL(url).host;
}
