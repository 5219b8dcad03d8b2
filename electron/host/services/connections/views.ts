import type { ConnectionView } from '#core/services/connection-views';
import { readConnections, systemTokenName } from '../../../store/connections.ts';
import type { App, Environment } from '../../app/app.ts';
import type { KeyStore } from '../../app/keys.ts';
import { practicePort } from '../../app/practice-process.ts';
import { environmentName, practiceName } from './pool.ts';

/** All connections as the screen shows them: the saved ones, the environment's, and practice. Keys are never among it. */
export function viewConnections(app: App, keys: KeyStore): ConnectionView[] {
  const { env } = app;
  const saved = readConnections(app.home).connections.map((entry): ConnectionView => {
    const isPractice = entry.practice ?? false;
    return {
      name: entry.name,
      baseUrl: entry.baseUrl,
      ...(entry.uploadUrl !== undefined && { uploadUrl: entry.uploadUrl }),
      practice: isPractice,
      keyToUploadHost: entry.keyToUploadHost,
      ...(entry.dialects !== undefined && { dialects: entry.dialects }),
      key: isPractice ? 'none' : placeOfKey(entry.name, entry.key, env, keys),
      ...(entry.system !== undefined && {
        system: { user: entry.system.user, token: placeOfToken(entry.name, entry.system.token, env, keys) },
      }),
      fixed: false,
    };
  });
  const baseUrl = env['PATCHBAY_BASE_URL'];
  const uploadUrl = env['PATCHBAY_UPLOAD_URL'];
  const environment: ConnectionView[] = baseUrl
    ? [
        {
          name: environmentName,
          baseUrl,
          ...(uploadUrl && { uploadUrl }),
          practice: false,
          keyToUploadHost: true,
          key: env['PATCHBAY_API_KEY'] ? 'environment' : 'missing',
          ...(env['PATCHBAY_SYSTEM_USER'] && {
            system: {
              user: env['PATCHBAY_SYSTEM_USER'],
              token: env['PATCHBAY_SYSTEM_TOKEN'] ? ('environment' as const) : ('missing' as const),
            },
          }),
          fixed: true,
        },
      ]
    : [];
  return [
    ...saved,
    ...environment,
    {
      name: practiceName,
      baseUrl: `http://127.0.0.1:${practicePort}`,
      practice: true,
      keyToUploadHost: true,
      key: 'none',
      fixed: true,
    },
  ];
}

function placeOfKey(name: string, key: string, env: Environment, keys: KeyStore): ConnectionView['key'] {
  if (key !== 'keyring') return env[key.slice('env:'.length)] ? 'environment' : 'missing';
  const place = keys.place(name);
  if (place !== undefined) return place;
  return env['PATCHBAY_API_KEY'] && !env['PATCHBAY_BASE_URL'] ? 'environment' : 'missing';
}

function placeOfToken(
  name: string,
  token: string,
  env: Environment,
  keys: KeyStore,
): NonNullable<ConnectionView['system']>['token'] {
  if (token !== 'keyring') return env[token.slice('env:'.length)] ? 'environment' : 'missing';
  return keys.place(systemTokenName(name)) ?? 'missing';
}
