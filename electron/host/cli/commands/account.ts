import type { Command } from 'commander';
import { AppError } from '#core/errors';
import type { PriceRange } from '#core/gateway/contract';
import { dollars } from '../../../executor/purse.ts';
import type { AccountToken, TokenWish } from '../../../gateway/account.ts';
import { type Connected, connect } from '../../app/connect.ts';
import { type CommandContext, parseNumberOption, withApp } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson, formatTable } from '../terminal.ts';

interface Flags {
  readonly connection?: string;
  readonly practice: boolean;
  readonly json: boolean;
}

interface WishFlags extends Flags {
  readonly name?: string;
  readonly limit?: string;
  readonly unlimited?: boolean;
  readonly expires?: string;
  readonly models?: string;
  readonly group?: string;
}

const patience = 30_000;
const signal = (): AbortSignal => AbortSignal.timeout(patience);

/** `account`, `prices` and `tokens`: what the gateway tells of the account, and its keys. */
export function registerAccount(program: Command, context: CommandContext): void {
  const withConnection = (command: Command): Command =>
    command
      .option('--connection <NAME>', 'the gateway connection to use')
      .option('--practice', 'use the practice gateway', false)
      .option('--json', 'print it as JSON', false);

  const onAccount = (
    flags: Flags,
    work: (account: Connected['gateway']['account']) => Promise<number>,
  ): Promise<void> =>
    withApp(context, async (app) => {
      const connected = await connect(app, flags);
      try {
        return await work(connected.gateway.account);
      } finally {
        await connected.close();
      }
    });

  const print = (flags: Flags, value: unknown, headings: string[], rows: string[][]): number => {
    context.terminal.out(flags.json ? `${formatJson(value, 2)}\n` : formatTable(headings, rows));
    return exitCodes.done;
  };

  withConnection(
    program
      .command('account')
      .description('what the key has used and has left; the account too, with a system access token'),
  ).action((flags: Flags) =>
    onAccount(flags, async (account) => {
      const key = await account.usage(signal());
      const user = account.hasSystem() ? await account.user(signal()) : undefined;
      const rows = [
        ['key', key.name],
        ['used', amount(key.used)],
        ['left', key.unlimited ? 'no limit' : amount(key.available)],
        ['valid until', key.expires ?? 'for ever'],
        ['models', key.models.length === 0 ? 'all' : key.models.join(', ')],
        ...(user === undefined
          ? []
          : [
              ['account', user.name],
              ['group', user.group],
              ['balance', amount(user.balance)],
              ['used in all', amount(user.used)],
              ['requests', String(user.requests ?? '')],
            ]),
      ];
      return print(flags, { key, ...(user !== undefined && { account: user }) }, ['', ''], rows);
    }),
  );

  withConnection(
    program.command('prices [WORD]').description('what models cost, or those with the word in their name'),
  ).action((word: string | undefined, flags: Flags) =>
    onAccount(flags, async (account) => {
      const all = await account.prices(signal());
      const shown = all.filter(({ model }) => model.toLowerCase().includes((word ?? '').toLowerCase()));
      const rows = shown.map((row) => [
        row.model,
        range(row.perCall),
        range(row.perMillionIn),
        range(row.perMillionOut),
      ]);
      return print(flags, shown, ['model', 'a call', '1M tokens in', '1M tokens out'], rows);
    }),
  );

  const tokens = program.command('tokens').description('the keys of the account; needs a system access token');
  withConnection(
    tokens.command('list [WORD]', { isDefault: true }).description('the keys, or those with the word in their name'),
  ).action((word: string | undefined, flags: Flags) =>
    onAccount(flags, async (account) => printTokens(flags, await account.tokens(signal(), word))),
  );
  const wishes = (command: Command): Command =>
    withConnection(command)
      .option('--limit <USD>', 'how much it may spend')
      .option('--unlimited', 'it may spend what the account has')
      .option('--expires <DATE>', 'until when it is valid, such as 2027-01-31, or never')
      .option('--models <LIST>', 'only these models, with commas between them; empty: all')
      .option('--group <NAME>', 'the group whose prices and models it has');
  wishes(tokens.command('create <NAME>').description('make a key; it is shown in the console of the gateway')).action(
    (name: string, flags: WishFlags) =>
      onAccount(flags, async (account) => {
        const made = await account.createToken({ name, ...wishOf(flags) }, signal());
        return printTokens(flags, made === undefined ? [] : [made]);
      }),
  );
  wishes(tokens.command('update <ID>').description('change a key').option('--name <NAME>', 'its new name')).action(
    (id: string, flags: WishFlags) =>
      onAccount(flags, async (account) => {
        const changed = await account.updateToken(
          numberOf(id),
          { ...wishOf(flags), ...(flags.name !== undefined && { name: flags.name }) },
          signal(),
        );
        return printTokens(flags, changed === undefined ? [] : [changed]);
      }),
  );
  withConnection(tokens.command('delete <ID>').description('delete a key; what uses it stops working')).action(
    (id: string, flags: Flags) =>
      onAccount(flags, async (account) => {
        await account.deleteToken(numberOf(id), signal());
        context.terminal.err(`The key ${id} is deleted.\n`);
        return exitCodes.done;
      }),
  );

  function printTokens(flags: Flags, list: readonly AccountToken[]): number {
    const rows = list.map((token) => [
      String(token.id),
      token.name,
      token.enabled ? 'on' : 'off',
      amount(token.used),
      token.unlimited ? 'no limit' : amount(token.available),
      token.expires ?? 'for ever',
      token.group,
      token.models.length === 0 ? 'all' : token.models.join(', '),
    ]);
    return print(flags, list, ['id', 'name', '', 'used', 'left', 'valid until', 'group', 'models'], rows);
  }
}

function amount(value: number | undefined): string {
  return value === undefined ? 'unknown' : dollars(value);
}

function range(price: PriceRange | undefined): string {
  if (price === undefined) return '';
  return price.from === price.to ? dollars(price.from) : `${dollars(price.from)} to ${dollars(price.to)}`;
}

function numberOf(id: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new AppError(
    'usage.invalid',
    { en: `"${id}" is no number of a key.`, zh: `“${id}”不是密钥编号。` },
    { hint: { en: 'See them with "tokens".', zh: '可用 “tokens” 查看编号。' } },
  );
}

function wishOf(flags: WishFlags): Omit<TokenWish, 'name'> {
  const { limit, unlimited, expires, models, group } = flags;
  if (expires !== undefined && expires !== 'never' && Number.isNaN(Date.parse(expires))) {
    throw new AppError('usage.invalid', {
      en: `--expires needs a date or "never", not "${expires}".`,
      zh: `--expires 需要日期或 “never”，而不是“${expires}”。`,
    });
  }
  return {
    limit: unlimited === true ? null : limit === undefined ? undefined : parseNumberOption('--limit', limit),
    expires: expires === 'never' ? null : expires,
    models: models === undefined ? undefined : models.split(',').filter((model) => model.trim() !== ''),
    group,
  };
}
