import type { ConnectionView } from '#core/services/views';
import { readConnections } from '../../../store/connections.ts';
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
      key: isPractice ? 'none' : placeOfKey(entry.name, entry.key, env, keys),
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
