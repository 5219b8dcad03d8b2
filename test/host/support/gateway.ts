import { type PracticeProcess, startPracticeProcess } from '../../practice/support/practice-process.ts';
import type { Client } from './client.ts';
import { afterTest } from './server.ts';

/** A gateway that is a process of its own, so that it outlives the server. */
export async function startGateway(...options: readonly string[]): Promise<PracticeProcess> {
  const gateway = await startPracticeProcess(...options);
  afterTest(async () => {
    await gateway.stop();
  });
  return gateway;
}

/** Sets up a connection to it under the name `mine`, with this key, and chooses it. */
export async function connectTo(client: Client, gateway: PracticeProcess, key = 'sk-test'): Promise<void> {
  const { url, uploadUrl } = gateway;
  await client.call('connection.save', { name: 'mine', baseUrl: url, uploadUrl, keyToUploadHost: true, key });
  await client.call('settings.change', { connection: 'mine' });
}
