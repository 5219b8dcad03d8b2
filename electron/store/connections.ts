import { z } from 'zod';
import { AppError } from '#core/errors';
import type { ConnectionIdentity } from '#core/gateway/contract';
import { type FamilyDialects, familyDialectsSchema } from '#core/node/dialects';
import { type LocalText, say, verbatim } from '#core/text';
import { writeFileAtomic } from './atomic-file.ts';
import { readError } from './file-errors.ts';
import type { Home } from './home.ts';
import { parseJson } from './workflow-file.ts';

const keyPlace = z.union([
  z.literal('keyring'),
  z.templateLiteral(['env:', z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)]),
]);

const savedConnectionSchema = z.strictObject({
  name: z.string().min(1).max(100),
  baseUrl: z.string(),
  uploadUrl: z.string().optional(),
  /** Where the key is, never the key itself. */
  key: keyPlace,
  /** The number of the account's user, and where its system access token is. */
  system: z.strictObject({ user: z.string().regex(/^\d{1,20}$/), token: keyPlace }).optional(),
  practice: z.boolean().optional(),
  /** Whether the key also goes to the upload URL. */
  keyToUploadHost: z.boolean().default(true),
  /** How models are called where a node leaves it open. */
  dialects: familyDialectsSchema.optional(),
});
type SavedConnection = z.infer<typeof savedConnectionSchema>;

const connectionsSchema = z
  .strictObject({ connections: z.array(savedConnectionSchema), default: z.string().optional() })
  .refine((file) => new Set(file.connections.map((entry) => entry.name)).size === file.connections.length, {
    message: 'two connections have the same name',
    path: ['connections'],
  });
export type Connections = z.infer<typeof connectionsSchema>;

/** A gateway to talk to. The key is behind a function that no JSON and no inspection shows. */
export interface Connection extends ConnectionIdentity {
  readonly keyToUploadHost: boolean;
  /** How models are called where a node leaves it open. */
  readonly dialects?: FamilyDialects | undefined;
  /** Undefined when it needs none or has none. */
  key(): string | undefined;
  /** Who the account itself is asked as; undefined when nobody set that up. */
  system(): { readonly user: string; readonly token: string } | undefined;
}

/** The name under which the system access token of a connection is kept. */
export function systemTokenName(connection: string): string {
  return `${connection}\u0000system`;
}

/** The upload hosts of gateways that have them elsewhere. */
const knownUploadUrls: Readonly<Record<string, string>> = {
  'https://api.winfull.cloud-ip.cc': 'https://imageproxy.zhongzhuan.chat',
};

/** Reads `connections.json`; a missing file has none. @throws AppError `file.not-json`, `usage.invalid`, `file.unreadable` */
export function readConnections(home: Home): Connections {
  const file = home.connections;
  if (home.layer.facts(file) === undefined) return { connections: [] };
  let text: string;
  try {
    text = home.layer.readFile(file).toString('utf8');
  } catch (error) {
    throw readError(error, file);
  }
  const parsed = connectionsSchema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0];
  const message = say('The file {file} does not fit: {fault}.', '文件 {file} 的内容不合格：{fault}。', {
    file,
    fault: fault?.message ?? { en: 'unknown fault', zh: '原因未知' },
  });
  throw new AppError('usage.invalid', message, {
    hint: {
      en: 'A connection has name, baseUrl and key ("keyring" or "env:NAME"), never the key itself.',
      zh: '连接包含 name、baseUrl 和 key（"keyring" 或 "env:名称"），不包含密钥本身。',
    },
    place: { file, field: fault?.path.join('.') ?? '' },
  });
}

/** Saves `connections.json`. @throws AppError `usage.invalid`, `disk.full`, `file.write-failed` */
export async function writeConnections(home: Home, connections: Connections): Promise<void> {
  for (const entry of connections.connections) {
    parseConnectionUrl(entry.baseUrl, baseUrlOf(entry.name));
    if (entry.uploadUrl !== undefined) parseConnectionUrl(entry.uploadUrl, uploadUrlOf(entry.name));
  }
  const text = `${JSON.stringify(connectionsSchema.parse(connections), null, 2)}\n`;
  await writeFileAtomic(home.layer, home.connections, text, { keepPrevious: true });
}

