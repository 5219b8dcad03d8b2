import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDocument } from '#core/graph/document';
import { type Client, enter, until } from './support/client.ts';
import { documentOf, renaming } from './support/documents.ts';
import { startServer, temporaryHome } from './support/server.ts';

async function savedDocument(client: Client, name = 'Test') {
  const { draft, lease = '', base } = await client.call('workflow.create', {});
  const document = { ...base, name, nodes: documentOf([{ id: 'a', type: 'prompt' }])['nodes'] ?? [] };
  const saved = await client.call('workflow.save', { draft, lease, document });
  if (saved.kind !== 'saved') throw new Error('it was not saved');
  return { draft, lease, document, ...saved };
}

describe('a document', () => {
  test('is made, saved under its name, found again and opened', async () => {
    const home = temporaryHome();
    const client = await enter(await startServer(home));
    const one = await savedDocument(client, 'Sea: a/b');
    const other = await savedDocument(client, 'Sea: a/b');
    expect(one.path).toBe(path.join(home, 'workflows', 'Sea- a-b.patchbay'));
    expect(other.path).toBe(path.join(home, 'workflows', 'Sea- a-b 2.patchbay'));
    const list = await client.call('workflow.list', {});
    expect(list.map((entry) => entry.path).sort()).toEqual([other.path, one.path].sort());
    expect(list[0]).toMatchObject({ name: 'Sea: a/b', nodes: 1 });
    await client.call('workflow.close', { draft: one.draft, discard: false });
    const opened = await client.call('workflow.open', { path: one.path });
    expect(opened).toMatchObject({ path: one.path, revision: one.revision, readOnly: false, rows: [] });
    expect(opened.base).toEqual(one.document);
    const start = await client.call('app.start', {});
    expect(start.recents[0]?.path).toBe(one.path);
    expect(start.open.map(({ draft }) => draft).sort()).toEqual([other.draft, opened.draft].sort());
  });

  test('comes from a template with an id of its own, in the language of the screen', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const { templates } = await client.call('app.start', {});
    expect(templates.length).toBeGreaterThan(0);
    for (const { id, name } of templates) {
      const made = await client.call('workflow.create', { template: id });
      expect(made.name).toBe(name.en);
      expect(made.base['id']).toMatch(/^wf_/);
    }
    await client.call('settings.change', { language: 'zh-CN' });
    const template = templates[0];
    expect((await client.call('workflow.create', { template: template?.id })).name).toBe(template?.name.zh);
    expect(await client.failing('workflow.create', { template: '../x' })).toMatchObject({ code: 'usage.invalid' });
  });

  test('that another program changed is not overwritten, but told and kept apart', async () => {
    const home = temporaryHome();
    const client = await enter(await startServer(home));
    const { draft, lease, document, path: file, revision } = await savedDocument(client);
    const told = client.next('workflow.changed', (payload) => payload.path === file);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const foreign = `${JSON.stringify({ ...document, name: 'Foreign' })}\n`;
    fs.writeFileSync(file, foreign);
    const { revision: now } = await told;
    expect(now).not.toBe(revision);
    const save = { draft, lease, document: { ...document, name: 'Mine' }, path: file, revision };
    expect(await client.call('workflow.save', save)).toEqual({ kind: 'conflict', path: file, revision: now });
    expect(fs.readFileSync(file, 'utf8')).toBe(foreign);
    const saved = await client.call('workflow.save', { ...save, overwrite: true });
    expect(saved.kind).toBe('saved');
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ name: 'Mine' });
    const copies = fs.readdirSync(path.join(home, 'workflows')).filter((name) => name.includes('(previous'));
    expect(copies.map((name) => fs.readFileSync(path.join(home, 'workflows', name), 'utf8'))).toEqual([foreign]);
  });

  test('whose file is gone is saved again', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const { draft, lease, document, path: file, revision } = await savedDocument(client);
    fs.rmSync(file);
    expect(await client.call('workflow.save', { draft, lease, document, path: file, revision })).toMatchObject({
      kind: 'saved',
    });
    expect(fs.existsSync(file)).toBe(true);
  });

  test('that is empty never replaces a full one by itself, nor takes the name of another', async () => {
    const client = await enter(await startServer(temporaryHome()));
    const one = await savedDocument(client, 'One');
    const empty = { ...createDocument('wf_x', 'One') };
    const save = { draft: one.draft, lease: one.lease, document: empty, path: one.path, revision: one.revision };
    expect(await client.call('workflow.save', save)).toEqual({
      kind: 'conflict',
      path: one.path,
      revision: one.revision,
    });
    const two = await savedDocument(client, 'Two');
    const named = {
      draft: two.draft,
      lease: two.lease,
      document: two.document,
      path: two.path,
      revision: two.revision,
      name: 'One',
    };
    expect(await client.call('workflow.save', named)).toEqual({
      kind: 'conflict',
      path: one.path,
      revision: one.revision,
    });
    expect(await client.call('workflow.save', { ...named, name: 'Three' })).toMatchObject({ kind: 'saved' });
    expect(await client.call('workflow.save', { ...save, overwrite: true })).toMatchObject({ kind: 'saved' });
  });

  test('of a newer version is opened, but not saved', async () => {
    const home = temporaryHome();
    const client = await enter(await startServer(home));
    const file = path.join(home, 'workflows', 'new.patchbay');
    fs.writeFileSync(file, JSON.stringify({ ...createDocument('wf_new', 'New'), version: 99 }));
    const opened = await client.call('workflow.open', { path: file });
    expect(opened.readOnly).toBe(true);
    const save = {
      draft: opened.draft,
      lease: opened.lease ?? '',
      document: opened.base,
      path: file,
      revision: opened.revision,
    };
    expect(await client.failing('workflow.save', save)).toMatchObject({ code: 'file.too-new' });
  });

  test('is opened only where the user keeps workflows, or where the program was started with', async () => {
    const home = temporaryHome();
    const outside = path.join(path.dirname(home), 'outside.patchbay');
    const given = path.join(path.dirname(home), 'given.patchbay');
    for (const file of [outside, given]) fs.writeFileSync(file, JSON.stringify(createDocument('wf_out', 'Out')));
    const client = await enter(await startServer(home, { args: ['--open', given] }));
    const { open } = await client.call('app.start', {});
    expect(open).toMatchObject([{ path: given, name: 'Out' }]);
    fs.symlinkSync(outside, path.join(home, 'workflows', 'link.patchbay'));
    const refused = [
      outside,
      '/etc/passwd',
      path.join(home, 'workflows', '..', '..', 'outside.patchbay'),
      path.join(home, 'workflows', 'link.patchbay'),
      'relative.patchbay',
      '',
    ];
    for (const file of refused) {
      expect(await client.failing('workflow.open', { path: file })).toMatchObject({ code: 'file.outside-folder' });
    }
    const opened = await client.call('workflow.open', { path: given });
    const save = {
      draft: opened.draft,
      lease: opened.lease ?? '',
      document: opened.base,
      path: outside,
      overwrite: true,
    };
    expect(await client.failing('workflow.save', save)).toMatchObject({ code: 'file.outside-folder' });
    expect(await client.failing('settings.change', { workflows: '/' })).toMatchObject({ code: 'file.outside-folder' });
    const file = { path: 'given.patchbay' };
    expect(await client.failing('file.open', { path: '/etc/hosts', file })).toMatchObject({
      code: 'file.outside-folder',
    });
    expect(await client.call('file.open', { path: given, file })).toMatchObject({ kind: 'document' });
  });
});

