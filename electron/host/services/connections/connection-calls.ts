import { AppError, toAppError } from '#core/errors';
import type { ConnectionView } from '#core/services/connection-views';
import type { CallInput, CallName, Handlers } from '#core/services/contract';
import { say } from '#core/text';
import { type Connections, readConnections, systemTokenName, writeConnections } from '../../../store/connections.ts';
import type { ServicesContext } from '../context.ts';
import { changeToken, viewAccount } from './account-view.ts';
import { checkConnection } from './checks.ts';
import { environmentName, practiceName } from './pool.ts';
import { viewConnections } from './views.ts';

type ConnectionCalls = Pick<Handlers, Extract<CallName, `connection.${string}`> | 'model.list'>;

const order = 'connections';

/** Setting up connections. A key goes in and never comes out. */
export function connectionCalls(context: ServicesContext): ConnectionCalls {
  const { app, keys, pool, sessions } = context;

  const changed = (): ConnectionView[] => {
    pool.forgetFacts();
    const views = viewConnections(app, keys);
    sessions.broadcast('connection.changed', views);
    context.background.nudge();
    return views;
  };

  return {
    'connection.list': () => viewConnections(app, keys),

    'connection.save': (input) =>
      context.order.run(order, async () => {
        refuseFixed(input.name);
        const file = readConnections(app.home);
        const before = file.connections.find((entry) => entry.name === input.name);
        // A key that was given for one host is not taken to another.
        const hasMoved = before !== undefined && originOf(before.baseUrl) !== originOf(input.baseUrl);
        await writeConnections(app.home, withConnection(file, input, hasMoved));
        if (input.key !== undefined && input.key !== '') keys.write(input.name, input.key.trim());
        else if (hasMoved) keys.remove(input.name);
        const token = input.system?.token?.trim() ?? '';
        if (token !== '') keys.write(systemTokenName(input.name), token);
        else if (hasMoved || input.system?.user === '') keys.remove(systemTokenName(input.name));
        return changed();
      }),

    'connection.remove': ({ name }) =>
      context.order.run(order, async () => {
        refuseFixed(name);
        const file = readConnections(app.home);
        const { default: preferred, ...rest } = file;
        await writeConnections(app.home, {
          ...rest,
          connections: file.connections.filter((entry) => entry.name !== name),
          ...(preferred !== undefined && preferred !== name && { default: preferred }),
        });
        keys.remove(name);
        keys.remove(systemTokenName(name));
        return changed();
      }),

    async 'connection.account'({ name }) {
      const { gateway } = await pool.open(name, { needsKey: false });
      return viewAccount(gateway.account);
    },

    async 'connection.token'({ name, change }) {
      const { gateway } = await pool.open(name, { needsKey: false });
      await changeToken(gateway.account, change);
      return viewAccount(gateway.account);
    },

    async 'connection.test'({ name }) {
      const opened = await pool.open(name, { needsKey: false });
      opened.facts.forget();
      const view = viewConnections(app, keys).find((entry) => entry.name === name);
      const checks = await checkConnection(opened, view !== undefined && view.key !== 'missing');
      context.background.nudge();
      return checks;
    },

    async 'model.list'() {
      try {
        const { facts } = await pool.open(undefined);
        return { models: [...((await facts.get()).models ?? [])] };
      } catch (error) {
        return { models: [], error: toAppError(error).info };
      }
    },
  };
}

function withConnection(file: Connections, input: CallInput<'connection.save'>, hasMoved: boolean): Connections {
  const before = file.connections.find((entry) => entry.name === input.name);
  const hasNewKey = input.key !== undefined && input.key !== '';
  const user = input.system === undefined ? before?.system?.user : input.system.user.trim();
  const dialects = input.dialects ?? before?.dialects;
  const entry: Connections['connections'][number] = {
    name: input.name,
    baseUrl: input.baseUrl.trim(),
    ...(input.uploadUrl !== undefined && input.uploadUrl.trim() !== '' && { uploadUrl: input.uploadUrl.trim() }),
    key: before === undefined || hasNewKey || hasMoved ? 'keyring' : before.key,
    keyToUploadHost: input.keyToUploadHost,
    ...(dialects !== undefined && Object.keys(dialects).length > 0 && { dialects }),
    ...(user && {
      system: { user, token: input.system?.token || hasMoved ? 'keyring' : (before?.system?.token ?? 'keyring') },
    }),
    ...(before?.practice !== undefined && { practice: before.practice }),
  };
  const others = file.connections.filter((known) => known.name !== input.name);
  const at = file.connections.findIndex((known) => known.name === input.name);
  return { ...file, connections: at < 0 ? [...others, entry] : others.toSpliced(at, 0, entry) };
}

function refuseFixed(name: string): void {
  if (name !== practiceName && name !== environmentName) return;
  const message = say('The connection "{name}" cannot be changed here.', '连接“{name}”不能在这里修改。', { name });
  const hint = { en: 'Choose another name.', zh: '请换一个名称。' };
  throw new AppError('usage.invalid', message, { hint, place: { field: 'name' } });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