const baseUrlOf = (name: string): LocalText =>
  say('The base URL of the connection "{name}"', '连接“{name}”的基础地址', { name });
const uploadUrlOf = (name: string): LocalText =>
  say('The upload URL of the connection "{name}"', '连接“{name}”的上传地址', { name });

/**
 * Brings the URL of a connection into the one form by which ledger and reuse know it, without a slash at its end.
 * `what` names it for people.
 * @throws AppError `usage.invalid`
 */
function parseConnectionUrl(text: string, what: LocalText): string {
  const refuse = (why: LocalText) =>
    new AppError('usage.invalid', say('{what} {why}.', '{what}{why}。', { what, why }), {
      hint: {
        en: 'Write it as https://host, with a path when the gateway has one; the key goes elsewhere.',
        zh: '请写成 https://主机，网关有路径时加上路径；密钥填在别处。',
      },
    });
  if (!URL.canParse(text)) throw refuse({ en: 'is not a URL', zh: '不是网址' });
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refuse({ en: 'is neither http nor https', zh: '既不是 http 也不是 https' });
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse({ en: 'holds a user name or a password', zh: '含有用户名或密码' });
  }
  if (url.search !== '' || url.hash !== '') throw refuse({ en: 'has a query', zh: '含有查询参数' });
  let path = url.pathname;
  while (path.endsWith('/')) path = path.slice(0, -1);
  return `${url.origin}${path}`;
}

interface ResolveOptions {
  readonly home: Home;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name that was asked for. */
  readonly connection?: string | undefined;
  /** The practice gateway's URLs when practice was asked for; it wins over everything. */
  readonly practiceUrls?: { readonly baseUrl: string; readonly uploadUrl?: string | undefined } | undefined;
  /** The system's keyring, by the connection's name. */
  readonly keyring?: ((name: string) => string | undefined) | undefined;
  /** False for what sends nothing (validate, plan): then a missing key is no error. */
  readonly needsKey?: boolean;
}

/**
 * The connection that a command uses: practice when it was asked for, else the named one, else the environment, else the
 * default of `connections.json` (or its only one).
 * @throws AppError `connection.missing`, `connection.no-key`, `usage.invalid`, `file.not-json`
 */
export function resolveConnection(options: ResolveOptions): Connection {
  const { env, practiceUrls, needsKey = true } = options;
  if (practiceUrls !== undefined) {
    return createConnection(
      { name: 'practice', ...practiceUrls, practice: true, keyToUploadHost: true },
      () => undefined,
      // Practice has one account, which everybody may look at.
      () => ({ user: '1', token: 'practice-system-token' }),
    );
  }
  const baseUrl = env['PATCHBAY_BASE_URL'];
  if (options.connection === undefined && baseUrl) {
    const uploadUrl = env['PATCHBAY_UPLOAD_URL'] || undefined;
    const source = { name: 'environment', baseUrl, uploadUrl, practice: false, keyToUploadHost: true };
    const [user, token] = [env['PATCHBAY_SYSTEM_USER'], env['PATCHBAY_SYSTEM_TOKEN']];
    const connection = createConnection(
      source,
      () => env['PATCHBAY_API_KEY'] || undefined,
      () => (user && token ? { user, token } : undefined),
    );
    if (needsKey && connection.key() === undefined) throw noKey(connection.name, 'PATCHBAY_API_KEY');
    return connection;
  }
  return resolveSaved(options, needsKey);
}

