import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DraftRow, Settings } from '#core/services/document-views';
import { openArtifacts } from '#electron/store/artifacts';
import { type Connections, readConnections, writeConnections } from '#electron/store/connections';
import { openConsent } from '#electron/store/consent';
import { openDrafts } from '#electron/store/drafts';
import { diskLayer, type FileLayer } from '#electron/store/file-layer';
import { openHome } from '#electron/store/home';
import { openLedger } from '#electron/store/ledger';
import { openSettings } from '#electron/store/settings';
import { writeWorkflowFile } from '#electron/store/workflow-file';
import { createPowerCutDisk, type Fate, least, mixed, most, type PowerCutDisk } from '../support/power-cut.ts';
import { document, intent, temporaryFolder } from './support.ts';

/** Something that was begun, and something that was promised: from then on it must be found, or what was begun after it. */
type Note = { readonly what: string; readonly begun: unknown } | { readonly what: string; readonly promised: unknown };

const meta = { name: 'Draft', readOnly: false };
const edit = (id: string): DraftRow => ({
  row: 'edit',
  entry: { id, label: 'edit', at: '2026-01-01T00:00:00.000Z', patches: [], inverse: [] },
});

/** Goes through everything that the store promises to keep, and notes each promise when it is given. */
async function scenario(disk: PowerCutDisk, base: string): Promise<void> {
  const promise = async (what: string, value: unknown, work: () => unknown): Promise<void> => {
    disk.note({ what, begun: value } satisfies Note);
    await work();
    disk.note({ what, promised: value } satisfies Note);
  };
  const home = openHome(path.join(base, 'home'), disk.layer);
  const settings = openSettings(home);
  for (const theme of ['dark', 'light'] as const satisfies Settings['theme'][]) {
    await promise('settings', theme, () => settings.change({ theme }));
  }
  const consent = openConsent(home, 'https://gateway.example', false);
  await promise('consent', true, () => consent.allow());
  for (const name of ['one', 'two']) {
    const connections: Connections = {
      connections: [{ name, baseUrl: 'https://gateway.example', key: 'keyring', keyToUploadHost: true }],
    };
    await promise('connections', name, () => writeConnections(home, connections));
  }
  const drafts = openDrafts(home);
  let draft = '';
  await promise('draft', true, async () => {
    draft = await drafts.create(document, meta);
  });
  for (let rows = 1; rows <= 4; rows += 1) {
    await promise('draft rows', rows * 2, () => drafts.append(draft, [edit(`a${rows}`), edit(`b${rows}`)]));
  }
  await promise('draft name', 'Renamed', () => drafts.setMeta(draft, { ...meta, name: 'Renamed' }));
  await drafts.close();
  const folder = path.join(base, 'mine');
  disk.layer.makeFolder(folder);
  disk.layer.syncFolderNow(base);
  for (const name of ['first', 'second', 'third']) {
    await promise('workflow', name, () =>
      writeWorkflowFile(path.join(folder, 'w.patchbay'), { ...document, name }, disk.layer),
    );
  }
  const artifacts = openArtifacts(home);
  const text = 'a long text '.repeat(500);
  await promise('text', artifacts.putText('short'), () => undefined);
  await promise('text', artifacts.putText(text), () => undefined);
  // Downloads are written without the layer.
  const temporary = artifacts.temporary();
  fs.writeFileSync(temporary, 'a file that was downloaded');
  const stored = await artifacts.adopt(temporary, undefined);
  await promise('file', stored.id, () => undefined);
  const ledger = openLedger(home);
  await promise('attempt', 'intent', () => ledger.record(intent('a1'), { sync: true }));
  await promise('attempt', 'received', () => ledger.record({ id: 'a1', state: 'received' }, { sync: true }));
  await ledger.close();
}

/** Nobody cuts the power again while it is looked at. */
const withoutSync: FileLayer = {
  ...diskLayer,
  sync: () => Promise.resolve(),
  syncNow: () => undefined,
  syncFolder: () => Promise.resolve(),
  syncFolderNow: () => undefined,
};

