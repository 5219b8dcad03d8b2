import { useState } from 'react';
import { type ErrorInfo, toAppError } from '#core/errors';
import type { FamilyDialects } from '#core/node/dialects';
import type { ConnectionCheck, ConnectionView } from '#core/services/connection-views';
import { api } from '../../api.ts';
import { attempt } from '../../commands/registry.ts';
import { t } from '../../i18n/index.ts';
import { changeSettings, takeConnections, useSession } from '../../store/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Checks } from './connection-card.tsx';
import { DialectChoices } from './dialect-choices.tsx';

/** The gateway that the first connection leads to unless people say otherwise. */
const usualBaseUrl = 'https://api.winfull.cloud-ip.cc';

interface ConnectionFormProps {
  /** Undefined for a new one. */
  readonly connection: ConnectionView | undefined;
  readonly onDone: () => void;
}

/** Why an address cannot be one of a gateway; undefined when it can. */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return t('connection.address-invalid');
  const { protocol, hostname } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return undefined;
  return t('connection.address-insecure');
}

/** Adds or changes a connection. A saved key is never shown; an empty field keeps it. */
export function ConnectionForm({ connection, onDone }: ConnectionFormProps) {
  const host = useSession((state) => state.host);
  const others = useSession((state) => state.connections);
  const [name, setName] = useState(
    connection?.name ?? (others.some((each) => each.name === 'winfull') ? '' : 'winfull'),
  );
  const [baseUrl, setBaseUrl] = useState(connection?.baseUrl ?? usualBaseUrl);
  const [uploadUrl, setUploadUrl] = useState(connection?.uploadUrl ?? '');
  const [key, setKey] = useState('');
  const [keyToUploadHost, setKeyToUploadHost] = useState(connection?.keyToUploadHost ?? true);
  const [dialects, setDialects] = useState<FamilyDialects>(connection?.dialects ?? {});
  const [user, setUser] = useState(connection?.system?.user ?? '');
  const [token, setToken] = useState('');
  const [state, setState] = useState<{ isBusy: boolean; error?: ErrorInfo; checks?: readonly ConnectionCheck[] }>({
    isBusy: false,
  });
  const isNew = connection === undefined;
  const isTaken = isNew && others.some((each) => each.name === name.trim());
  const addressFault = baseUrl === '' ? undefined : addressProblem(baseUrl);
  const uploadFault = uploadUrl === '' ? undefined : addressProblem(uploadUrl);
  const userFault = user === '' || /^\d{1,20}$/.test(user.trim()) ? undefined : t('connection.system-user-invalid');
  const needsKey = isNew || connection.key === 'missing';
  const isComplete =
    name.trim() !== '' &&
    baseUrl !== '' &&
    !isTaken &&
    !addressFault &&
    !uploadFault &&
    !userFault &&
    (!needsKey || key !== '');
  const save = async (): Promise<void> => {
    setState({ isBusy: true });
    try {
      const trimmed = name.trim();
      const upload = uploadUrl.trim();
      const input = { name: trimmed, baseUrl: baseUrl.trim(), keyToUploadHost, dialects };
      takeConnections(
        await api().call('connection.save', {
          ...input,
          ...(upload !== '' && { uploadUrl: upload }),
          ...(key !== '' && { key }),
          ...((user.trim() !== '' || connection?.system !== undefined) && {
            system: { user: user.trim(), ...(token !== '' && { token }) },
          }),
        }),
      );
      setKey('');
      setToken('');
      if (isNew) await changeSettings({ connection: trimmed });
      const checks = await api().call('connection.test', { name: trimmed });
      setState({ isBusy: false, checks });
      if (checks.every((check) => check.ok)) onDone();
    } catch (error) {
      setState({ isBusy: false, error: toAppError(error).info });
    }
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !state.isBusy) attempt(save);
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('connection.name')}
          value={name}
          onChange={setName}
          disabled={!isNew}
          problem={isTaken ? t('connection.name-taken') : undefined}
        />
        <TextField
          label={t('connection.key')}
          type="password"
          autoComplete="off"
          value={key}
          onChange={setKey}
          placeholder={needsKey ? 'sk-…' : t('connection.key-kept')}
          help={t(`connection.key-place.${host}`)}
        />
        <TextField label={t('connection.base-url')} value={baseUrl} onChange={setBaseUrl} problem={addressFault} />
        <TextField
          label={t('connection.upload-url')}
          value={uploadUrl}
          onChange={setUploadUrl}
          placeholder={t('connection.upload-url.same')}
          problem={uploadFault}
        />
      </div>
      <Switch
        label={t('connection.key-to-upload')}
        help={t('connection.key-to-upload.help')}
        checked={keyToUploadHost}
        onChange={setKeyToUploadHost}
      />
      <DialectChoices chosen={dialects} onChange={setDialects} />
      <fieldset className="flex flex-col gap-1">
        <legend className="font-semibold">{t('connection.system')}</legend>
        <p className="text-small text-dim">{t('connection.system.help')}</p>
        <div className="grid grid-cols-2 gap-3">
          <TextField label={t('connection.system-user')} value={user} onChange={setUser} problem={userFault} />
          <TextField
            label={t('connection.system-token')}
            type="password"
            autoComplete="off"
            value={token}
            onChange={setToken}
            placeholder={
              connection?.system === undefined || connection.system.token === 'missing' ? '' : t('connection.key-kept')
            }
            help={t(`connection.key-place.${host}`)}
          />
        </div>
      </fieldset>
      {state.error === undefined ? null : <ErrorBox error={state.error} />}
      {state.checks === undefined ? null : <Checks checks={state.checks} />}
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" tone="primary" disabled={!isComplete || state.isBusy}>
          {t(state.isBusy ? 'connection.testing' : 'connection.save')}
        </Button>
      </div>
    </form>
  );
}