function resolveSaved({ home, env, connection: wanted, keyring }: ResolveOptions, needsKey: boolean): Connection {
  const { connections, default: preferred } = readConnections(home);
  const only = connections.length === 1 ? connections[0]?.name : undefined;
  const name = wanted ?? preferred ?? only;
  const saved = connections.find((entry) => entry.name === name);
  if (saved === undefined) throw missingConnection(wanted ?? preferred, connections);
  const readKey = (): string | undefined => {
    if (saved.key !== 'keyring') return env[saved.key.slice('env:'.length)] || undefined;
    const kept = keyring?.(saved.name);
    if (kept !== undefined) return kept;
    // Without a keyring the environment's key serves, but never a key that was set for another gateway.
    const other = env['PATCHBAY_BASE_URL'];
    const isForThis = !other || sameGateway(other, saved.baseUrl);
    return isForThis ? env['PATCHBAY_API_KEY'] || undefined : undefined;
  };
  const readSystem = () => {
    if (saved.system === undefined) return undefined;
    const { user, token: place } = saved.system;
    const token = place === 'keyring' ? keyring?.(systemTokenName(saved.name)) : env[place.slice('env:'.length)];
    return token ? { user, token } : undefined;
  };
  const connection = createConnection({ ...saved, practice: saved.practice ?? false }, readKey, readSystem);
  if (needsKey && !connection.practice && connection.key() === undefined) {
    throw noKey(saved.name, saved.key === 'keyring' ? 'PATCHBAY_API_KEY' : saved.key.slice('env:'.length));
  }
  return connection;
}

function sameGateway(one: string, other: string): boolean {
  return parseConnectionUrl(one, verbatim('PATCHBAY_BASE_URL')) === parseConnectionUrl(other, baseUrlOf(''));
}

interface ConnectionSource {
  readonly name: string;
  readonly baseUrl: string;
  readonly uploadUrl?: string | undefined;
  readonly practice: boolean;
  readonly keyToUploadHost: boolean;
  readonly dialects?: FamilyDialects | undefined;
}

function createConnection(
  source: ConnectionSource,
  readKey: () => string | undefined,
  readSystem: Connection['system'],
): Connection {
  const baseUrl = parseConnectionUrl(source.baseUrl, baseUrlOf(source.name));
  const uploadUrl = source.uploadUrl ?? knownUploadUrls[baseUrl];
  const shown = {
    name: source.name,
    baseUrl,
    uploadUrl: uploadUrl === undefined ? undefined : parseConnectionUrl(uploadUrl, uploadUrlOf(source.name)),
    practice: source.practice,
    keyToUploadHost: source.keyToUploadHost,
    ...(source.dialects !== undefined && { dialects: source.dialects }),
  };
  const [key, system] = [readKey(), readSystem()];
  return Object.defineProperties(
    { ...shown, key: () => key, system: () => system },
    { key: { enumerable: false }, system: { enumerable: false } },
  );
}

function noKey(name: string, variable: string): AppError {
  const message = say('There is no API key for the connection "{name}".', '连接“{name}”没有 API 密钥。', { name });
  return new AppError('connection.no-key', message, {
    hint: say('Set {variable}, or use --practice.', '请设置 {variable}，或使用练习连接（--practice）。', { variable }),
    details: { connection: name },
  });
}

function missingConnection(wanted: string | undefined, connections: readonly SavedConnection[]): AppError {
  const names = connections.map((entry) => entry.name).join(', ');
  const message =
    wanted === undefined
      ? { en: 'No gateway is set up.', zh: '还没有设置网关。' }
      : say('There is no connection "{wanted}".', '没有连接“{wanted}”。', { wanted });
  const hint = say(
    'Set PATCHBAY_BASE_URL and PATCHBAY_API_KEY, name one with --connection{known}, or use --practice.',
    '请设置 PATCHBAY_BASE_URL 和 PATCHBAY_API_KEY，用 --connection 指定连接{known}，或使用 --practice。',
    { known: names === '' ? '' : say(' ({names})', '（{names}）', { names }) },
  );
  return new AppError('connection.missing', message, { hint });
}