describe('the folder of a document', () => {
  test('is chosen below the own folder of the user, made when it is missing, and its workflows can be opened', async () => {
    const home = temporaryHome();
    const own = path.join(path.dirname(home), 'person');
    fs.mkdirSync(path.join(own, 'Films', '.hidden'), { recursive: true });
    fs.mkdirSync(path.join(own, '.secrets'));
    fs.symlinkSync('/etc', path.join(own, 'Films', 'link'));
    const client = await enter(await startServer(home, { env: { HOME: own, USERPROFILE: own } }));
    const { draft, lease, document, path: file } = await savedDocument(client);

    const top = await client.call('folder.list', { path: own });
    expect(top).toMatchObject({ name: '~', usable: false, folders: [{ name: 'Films' }] });
    expect(top.parent).toBeUndefined();
    expect((await client.call('folder.list', { path: path.join(own, 'Films') })).folders).toEqual([]);
    for (const refused of [
      '/',
      '/etc',
      path.dirname(own),
      path.join(own, '.secrets'),
      path.join(own, 'Films', 'link'),
    ]) {
      expect(await client.failing('folder.list', { path: refused })).toMatchObject({ code: 'file.outside-folder' });
    }
    const made = await client.call('folder.make', { path: path.join(own, 'Films'), name: 'Sea/2026' });
    expect(made).toMatchObject({ name: path.join('~', 'Films', 'Sea-2026'), usable: true });

    const save = { draft, lease, document, path: file, name: 'Sea' };
    for (const folder of [own, '/etc', path.join(own, '.secrets')]) {
      expect(await client.failing('workflow.save', { ...save, folder })).toMatchObject({ code: 'file.outside-folder' });
    }
    const saved = await client.call('workflow.save', { ...save, folder: made.path });
    expect(saved).toMatchObject({ kind: 'saved', path: path.join(made.path, 'Sea.patchbay') });
    fs.writeFileSync(path.join(made.path, 'Other.patchbay'), JSON.stringify(createDocument('wf_o', 'Other')));
    const other = path.join(made.path, 'Other.patchbay');
    expect(await client.failing('workflow.open', { path: other })).toMatchObject({ code: 'file.outside-folder' });
    const names = (await client.call('folder.list', { path: made.path })).workflows.map(({ name }) => name);
    expect(names.sort()).toEqual(['Other', 'Test']);
    expect((await client.call('workflow.open', { path: other })).name).toBe('Other');

    expect(await client.failing('settings.change', { workflows: own })).toMatchObject({ code: 'file.outside-folder' });
    expect((await client.call('settings.change', { workflows: made.path })).workflows).toBe(made.path);
    expect(await client.failing('folder.choose', {})).toMatchObject({ code: 'usage.invalid' });
  });
});

