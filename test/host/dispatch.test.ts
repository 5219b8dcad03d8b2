import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors';
import type { Handlers } from '#core/services/contract';
import { verbatim } from '#core/text';
import { createDispatch } from '../../electron/host/services/dispatch.ts';
import { enter } from './support/client.ts';
import { startServer, temporaryHome } from './support/server.ts';

describe('a call', () => {
  test('that nobody knows, or with input that does not fit, says so with the field', async () => {
    const client = await enter(await startServer(temporaryHome()));
    expect(await client.failing('no.such', {})).toMatchObject({ code: 'usage.invalid' });
    expect(await client.failing('toString', {})).toMatchObject({ code: 'usage.invalid' });
    expect(await client.failing('run.open', {})).toMatchObject({ code: 'usage.invalid', place: { field: 'run' } });
    expect(await client.failing('run.open', null)).toMatchObject({ code: 'usage.invalid' });
    expect(await client.failing('plan.make', { draft: 'd', document: [] })).toMatchObject({
      code: 'usage.invalid',
      place: { field: 'document' },
    });
    expect(await client.failing('plan.make', { draft: 'd', document: {} })).toMatchObject({
      code: 'file.not-a-workflow',
    });
    expect(await client.failing('run.open', { run: '../../etc' })).toMatchObject({ code: 'run.not-found' });
    expect(await client.failing('workflow.restore', { draft: '../x' })).toMatchObject({ code: 'file.not-found' });
    expect(await client.failing('value.load', { artifact: '../x' })).toMatchObject({ code: 'usage.invalid' });
    expect(await client.failing('file.reveal', { artifact: `sha256:${'0'.repeat(64)}` })).toMatchObject({
      code: 'artifact.missing',
    });
    expect(await client.failing('file.reveal', { artifact: '../x' })).toMatchObject({ code: 'usage.invalid' });
  });

  test('whose handler throws something unknown tells that it happened and nothing more', async () => {
    const boom = (): never => {
      throw new Error('secret-in-a-message');
    };
    const handlers = new Proxy({}, { get: () => boom }) as Handlers;
    const result = await createDispatch(handlers)('run.list', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'internal.bug' } });
    expect(JSON.stringify(result)).not.toMatch(/secret|at .*\.ts|stack/);
  });

  test('whose handler throws an error of ours gives its code, place and hint', async () => {
    const error = new AppError('run.busy', verbatim('Busy.'), { hint: verbatim('Wait.'), place: { node: 'n' } });
    const refuse = (): never => {
      throw error;
    };
    const handlers = new Proxy({}, { get: () => refuse }) as Handlers;
    expect(await createDispatch(handlers)('run.list', {})).toEqual({ ok: false, error: error.info });
  });
});
