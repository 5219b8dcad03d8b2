import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createId, timeOfId } from '../../electron/store/ids.ts';
import { listRuns } from '../../electron/store/run-list.ts';
import { createRun, loadRun, openRunJournal } from '../../electron/store/runs.ts';
import { document, expectFailure, nodeEnd, nodeStart, runEnd, runStart, temporaryHome } from './support.ts';

describe('runs on the disk', () => {
  test('a run comes back as it was made, with the state of its journal', async () => {
    const home = temporaryHome();
    const id = createId('run');
    const journal = await createRun(home, { id, document, options: { fresh: true, to: 'a' } });
    journal.append(runStart(['a', 'b'], id));
    journal.append(nodeStart(1, 'a', id));
    await journal.close();

    const loaded = loadRun(home, id);
    expect(loaded).toMatchObject({ id, document, options: { fresh: true, to: 'a' }, damaged: 0 });
    expect(loaded.state?.nodes.get('a')?.items.get('')?.state).toBe('running');
    expect(loaded.events).toHaveLength(2);

    const again = openRunJournal(home, id);
    again.append(nodeEnd(2, 'a', 'x', 'key', id));
    await again.close();
    expect(loadRun(home, id).state?.seq).toBe(2);
  });

  test('a run that was made and never started has no state', async () => {
    const home = temporaryHome();
    const id = createId('run');
    await (await createRun(home, { id, document, options: {} })).close();
    expect(loadRun(home, id).state).toBeUndefined();
    expect(listRuns(home)).toMatchObject([{ id, state: 'created', name: 'Teaser', startedAt: timeOfId(id) }]);
  });

  test('lists the newest first, with what became of the nodes', async () => {
    const home = temporaryHome();
    const ids = [createId('run'), createId('run'), createId('run')];
    for (const [index, id] of ids.entries()) {
      const journal = await createRun(home, { id, document, options: {} });
      journal.append(runStart(['a', 'b'], id));
      journal.append(nodeStart(1, 'a', id));
      if (index === 0) {
        journal.append(nodeEnd(2, 'a', 'x', undefined, id));
        journal.append(runEnd(3, id));
      }
      await journal.close();
    }
    const list = listRuns(home);
    expect(list.map((run) => run.id)).toEqual([...ids].reverse());
    expect(list[2]).toMatchObject({ state: 'done', name: 'Teaser', counts: { done: 1, waiting: 1 } });
    expect(list[0]).toMatchObject({ state: 'running', counts: { running: 1, waiting: 1 } });
    expect(listRuns(home)).toEqual(list);

    const journal = openRunJournal(home, ids[2] ?? '');
    journal.append(nodeEnd(2, 'a', 'x', undefined, ids[2]));
    await journal.close();
    expect(listRuns(home)[0]).toMatchObject({ counts: { done: 1, waiting: 1 } });
    fs.writeFileSync(path.join(home.index, 'runs.json'), 'torn');
    expect(listRuns(home)[0]).toMatchObject({ counts: { done: 1, waiting: 1 } });
  });

  test('a run that is not there is said, with those that are like it', async () => {
    const home = temporaryHome();
    const none = await expectFailure(() => loadRun(home, 'run_x'), 'run.not-found');
    expect(none.info.hint).toBe('There are no runs yet.');
    const id = createId('run');
    await (await createRun(home, { id, document, options: {} })).close();
    expect((await expectFailure(() => loadRun(home, id.slice(0, -1)), 'run.not-found')).info.hint).toContain(id);
    for (const bad of ['../runs', '', 'run_/..', '__proto__'])
      await expectFailure(() => loadRun(home, bad), 'run.not-found');
  });

  test('a damaged snapshot is said; a torn journal is read as far as it goes', async () => {
    const home = temporaryHome();
    const id = createId('run');
    const journal = await createRun(home, { id, document, options: {} });
    journal.append(runStart(['a'], id));
    await journal.close();
    fs.appendFileSync(path.join(home.runs, id, 'journal.jsonl'), '{"event":"node-st');
    expect(loadRun(home, id)).toMatchObject({ damaged: 1, state: { seq: 0 } });
    fs.writeFileSync(path.join(home.runs, id, 'workflow.json'), '{');
    await expectFailure(() => loadRun(home, id), 'file.unreadable');
  });

  test('ids sort by time and never go backwards', () => {
    const ids = Array.from({ length: 200 }, () => createId('run'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(200);
  });
});
