import { useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { ConnectionCheck, ConnectionView } from '#core/services/connection-views';
import { api } from '../../api.ts';
import { attempt } from '../../commands/registry.ts';
import { inWords, t } from '../../i18n/index.ts';
import { changeSettings, takeConnections, useSession } from '../../store/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Dot, Pill } from '../../ui/pill.tsx';
import { connectionName } from '../connection-pill.tsx';
import { AccountPanel } from './account-panel.tsx';

type Test =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly checks: readonly ConnectionCheck[] }
  | { readonly kind: 'error'; readonly error: ErrorInfo };

interface ConnectionCardProps {
  readonly connection: ConnectionView;
  readonly onEdit: () => void;
}

/** A connection: where it leads, where its key is, whether it works. */
export function ConnectionCard({ connection, onEdit }: ConnectionCardProps) {
  const { name, practice, fixed, key } = connection;
  const isChosen = useSession((state) => state.settings.connection === name);
  const [test, setTest] = useState<Test>({ kind: 'none' });
  const [isRemoving, setRemoving] = useState(false);
  const [showsAccount, setShowsAccount] = useState(false);
  const runTest = async (): Promise<void> => {
    setTest({ kind: 'running' });
    try {
      setTest({ kind: 'done', checks: await api().call('connection.test', { name }) });
    } catch (error) {
      setTest({ kind: 'error', error: toAppError(error).info });
    }
  };
  return (
    <article
      aria-label={connectionName(connection)}
      className={`rounded-lg border bg-card p-3 ${isChosen ? 'border-accent' : 'border-line'}`}
    >
      <div className="flex items-center gap-2">
        <h3 className="truncate font-semibold">{connectionName(connection)}</h3>
        {practice ? <Pill striped>{t(fixed ? 'connection.free' : 'connection.practice')}</Pill> : null}
        {isChosen ? <Pill tone="accent">{t('connection.chosen')}</Pill> : null}
        <div className="flex-1" />
        {isChosen ? null : (
          <Button size="small" onClick={() => attempt(() => changeSettings({ connection: name }))}>
            {t('connection.use')}
          </Button>
        )}
        <Button size="small" disabled={test.kind === 'running'} onClick={() => attempt(runTest)}>
          {t(test.kind === 'running' ? 'connection.testing' : 'connection.test')}
        </Button>
        <Button size="small" aria-expanded={showsAccount} onClick={() => setShowsAccount(!showsAccount)}>
          {t('connection.account')}
        </Button>
        {fixed || practice ? null : (
          <>
            <Button size="small" onClick={onEdit}>
              {t('connection.edit')}
            </Button>
            <Button size="small" tone="quiet" onClick={() => setRemoving(true)}>
              {t('connection.remove')}
            </Button>
          </>
        )}
      </div>
      <p className="selectable mt-0.5 truncate font-mono text-small text-dim">{connection.baseUrl}</p>
      {key === 'none' ? null : (
        <p className={key === 'missing' ? 'text-small text-bad' : 'text-small text-dim'}>
          {t(`connection.key.${key}`)}
          {connection.keyToUploadHost || connection.uploadUrl === undefined
            ? ''
            : ` ${t('connection.upload-without-key')}`}
        </p>
      )}
      {fixed ? <p className="text-small text-dim">{t(practice ? 'connection.own' : 'connection.fixed')}</p> : null}
      {isRemoving ? (
        <div className="mt-2 flex items-center gap-2 border-t border-line pt-2">
          <p className="flex-1">{t('connection.remove-question', { name })}</p>
          <Button size="small" onClick={() => setRemoving(false)}>
            {t('ui.cancel')}
          </Button>
          <Button size="small" tone="bad" onClick={() => attempt(() => remove(name))}>
            {t('connection.remove')}
          </Button>
        </div>
      ) : null}
      <div aria-live="polite">
        {test.kind === 'error' ? <ErrorBox error={test.error} className="mt-2" /> : null}
        {test.kind === 'done' ? <Checks checks={test.checks} /> : null}
      </div>
      {showsAccount ? <AccountPanel name={name} /> : null}
    </article>
  );
}

async function remove(name: string): Promise<void> {
  takeConnections(await api().call('connection.remove', { name }));
}

function CheckWords({ check }: { readonly check: ConnectionCheck }) {
  const { message, hint } = inWords(check);
  return (
    <>
      {message}
      {hint === undefined ? null : <span className="block text-dim">{hint}</span>}
    </>
  );
}

/** What a test found, line by line. */
export function Checks({ checks }: { readonly checks: readonly ConnectionCheck[] }) {
  return (
    <ul className="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      {checks.map((check) => (
        <li key={check.what} className="flex items-baseline gap-2">
          <Dot tone={check.ok ? 'ok' : 'bad'} />
          <span className="w-24 shrink-0 text-dim">{t(`check.${check.what}`)}</span>
          <span className="min-w-0 flex-1">
            <span className="sr-only">{t(check.ok ? 'check.ok' : 'check.bad')} </span>
            <CheckWords check={check} />
          </span>
        </li>
      ))}
    </ul>
  );
}
