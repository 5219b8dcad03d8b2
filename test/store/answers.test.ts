import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openAnswers } from '../../electron/store/answers.ts';
import { temporaryHome } from './support.ts';

test('the newest answer with anything in it is given, its beginning where it is long, and no half character', () => {
  const home = temporaryHome();
  const write = (name: string, text: string) => fs.writeFileSync(path.join(home.answers, name), text);
  write('a1-1.submit', 'first');
  write('a1-2.poll', 'second');
  write('a1-10.poll', '');
  write('a2-1.submit', '');
  write('a3-1.submit', `ab${'猫'.repeat(30_000)}`);
  const answers = openAnswers(home);
  expect(answers.newest('a1')).toBe('second');
  expect(answers.newest('a2')).toBeUndefined();
  expect(answers.newest('a4')).toBeUndefined();
  const most = 64 * 1024;
  expect(answers.newest('a3')).toBe(`ab${'猫'.repeat(Math.floor((most - 2) / 3))}`);
});
