import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskLayer } from '../../electron/store/file-layer.ts';
import { type OpenLedger, openLedger } from '../../electron/store/ledger.ts';
import { attemptMoves } from '../../electron/store/ledger-row.ts';
import { formatRow } from '../../electron/store/row-format.ts';
import { expectFailure, intent, layerWith, systemError, temporaryHome } from './support.ts';

const task = { baseUrl: 'https://gateway.example', recipe: 'sora', id: 't1', params: {}, createdAt: '2026' };

/** Milliseconds of the quickest of a few times. */
function quickest(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('the ledger', () => {
  test('adds rows up to attempts, and says the same after a restart', async () => {
    const home = temporaryHome();
    const ledger = openLedger(home);
    await ledger.record(intent('a1'), { sync: true });
    await ledger.record({ id: 'a1', state: 'accepted', task }, { sync: true });
    await ledger.record(intent('a2', 'run_2'), { sync: true });
    const attempt = ledger.attempt('a1');
    expect(attempt).toMatchObject({ state: 'accepted', task, model: 'sora-2', prompt: 'a cat' });
    await ledger.close();

    const again = openLedger(home);
    expect(again.attempts()).toEqual(ledger.attempts());
    expect(again.attemptsOf('run_2').map((found) => found.id)).toEqual(['a2']);
    expect(again.damaged).toBe(0);
    await again.close();
  });

  test('refuses moves that are not in the table, and writes nothing for them', async () => {
    const home = temporaryHome();
    const ledger = openLedger(home);
    await expectFailure(ledger.record({ id: 'a1', state: 'accepted' }, { sync: true }), 'internal.bug');
    await expectFailure(ledger.record({ id: 'a1', state: 'intent' }, { sync: true }), 'internal.bug');
    await ledger.record(intent('a1'), { sync: true });
    await expectFailure(ledger.record({ id: 'a1', state: 'delivered' }, { sync: true }), 'internal.bug');
    await ledger.record({ id: 'a1', state: 'rejected' }, { sync: true });
    await expectFailure(ledger.record({ id: 'a1', state: 'accepted' }, { sync: true }), 'internal.bug');
    await ledger.record({ id: 'a1', state: 'forgotten' }, { sync: false });
    await ledger.close();
    expect(fs.readFileSync(home.ledger, 'utf8').trim().split('\n')).toHaveLength(3);
  });

  test('has exactly the moves that were promised', () => {
    const moves = Object.entries(attemptMoves).map(([state, next]) => [state, next.filter((to) => to !== 'forgotten')]);
    expect(Object.fromEntries(moves.filter(([, next]) => next?.length !== 0))).toEqual({
      intent: ['received', 'accepted', 'rejected', 'ambiguous'],
      received: ['delivered', 'failed', 'expired'],
      accepted: ['delivered', 'failed', 'expired'],
      ambiguous: ['accepted', 'resent', 'given-up'],
    });
  });

  test('every state but forgotten can be forgotten', () => {
    for (const [state, moves] of Object.entries(attemptMoves))
      expect(moves.includes('forgotten')).toBe(state !== 'forgotten');
  });

  test('knows nothing that did not reach the disk', async () => {
    let broken = false;
    const layer = layerWith({
      sync: (handle) => (broken ? Promise.reject(systemError('ENOSPC')) : diskLayer.sync(handle)),
    });
    const ledger = openLedger(temporaryHome(layer));
    await ledger.record(intent('a1'), { sync: true });
    broken = true;
    await expectFailure(ledger.record({ id: 'a1', state: 'accepted', task }, { sync: true }), 'disk.full');
    await expectFailure(ledger.record(intent('a2'), { sync: true }), 'disk.full');
    expect(ledger.attempt('a1')?.state).toBe('intent');
    expect(ledger.attempt('a2')).toBeUndefined();
    broken = false;
    await ledger.record({ id: 'a1', state: 'accepted', task }, { sync: true });
    expect(ledger.attempt('a1')?.state).toBe('accepted');
    await ledger.close();
  });

  test('counts rows of one attempt in the order of the file, synced or not', async () => {
    const ledger = openLedger(temporaryHome());
    const first = ledger.record(intent('a1'), { sync: true });
    const second = ledger.record({ id: 'a1', state: 'accepted', task }, { sync: false });
    const third = ledger.record({ id: 'a1', state: 'delivered', outputs: {} }, { sync: true });
    expect((await Promise.all([first, second, third])).map((attempt) => attempt.state)).toEqual([
      'intent',
      'accepted',
      'delivered',
    ]);
    expect(ledger.attempt('a1')).toMatchObject({ state: 'delivered', task });
    await ledger.close();
  });

  test('reads on after rows that it does not know, torn ones and altered ones', async () => {
    const home = temporaryHome();
    const ledger = openLedger(home);
    await ledger.record(intent('a1'), { sync: true });
    await ledger.close();
    fs.appendFileSync(home.ledger, formatRow({ id: 'a1', state: 'teleported', at: 'now' }));
    fs.appendFileSync(
      home.ledger,
      formatRow({ id: 'a1', state: 'accepted', at: 'now' }).replace('accepted', 'received'),
    );
    fs.appendFileSync(home.ledger, formatRow({ kind: 'another thing' }));
    fs.appendFileSync(home.ledger, formatRow({ id: 'a1', state: 'accepted', at: 'now', task }).slice(0, 30));
    const again = openLedger(home);
    expect(again.damaged).toBe(4);
    expect(again.attempt('a1')?.state).toBe('intent');
    await again.record({ id: 'a1', state: 'accepted', task }, { sync: true });
    await again.close();
    const last = openLedger(home);
    expect(last.attempt('a1')?.task).toEqual(task);
    await last.close();
  });

  test('finds raw answers where the home folder is now', async () => {
    const home = temporaryHome();
    const ledger = openLedger(home);
    await ledger.record(intent('a1'), { sync: true });
    const answer = { name: 'a1-1.submit', file: '/elsewhere/a1-1.submit', status: 200, contentType: '', bytes: 3 };
    await ledger.record({ id: 'a1', state: 'received', answer }, { sync: true });
    await ledger.close();
    const again = openLedger(home);
    expect(again.attempt('a1')?.answer?.file).toBe(path.join(home.answers, 'a1-1.submit'));
    await again.close();
  });

  test('opens with 10,000 finished and 1,000 open attempts at once', async () => {
    const home = temporaryHome();
    const rows: string[] = [];
    for (let index = 0; index < 11_000; index += 1) {
      const at = '2026-01-01T00:00:00.000Z';
      rows.push(formatRow({ ...intent(`a${index}`, `run_${index % 100}`), at }));
      rows.push(formatRow({ id: `a${index}`, state: 'accepted', at, task }));
      if (index < 10_000) rows.push(formatRow({ id: `a${index}`, state: 'delivered', at, outputs: {} }));
    }
    fs.writeFileSync(home.ledger, rows.join(''));
    // A busy machine is slow at both; going through the attempts for each row would be hundreds of times slower.
    const bare = quickest(() => {
      for (const row of fs.readFileSync(home.ledger, 'utf8').trimEnd().split('\n')) JSON.parse(row);
    });
    const opened: OpenLedger[] = [];
    expect(quickest(() => opened.push(openLedger(home))) / bare).toBeLessThan(20);
    for (const each of opened) await each.close();
    const ledger = openLedger(home);
    expect(ledger.attempts().filter((attempt) => attempt.state === 'accepted')).toHaveLength(1000);
    expect(ledger.attemptsOf('run_7')).toHaveLength(110);
    await ledger.close();
  });
});
