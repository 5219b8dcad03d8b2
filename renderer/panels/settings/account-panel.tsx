import { useEffect, useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { AccountView, TokenChange } from '#core/services/connection-views';
import { api } from '../../api.ts';
import { attempt } from '../../commands/registry.ts';
import { t } from '../../i18n/index.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { AccountKeys } from './account-keys.tsx';
import { amount, day, models } from './account-words.ts';

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
  const change = (wanted: TokenChange): Promise<boolean> =>
    api()
      .call('connection.token', { name, change: wanted })
      .then((account) => {
        setAsked({ kind: 'known', account });
        return true;
      })
      .catch((error: unknown) => {
        attempt(() => Promise.reject(error));
        return false;
      });
  return (
    <section aria-label={t('account.title')} className="mt-2 flex flex-col gap-2 border-t border-line pt-2">
      <div aria-live="polite">
        {asked.kind === 'asking' ? <p className="text-dim">{t('account.asking')}</p> : null}
        {asked.kind === 'failed' ? <ErrorBox error={asked.error} /> : null}
        {asked.kind === 'known' ? <Known account={asked.account} onChange={change} /> : null}
      </div>
    </section>
  );
}

interface KnownProps {
  readonly account: AccountView;
  readonly onChange: (change: TokenChange) => Promise<boolean>;
}

function Known({ account: { key, account, tokens, errors }, onChange }: KnownProps) {
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
      {tokens === undefined ? null : <AccountKeys tokens={tokens} onChange={onChange} />}
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
