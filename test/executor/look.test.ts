import { describe, expect, it } from 'vitest';
import type { ListedTask } from '#core/gateway/contract';
import { lookWindow, matchTasks } from '#electron/executor/look';
import type { Attempt } from '#electron/executor/services';

const attempt = { id: 'att_1', model: 'kling-v3', prompt: 'a cat on a roof' } as Attempt;
const task = (id: string, more: Partial<ListedTask> = {}): ListedTask => ({
  id,
  createdAt: undefined,
  model: undefined,
  prompt: undefined,
  status: undefined,
  mark: undefined,
  ...more,
});

describe('which listed task is that of an attempt', () => {
  it('the one with its mark, whatever else is there', () => {
    const listed = [task('1', { prompt: 'a cat on a roof' }), task('2', { mark: 'att_1' }), task('3')];
    expect(matchTasks(attempt, listed)).toEqual({ kind: 'found', task: listed[1] });
  });

  it('never one with the mark of another attempt', () => {
    expect(matchTasks(attempt, [task('1', { mark: 'att_2', prompt: 'a cat on a roof' })])).toEqual({ kind: 'none' });
  });

  it('the only one with its prompt, with params behind it or other spaces', () => {
    const listed = [task('1', { prompt: 'a dog' }), task('2', { prompt: 'a  cat on a roof --rs 720p' })];
    expect(matchTasks(attempt, listed)).toEqual({ kind: 'found', task: listed[1] });
  });

  it('one of another model or prompt never', () => {
    const listed = [task('1', { model: 'kling-v1' }), task('2', { prompt: 'a dog' })];
    expect(matchTasks(attempt, listed)).toEqual({ kind: 'none' });
  });

  it('is for people to say when only time and model fit, or several do', () => {
    const one = [task('1', { model: 'kling-v3' })];
    expect(matchTasks(attempt, one)).toEqual({ kind: 'candidates', tasks: one });
    const two = [task('1', { prompt: 'a cat on a roof' }), task('2', { prompt: 'a cat on a roof' })];
    expect(matchTasks(attempt, two)).toEqual({ kind: 'candidates', tasks: two });
  });
});

describe('the time in question', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

  it('is around the request, with room for a clock that goes wrong', () => {
    expect(lookWindow({ createdAt: at(20), updatedAt: at(22) })).toEqual({ since: at(15), until: at(27) });
  });

  it('does not grow with the time that the program was not running, nor with a clock that was set back', () => {
    const week = new Date(Date.parse(at(20)) + 7 * 86_400_000).toISOString();
    expect(lookWindow({ createdAt: at(20), updatedAt: week })).toEqual({ since: at(15), until: at(40) });
    expect(lookWindow({ createdAt: at(20), updatedAt: at(1) })).toEqual({ since: at(15), until: at(25) });
  });
});
