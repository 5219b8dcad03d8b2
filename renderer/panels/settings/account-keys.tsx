import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AccountView, TokenChange } from '#core/services/connection-views';
import { t } from '../../i18n/index.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { amount, day, models } from './account-words.ts';
import { formOf, type TokenForm, wishOf } from './token-wish.ts';

type Token = NonNullable<AccountView['tokens']>[number];

interface AccountKeysProps {
  readonly tokens: readonly Token[];
  /** Does it at the gateway. False when it was refused. */
  readonly onChange: (change: TokenChange) => Promise<boolean>;
}

const headings = ['account.key', 'account.used', 'account.left', 'account.expires', 'account.models'] as const;

/** The keys of the account: made, changed and deleted here. A key itself is only shown in the console of the gateway. */
export function AccountKeys({ tokens, onChange }: AccountKeysProps) {
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const done = async (change: TokenChange): Promise<void> => {
    if (await onChange(change)) setOpen(undefined);
  };
  return (
    <div className="flex flex-col gap-2">
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
              <th scope="col">
                <span className="sr-only">{t('account.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <Row key={token.id} token={token} onOpen={setOpen} />
            ))}
          </tbody>
        </table>
      </div>
      {open === undefined ? (
        <div>
          <Button size="small" icon={<Plus size={12} />} onClick={() => setOpen({ kind: 'create' })}>
            {t('account.new-key')}
          </Button>
        </div>
      ) : null}
      {open?.kind === 'delete' ? (
        <div className="flex items-center gap-2">
          <p className="flex-1">{t('account.delete-question', { name: open.token.name })}</p>
          <Button size="small" onClick={() => setOpen(undefined)}>
            {t('ui.cancel')}
          </Button>
          <Button size="small" tone="bad" onClick={() => void done({ kind: 'delete', id: open.token.id })}>
            {t('account.delete')}
          </Button>
        </div>
      ) : null}
      {open?.kind === 'create' || open?.kind === 'update' ? (
        <KeyForm
          key={open.kind === 'update' ? open.token.id : 'new'}
          token={open.kind === 'update' ? open.token : undefined}
          onCancel={() => setOpen(undefined)}
          onDone={done}
        />
      ) : null}
    </div>
  );
}

type Open = { readonly kind: 'create' } | { readonly kind: 'update' | 'delete'; readonly token: Token };

function Row({ token, onOpen }: { readonly token: Token; readonly onOpen: (open: Open) => void }) {
  return (
    <tr className={token.enabled ? 'border-t border-line' : 'border-t border-line text-dim'}>
      <td className="pr-3">{token.enabled ? token.name : `${token.name} (${t('account.off')})`}</td>
      <td className="pr-3">{amount(token.used)}</td>
      <td className="pr-3">{token.unlimited ? t('account.unlimited') : amount(token.available)}</td>
      <td className="pr-3">{day(token.expires)}</td>
      <td className="pr-3">{models(token.models)}</td>
      <td className="whitespace-nowrap">
        <IconButton
          small
          label={t('account.change', { name: token.name })}
          onClick={() => onOpen({ kind: 'update', token })}
        >
          <Pencil size={12} />
        </IconButton>
        <IconButton
          small
          label={t('account.delete-key', { name: token.name })}
          onClick={() => onOpen({ kind: 'delete', token })}
        >
          <Trash2 size={12} />
        </IconButton>
      </td>
    </tr>
  );
}

interface KeyFormProps {
  readonly token: Token | undefined;
  readonly onCancel: () => void;
  readonly onDone: (change: TokenChange) => Promise<void>;
}

function KeyForm({ token, onCancel, onDone }: KeyFormProps) {
  const [form, setForm] = useState(() => formOf(token));
  const set = (field: keyof TokenForm) => (value: string) => setForm((before) => ({ ...before, [field]: value }));
  const dollars = Number(form.limit);
  const limitFault = Number.isFinite(dollars) && dollars >= 0 ? undefined : t('account.limit-invalid');
  const wish = wishOf(form, token);
  return (
    <form
      aria-label={token === undefined ? t('account.new-key') : t('account.change', { name: token.name })}
      className="flex flex-col gap-2 rounded-md border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void onDone(token === undefined ? { kind: 'create', wish } : { kind: 'update', id: token.id, wish });
      }}
    >
      <TextField label={t('account.name')} value={form.name} onChange={set('name')} autoFocus maxLength={50} />
      <TextField
        label={t('account.limit')}
        help={t('account.limit-help')}
        problem={limitFault}
        inputMode="decimal"
        value={form.limit}
        onChange={set('limit')}
      />
      <TextField
        label={t('account.expires')}
        help={t('account.expires-help')}
        type="date"
        value={form.expires}
        onChange={set('expires')}
      />
      <TextField
        label={t('account.models')}
        help={t('account.models-help')}
        value={form.models}
        onChange={set('models')}
      />
      {token === undefined ? <p className="text-small text-faint">{t('account.where-shown')}</p> : null}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
        <Button size="small" tone="primary" type="submit" disabled={wish.name === '' || limitFault !== undefined}>
          {token === undefined ? t('account.make') : t('account.save')}
        </Button>
      </div>
    </form>
  );
}