/** What is found of a promise after the power is back. */
async function find(what: string, base: string): Promise<unknown> {
  const home = openHome(path.join(base, 'home'), withoutSync);
  switch (what) {
    case 'settings':
      return openSettings(home).read().theme;
    case 'consent':
      return openConsent(home, 'https://gateway.example', false).allowed() || undefined;
    case 'connections':
      return readConnections(home).connections[0]?.name;
    case 'draft':
      return openDrafts(home).list().length === 1 || undefined;
    case 'draft rows': {
      const drafts = openDrafts(home);
      const [first] = drafts.list();
      return first === undefined ? undefined : drafts.read(first.id).rows.length;
    }
    case 'draft name':
      return openDrafts(home).list()[0]?.meta.name;
    case 'workflow': {
      const file = path.join(base, 'mine', 'w.patchbay');
      return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).name : undefined;
    }
    case 'attempt': {
      const ledger = openLedger(home);
      const state = ledger.attempt('a1')?.state;
      await ledger.close();
      return state;
    }
    default:
      return undefined;
  }
}

/** Everything that was promised before the cut and is not found, in words. */
async function lost(disk: PowerCutDisk, cut: number, base: string): Promise<string[]> {
  const found: string[] = [];
  const notes = disk.notesBefore(cut) as Note[];
  const latest = new Map<string, unknown>();
  for (const note of notes) if ('promised' in note) latest.set(note.what, note.promised);
  for (const what of latest.keys()) {
    const allowed = [latest.get(what)];
    // What was begun after the last promise may be there already.
    const last = notes.findLast((note) => note.what === what);
    if (last !== undefined && 'begun' in last) allowed.push(last.begun);
    if (what === 'text' || what === 'file') {
      const artifacts = openArtifacts(openHome(path.join(base, 'home'), withoutSync));
      for (const note of notes) {
        if (note.what !== what || !('promised' in note)) continue;
        const id = note.promised as `sha256:${string}`;
        const isThere = await artifacts.find(id).then(
          () => true,
          () => false,
        );
        if (!isThere) found.push(`${what} ${id} is lost`);
      }
      continue;
    }
    const now = await find(what, base).catch((error: unknown) => error);
    if (!allowed.includes(now)) found.push(`${what} is ${String(now)} and should be ${allowed.join(' or ')}`);
  }
  return found;
}

/** Cuts the power after each operation (or each so many) and gives what was lost. */
async function cutEverywhere(broken: Parameters<typeof createPowerCutDisk>[1] = {}, step = 1): Promise<string[]> {
  const base = temporaryFolder();
  const disk = createPowerCutDisk(base, broken);
  await scenario(disk, base);
  const faults: string[] = [];
  const places = temporaryFolder();
  for (let cut = 0; cut <= disk.length; cut += step) {
    const fates: [string, Fate][] = [
      ['least', least],
      ['most', most],
      ['mixed', mixed(cut)],
    ];
    for (const [name, fate] of fates) {
      const place = path.join(places, `${cut}-${name}`);
      disk.restore(cut, fate, place);
      for (const fault of await lost(disk, cut, place)) faults.push(`cut after ${cut} (${name}): ${fault}`);
      fs.rmSync(place, { recursive: true });
    }
  }
  return faults;
}

describe('when the power is cut after any operation of the disk', () => {
  test('settings, connections, drafts, workflows, artifacts and the ledger keep what was promised', {
    // It writes thousands of folders, and a busy disk takes its time.
    timeout: 120_000,
  }, async () => {
    expect(await cutEverywhere()).toEqual([]);
  });

  test('and this test would notice if files were not synced', async () => {
    expect((await cutEverywhere({ file: () => true }, 7)).length).toBeGreaterThan(0);
  });

  test('or folders', async () => {
    expect((await cutEverywhere({ folder: () => true }, 7)).length).toBeGreaterThan(0);
  });
});
