import { useEffect, useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { AccountView } from '#core/services/views';
import { api } from '../../api.ts';
import { t } from '../../i18n/index.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { formatMoney } from '../words.ts';

type Asked =
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly account: AccountView }
  | { readonly kind: 'failed'; readonly error: ErrorInfo };

/** What a key has used and has left; with a system access token the account and its other keys too. */
export function AccountPanel({ name }: { readonly name: string }) {
  const [asked, setAsked] = useState<Asked>({ kind: 'asking' });
  useEffect(() => {
    let isShown = true;
    setAsked({ kind: 'asking' });
    api()
      .call('connection.account', { name })
      .then((account) => {
        if (isShown) setAsked({ kind: 'known', account });
      })
      .catch((error: unknown) => {
        if (isShown) setAsked({ kind: 'failed', error: toAppError(error).info });
      });
    return () => {
      isShown = false;
    };
  }, [name]);
  return (
    <section aria-label={t('account.title')} className="mt-2 flex flex-col gap-2 border-t border-line pt-2">
      <div aria-live="polite">
        {asked.kind === 'asking' ? <p className="text-dim">{t('account.asking')}</p> : null}
        {asked.kind === 'failed' ? <ErrorBox error={asked.error} /> : null}
        {asked.kind === 'known' ? <Known account={asked.account} /> : null}
      </div>
    </section>
  );
}

function Known({ account: { key, account, tokens, errors } }: { readonly account: AccountView }) {
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {key === undefined ? null : (
          <>
            <Fact name={t('account.key')} value={key.name} />
            <Fact name={t('account.used')} value={amount(key.used)} />
            <Fact name={t('account.left')} value={key.unlimited ? t('account.unlimited') : amount(key.available)} />
            <Fact name={t('account.expires')} value={day(key.expires)} />
            <Fact name={t('account.models')} value={models(key.models)} />
          </>
        )}
        {account === undefined ? null : (
          <>
            <Fact name={t('account.account')} value={`${account.name} (${account.group})`} />
            <Fact name={t('account.balance')} value={amount(account.balance)} />
            <Fact name={t('account.used-in-all')} value={amount(account.used)} />
          </>
        )}
      </dl>
      {tokens === undefined ? null : <Tokens tokens={tokens} />}
      {errors.map((error) => (
        <ErrorBox key={`${error.code} ${error.message}`} error={error} />
      ))}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-dim">{name}</dt>
      <dd className="selectable">{value}</dd>
    </>
  );
}

function Tokens({ tokens }: { readonly tokens: NonNullable<AccountView['tokens']> }) {
  const headings = ['account.key', 'account.used', 'account.left', 'account.expires', 'account.models'] as const;
  return (
    <div className="max-h-64 overflow-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{t('account.keys')}</caption>
        <thead>
          <tr className="text-dim">
            {headings.map((heading) => (
              <th key={heading} scope="col" className="pr-3 font-normal">
                {t(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} className={token.enabled ? 'border-t border-line' : 'border-t border-line text-dim'}>
              <td className="pr-3">{token.enabled ? token.name : `${token.name} (${t('account.off')})`}</td>
              <td className="pr-3">{amount(token.used)}</td>
              <td className="pr-3">{token.unlimited ? t('account.unlimited') : amount(token.available)}</td>
              <td className="pr-3">{day(token.expires)}</td>
              <td>{models(token.models)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function amount(value: number | undefined): string {
  return value === undefined ? t('account.unknown') : formatMoney(value);
}

function day(time: string | undefined): string {
  return time === undefined ? t('account.for-ever') : time.slice(0, 10);
}

function models(list: readonly string[]): string {
  return list.length === 0 ? t('account.all') : list.join(', ');
}
