import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type CallInput, callNames } from '#core/services/contract';
import { checkedCalls, enter, until } from './support/client.ts';
import { documentOf, filmDocument, renaming } from './support/documents.ts';
import { connectTo, startGateway } from './support/gateway.ts';
import { startServer, temporaryHome } from './support/server.ts';

/** Every file below a folder, as one text. */
function everything(folder: string): string {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile());
  return files.map((file) => fs.readFileSync(file, 'latin1')).join('\n');
}

test('every call gives what the contract says, and no key is ever among it, nor in any file', async () => {
  const key = 'sk-very-secret-0123456789';
  const environmentKey = 'sk-other-secret-9876543210';
  const gateway = await startGateway('--task-ms', '300', '--key', key);
  const home = temporaryHome();
  const env = { PATCHBAY_API_KEY: environmentKey, PATCHBAY_BASE_URL: 'http://127.0.0.1:9' };
  const server = await startServer(home, { env });
  const client = await enter(server);
  await client.listen(() => undefined);

  await client.call('app.start', {});
  await client.call('window.show', {});
  await client.call('settings.change', { theme: 'dark', welcomed: true, budget: 5 });
  expect((await client.call('settings.change', { budget: null })).budget).toBeUndefined();
  expect((await client.call('settings.change', { budget: 5 })).budget).toBe(5);
  await connectTo(client, gateway, key);
  const views = await client.call('connection.list', {});
  expect(views.map(({ name, key: place }) => [name, place])).toEqual([
    ['mine', 'session'],
    ['environment', 'environment'],
    ['practice', 'none'],
  ]);
  const checks = await client.call('connection.test', { name: 'mine' });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect((await client.call('model.list', {})).models.length).toBeGreaterThan(3);

  // A document becomes nodes of this home.
  const text = 'openapi: 3.0.1\npaths:\n  /v1/hello:\n    get: { summary: Hello }\n';
  const api = { name: 'hello.yaml', text };
  const [operation] = (await client.call('recipe.review', api)).operations;
  expect(operation).toMatchObject({ key: 'GET /v1/hello', title: 'Hello', charges: false });
  const choices = [{ key: 'GET /v1/hello', task: false }];
  expect(await client.call('recipe.import', { ...api, choices })).toEqual({
    ids: ['user/hello-get-v1-hello'],
    file: 'hello.json',
  });
  expect(await client.call('recipe.list', {})).toMatchObject({ recipes: [{ nodes: ['api-operation'] }], problems: [] });

  const described = await client.call('recipe.describe', { model: 'minimax/video-01' });
  expect((await client.call('recipe.review', described)).operations.map(({ key }) => key)).toContain(
    'POST /replicate/v1/models/minimax/video-01/predictions',
  );

  // Without a system access token only the key is known; with one the account too, and the token never comes back.
  const own = { name: 'mine', baseUrl: gateway.url, keyToUploadHost: true };
  expect(await client.call('connection.account', { name: 'mine' })).toMatchObject({
    key: { available: 100 },
    errors: [],
  });
  const token = 'practice-system-token';
  const [mine] = await client.call('connection.save', { ...own, system: { user: '1', token } });
  expect(mine?.system).toEqual({ user: '1', token: 'session' });
  const [asked] = await client.call('connection.save', { ...own, dialects: { claude: 'claude' } });
  expect(asked).toMatchObject({ dialects: { claude: 'claude' }, system: { user: '1' } });
  expect((await client.call('connection.save', own))[0]?.dialects).toEqual({ claude: 'claude' });
  expect((await client.call('connection.save', { ...own, dialects: {} }))[0]?.dialects).toBeUndefined();
  const account = await client.call('connection.account', { name: 'mine' });
  expect(account).toMatchObject({ account: { name: 'Practice' }, tokens: [{ name: 'practice' }], errors: [] });
  const change = (wanted: CallInput<'connection.token'>['change']) =>
    client.call('connection.token', { name: 'mine', change: wanted });
  const made = await change({ kind: 'create', wish: { name: 'Film crew', limit: 5, models: ['sora-2'] } });
  const crew = made.tokens?.find((key) => key.name === 'Film crew');
  expect(crew).toMatchObject({ available: 5, unlimited: false, models: ['sora-2'] });
  const wider = await change({ kind: 'update', id: crew?.id ?? 0, wish: { limit: null } });
  expect(wider.tokens?.find((key) => key.name === 'Film crew')).toMatchObject({ unlimited: true });
  expect((await change({ kind: 'delete', id: crew?.id ?? 0 })).tokens).toMatchObject([{ name: 'practice' }]);
  expect(client.transcript()).not.toContain(token);
  const [cleared] = await client.call('connection.save', { ...own, system: { user: '' } });
  expect(cleared?.system).toBeUndefined();

  const { draft, lease = '' } = await client.call('workflow.create', {});
  await client.call('draft.append', { draft, lease, rows: [renaming('a', 'Sea')] });
  const document = { ...filmDocument(), name: 'Sea' };
  const saved = await client.call('workflow.save', { draft, lease, document });
  await client.call('workflow.list', {});
  const folder = await client.call('folder.list', {});
  await client.call('folder.make', { path: folder.path, name: 'Sea' });
  await client.call('workflow.restore', { draft });
  const input = { draft, document, path: saved.path };
  expect((await client.call('plan.make', input)).issues).toEqual([]);
  const { run } = await client.call('run.start', input);
  await client.call('run.open', { run });
  await until(
    async () => (await client.call('run.list', {}))[0],
    (view) => view?.state === 'done',
  );
  const task = (await client.call('task.list', {})).tasks[0]?.id ?? '';
  await client.call('task.answer', { task });
  await client.failing('task.look', { task });
  await client.call('task.collect', { task });
  await client.call('task.forget', { task });

  // A refused key suspends a run; a right one lets it go on.
  await client.call('connection.save', { name: 'mine', baseUrl: gateway.url, keyToUploadHost: true, key: `${key}x` });
  const wrong = await client.call('connection.test', { name: 'mine' });
  expect(wrong.find(({ what }) => what === 'key')).toMatchObject({ ok: false });
  expect((await client.failing('run.start', { ...input, fresh: true })).code).toBe('connection.key-refused');
  await connectTo(client, gateway, key);

  // An answer that never came: the node asks.
  await gateway.addFaults({ kind: 'reset-before-answer', times: 1, match: { path: '/v1/chat/completions' } });
  const long = 'x'.repeat(9000);
  const chat = documentOf(
    [
      { id: 'ask', type: 'prompt', params: { text: long } },
      { id: 'chat', type: 'chat' },
    ],
    ['ask.text>chat.prompt'],
  );
  const second = await client.call('run.start', { draft, document: chat });
  const stopped = await until(
    async () => (await client.call('run.list', {})).find(({ id }) => id === second.run),
    (view) => view !== undefined && view.state !== 'running',
  );
  expect(stopped).toMatchObject({ state: 'suspended', why: 'user' });
  await client.call('run.resume', { run: second.run });
  await client.call('run.answer', { run: second.run, node: 'chat', item: [], choice: 'give-up' });
  await until(
    async () => (await client.call('run.list', {})).find(({ id }) => id === second.run),
    (view) => view?.state === 'failed',
  );
  await client.call('run.retry', { run: second.run });
  await client.call('run.cancel', { run: second.run });
  expect(await client.call('run.cost', { run })).toMatchObject({ practice: false, calls: expect.any(Number) });
  const { snapshot } = await client.call('run.open', { run: second.run });
  const ask = snapshot.nodes.find(({ node }) => node === 'ask')?.items[0]?.[1];
  const stored = ask?.state === 'done' ? ask.outputs['text']?.stored : undefined;
  expect((await client.call('value.load', { artifact: stored ?? '' })).value).toBe(long);

  fs.writeFileSync(path.join(home, 'workflows', 'note.txt'), 'hello');
  await client.call('file.open', { path: saved.path, file: { path: 'note.txt' } });
  expect(await client.call('file.reveal', { artifact: stored ?? '' })).toMatchObject({ shown: false });
  await client.call('workflow.close', { draft, discard: true });
  await client.call('workflow.open', { path: saved.path });
  await client.call('connection.remove', { name: 'mine' });

  // Only in the desktop window, and for a request without an answer.
  const others = ['folder.choose', 'workflow.choose', 'task.look'];
  expect(callNames.filter((name) => !checkedCalls.has(name))).toEqual(others);
  expect(await server.end('SIGTERM')).toBe(0);
  for (const secret of [key, environmentKey]) {
    expect(client.transcript()).not.toContain(secret);
    expect(server.printed()).not.toContain(secret);
    expect(everything(home)).not.toContain(secret);
  }
});