describe('a draft', () => {
  test('keeps what was acknowledged when the process is killed while rows are appended', async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    const { draft, lease = '' } = await client.call('workflow.create', {});
    let acknowledged = -1;
    const write = async (): Promise<void> => {
      for (let number = 0; ; number += 1) {
        await client.call('draft.append', { draft, lease, rows: [renaming(`g${number}`, `name ${number}`)] });
        acknowledged = number;
      }
    };
    const writing = write().catch(() => undefined);
    await until(
      async () => acknowledged,
      (count) => count >= 30,
    );
    await server.end('SIGKILL');
    await writing;
    const again = await enter(await startServer(home));
    expect((await again.call('app.start', {})).open).toMatchObject([{ draft }]);
    const { rows } = await again.call('workflow.restore', { draft });
    const ids = rows.map((row) => (row.row === 'edit' ? row.entry.id : row.row));
    expect(ids.length).toBeGreaterThan(acknowledged);
    expect(ids).toEqual(ids.map((_, number) => `g${number}`));
  });

  test('with a torn end gives what is whole, and goes on', async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    const { draft, lease = '' } = await client.call('workflow.create', {});
    await client.call('draft.append', { draft, lease, rows: [renaming('a', 'A'), renaming('b', 'B')] });
    await server.end('SIGKILL');
    fs.appendFileSync(path.join(home, 'drafts', draft, 'journal.jsonl'), '{"rows":[{"row":"ed');
    const again = await enter(await startServer(home));
    const restored = await again.call('workflow.restore', { draft });
    expect(restored.rows).toHaveLength(2);
    await again.call('draft.append', { draft, lease: restored.lease ?? '', rows: [{ row: 'undo' }] });
    expect((await again.call('workflow.restore', { draft })).rows).toHaveLength(3);
  });

  test('without unsaved edits is removed when it is closed, with them it stays until it is discarded', async () => {
    const home = temporaryHome();
    const client = await enter(await startServer(home));
    const drafts = () => fs.readdirSync(path.join(home, 'drafts'));
    const { draft, lease, document, path: file, revision } = await savedDocument(client);
    await client.call('draft.append', { draft, lease, rows: [renaming('a', 'A')] });
    await client.call('workflow.save', { draft, lease, document: { ...document, name: 'A' }, path: file, revision });
    const restored = await client.call('workflow.restore', { draft });
    expect(restored.rows.map(({ row }) => row)).toEqual(['save', 'edit', 'save']);
    await client.call('workflow.close', { draft, discard: false });
    await until(
      async () => drafts(),
      (names) => names.length === 0,
    );

    const opened = await client.call('workflow.open', { path: file });
    await client.call('draft.append', { draft: opened.draft, lease: opened.lease ?? '', rows: [renaming('b', 'B')] });
    await client.call('workflow.close', { draft: opened.draft, discard: false });
    const again = await client.call('workflow.open', { path: file });
    expect(again).toMatchObject({ draft: opened.draft, revision: opened.revision });
    expect(again.rows).toHaveLength(1);
    await client.call('workflow.close', { draft: again.draft, discard: true });
    await until(
      async () => drafts(),
      (names) => names.length === 0,
    );
  });

  test('is still there when its file changed since, with the revision that it is based on', async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    const { draft, lease, document, path: file, revision } = await savedDocument(client);
    await client.call('draft.append', { draft, lease, rows: [renaming('a', 'A')] });
    await server.end('SIGKILL');
    fs.writeFileSync(file, JSON.stringify({ ...document, name: 'Foreign' }));
    const again = await enter(await startServer(home));
    const told = again.next('workflow.changed');
    const restored = await again.call('workflow.restore', { draft });
    expect(restored).toMatchObject({ revision, path: file });
    expect((await told).revision).not.toBe(revision);
  });

  test('that one window has open is only read by another, until that takes it over', async () => {
    const server = await startServer(temporaryHome());
    const one = await enter(server);
    // Another page of the same browser: it shares the cookie.
    const other = one.otherPage();
    await one.listen(() => undefined);
    const { draft, lease = '' } = await one.call('workflow.create', {});
    expect((await other.call('app.start', {})).open).toMatchObject([{ draft, elsewhere: true }]);
    const reading = await other.call('workflow.restore', { draft });
    expect(reading.lease).toBeUndefined();
    expect(await other.call('draft.append', { draft, lease, rows: [renaming('x', 'X')] })).toEqual({ kept: false });
    expect(await one.call('draft.append', { draft, lease, rows: [renaming('a', 'A')] })).toEqual({ kept: true });

    const told = one.next('draft.taken');
    const taken = await other.call('workflow.restore', { draft, take: true });
    expect(taken.rows).toHaveLength(1);
    expect(await told).toEqual({ draft });
    expect(await one.call('draft.append', { draft, lease, rows: [renaming('b', 'B')] })).toEqual({ kept: false });
    const save = { draft, lease, document: reading.base };
    expect(await one.failing('workflow.save', save)).toMatchObject({ code: 'usage.invalid' });
    const rows = [renaming('c', 'C')];
    expect(await other.call('draft.append', { draft, lease: taken.lease ?? '', rows })).toEqual({ kept: true });
    expect((await one.call('workflow.restore', { draft })).rows).toHaveLength(2);
  });

  test('is still that of the window that had it when the program is started again, unless another one came first', async () => {
    const home = temporaryHome();
    const server = await startServer(home);
    const client = await enter(server);
    const { draft, lease = '' } = await client.call('workflow.create', {});
    const rows = [renaming('a', 'A')];
    await client.call('draft.append', { draft, lease, rows });
    await server.end('SIGKILL');
    const next = await startServer(home);
    const again = await enter(next);
    expect(await again.call('draft.append', { draft, lease, rows })).toEqual({ kept: true });
    await next.end('SIGKILL');
    const last = await startServer(home);
    const [other, late] = [await enter(last), await enter(last)];
    await other.call('workflow.restore', { draft });
    expect(await late.call('draft.append', { draft, lease, rows })).toEqual({ kept: false });
  });
});
