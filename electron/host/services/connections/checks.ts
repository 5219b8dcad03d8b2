import { toAppError } from '#core/errors';
import type { ConnectionCheck } from '#core/services/connection-views';
import { hintIn, type LocalText, listed, messageIn, say, verbatim, wording } from '#core/text';
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
  const notAsked = (what: What): ConnectionCheck =>
    well(what, false, { en: 'Not known: the gateway does not answer.', zh: '未知：网关没有答复。' });
  const reachable = unreached ? fault('reachable', account) : well('reachable', true, answersIn(baseUrl, account));
  if (!reachable.ok) {
    return [
      reachable,
      notAsked('key'),
      notAsked('group'),
      notAsked('models'),
      notAsked('prices'),
      notAsked('balance'),
      uploadCheck(),
    ];
  }
  const models = 'value' in account ? account.value : [];
  const priced = 'value' in prices ? models.filter((id) => prices.value.priceOf(id, {}, 0) !== undefined).length : 0;
  return [reachable, keyCheck(), groupCheck(), modelCheck(), priceCheck(), balanceCheck(), uploadCheck()];

  function keyCheck(): ConnectionCheck {
    if (practice) return well('key', true, { en: 'Practice needs no key.', zh: '练习不需要密钥。' });
    if (!hasKey) {
      const hint = { en: 'Enter the key of your account.', zh: '请填写账户的密钥。' };
      return well('key', false, { en: 'There is no key.', zh: '没有密钥。' }, hint);
    }
    if (error?.code.startsWith('connection.') === true) return fault('key', account);
    return well('key', true, { en: 'The gateway takes the key.', zh: '网关接受此密钥。' });
  }
  function groupCheck(): ConnectionCheck {
    const { groups, hidden } = 'value' in prices ? prices.value.groupsOf(models) : { groups: [], hidden: 0 };
    if (groups.length === 0) {
      return well('group', true, { en: 'The gateway does not tell of groups.', zh: '网关未提供分组信息。' });
    }
    const names = listed(groups.map(({ name, ratio }) => `${name} (×${ratio})`));
    const message =
      groups.length === 1
        ? say('The models are those of the group {names}.', '可用模型对应分组 {names}。', { names })
        : say('The models are those of one of the groups {names}.', '可用模型对应以下分组之一：{names}。', { names });
    if (hidden === 0) return well('group', true, message);
    const hint = say(
      '{count} more models have a price in other groups; a key of such a group can use them.',
      '另有 {count} 个模型属于其他分组，使用该分组的密钥即可调用。',
      { count: hidden },
    );
    return well('group', true, message, hint);
  }
  function modelCheck(): ConnectionCheck {
    if (error !== undefined) return fault('models', account);
    if (models.length > 0) {
      const values = { count: models.length, milliseconds: account.milliseconds };
      return well(
        'models',
        true,
        say('{count} models, told in {milliseconds} ms.', '{count} 个模型，用时 {milliseconds} 毫秒。', values),
      );
    }
    const hint = { en: 'Ask its operator which models this key may use.', zh: '请向网关运营方询问此密钥可用的模型。' };
    return well('models', false, { en: 'The gateway lists no models.', zh: '网关没有列出模型。' }, hint);
  }
  function priceCheck(): ConnectionCheck {
    if ('error' in prices) return fault('prices', prices);
    if (priced > 0) {
      const values = { count: priced, milliseconds: prices.milliseconds };
      const message = say(
        'Prices of {count} models, told in {milliseconds} ms.',
        '{count} 个模型有价格，用时 {milliseconds} 毫秒。',
        values,
      );
      return well('prices', true, message);
    }
    return well(
      'prices',
      false,
      { en: 'The gateway tells no prices.', zh: '网关没有给出价格。' },
      { en: 'Plans show prices as unknown; runs work all the same.', zh: '计划会显示价格未知，运行不受影响。' },
    );
  }
  function balanceCheck(): ConnectionCheck {
    if ('error' in balance) return fault('balance', balance);
    if (balance.value === undefined) {
      return well('balance', true, { en: 'The balance is unlimited or not told.', zh: '余额不限，或网关未提供。' });
    }
    if (balance.value > 0) {
      const amount = `$${balance.value.toFixed(2)}`;
      return well('balance', true, say('{amount} are left.', '余额 {amount}。', { amount }));
    }
    const hint = { en: 'Top up the account at the gateway.', zh: '请在网关充值。' };
    return well('balance', false, { en: 'Nothing is left of the balance.', zh: '余额已用完。' }, hint);
  }
  function uploadCheck(): ConnectionCheck {
    if ('error' in upload) {
      const hint = {
        en: 'Check the upload URL; without it files cannot get a public link.',
        zh: '请检查上传地址；没有它，文件无法获得公开链接。',
      };
      return well('upload', false, { en: 'The upload host does not answer.', zh: '上传服务器没有答复。' }, hint);
    }
    const values = { host: upload.value, milliseconds: upload.milliseconds };
    const message = say(
      '{host} answers in {milliseconds} ms; nothing was uploaded.',
      '{host} 在 {milliseconds} 毫秒内答复；没有上传任何内容。',
      values,
    );
    return well('upload', true, message);
  }
}

function well(what: What, ok: boolean, message: LocalText, hint?: LocalText): ConnectionCheck {
  return { what, ok, ...wording(message, hint) };
}

function answersIn(host: string, { milliseconds }: { readonly milliseconds: number }): LocalText {
  return say('{host} answers in {milliseconds} ms.', '{host} 在 {milliseconds} 毫秒内答复。', { host, milliseconds });
}

function fault(what: What, timing: Timed<unknown>): ConnectionCheck {
  if (!('error' in timing)) return well(what, true, verbatim(''));
  const later = { en: 'Try again in a moment.', zh: '请稍后再试。' };
  return well(what, false, messageIn(timing.error), hintIn(timing.error) ?? later);
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
      ? {
          ...info,
          code: 'connection.unreachable' as const,
          ...wording(
            say('No answer within {count} seconds.', '{count} 秒内没有答复。', { count: patience / 1000 }),
            hintIn(info),
          ),
        }
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
