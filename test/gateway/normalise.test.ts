import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verbatim } from '#core/text';
import type { Json } from '#core/value/value';
import { isPrivateAddress } from '#electron/gateway/address';
import { findEnvelope } from '#electron/gateway/envelope';
import { findProgress, findReason, progressOf, type StatusClass, statusClass } from '#electron/gateway/normalise';
import { createRedactor } from '#electron/gateway/redact';
import { parseHost } from '#electron/gateway/settings';

const words: Record<StatusClass, string> = {
  queued: 'PENDING QUEUED QUEUEING IN_QUEUE NOT_START SUBMITTED CREATED PREPARING STARTING WAITING THROTTLED',
  running:
    'PROCESSING IN_PROGRESS RUNNING GENERATING STREAMING IMAGE_DOWNLOADING VIDEO_GENERATING VIDEO_GENERATION_COMPLETED VIDEO_UPSAMPLING UNKNOWN',
  'needs-input': 'MODAL',
  done: 'SUCCESS SUCCEED SUCCEEDED COMPLETED COMPLETE DONE FINISH FINISHED VIDEO_UPSAMPLING_COMPLETED',
  failed: 'FAILED FAILURE FAIL ERROR ABORTED EXPIRED NOT_FOUND VIDEO_GENERATION_FAILED VIDEO_UPSAMPLING_FAILED',
  cancelled: 'CANCEL CANCELED CANCELLED',
};
const known = new Set(Object.values(words).flatMap((list) => list.split(' ')));

describe('status words', () => {
  it.each(Object.entries(words) as [StatusClass, string][])('of the class %s', (expected, list) => {
    for (const word of list.split(' ')) {
      expect(statusClass(word)).toBe(expected);
      expect(statusClass(` ${word.toLowerCase()}\n`)).toBe(expected);
    }
  });

  it('that nobody knows mean that the task is running', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        fc.pre(word.trim() !== '' && !known.has(word.trim().toUpperCase()));
        expect(statusClass(word)).toBe('running');
      }),
    );
    expect(statusClass('')).toBe('queued');
  });

  it('of a recipe win', () => {
    expect(statusClass('Unknown', { UNKNOWN: 'failed' })).toBe('failed');
    expect(statusClass('constructor', {})).toBe('running');
  });
});

describe('progress', () => {
  it.each<[Json, number | undefined]>([
    ['45%', 0.45],
    ['45', 0.45],
    [45, 0.45],
    [0.45, 0.45],
    [0, 0],
    [100, 1],
    ['100%', 1],
    ['0.5%', 0.005],
    [250, 1],
    [-1, undefined],
    ['soon', undefined],
    [null, undefined],
    [{}, undefined],
  ])('%j is %s', (value, progress) => {
    expect(progressOf(value)).toBe(progress);
  });

  it('is always from 0 to 1', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string(),
      fc.nat().map((n) => `${n}%`),
    );
    fc.assert(
      fc.property(value, (given) => {
        const progress = progressOf(given);
        if (progress !== undefined) expect(progress >= 0 && progress <= 1).toBe(true);
      }),
    );
    expect(findProgress({ a: 'x', progress: '10%' }, ['a'])).toBe(0.1);
  });
});

describe('the reason of a failure', () => {
  it.each<[Json, string | undefined]>([
    [{ error: { message: 'a' }, message: 'b' }, 'a'],
    [{ error: '', fail_reason: 'c' }, 'c'],
    [{ error: { code: 7 } }, '7'],
    [{ base_resp: { status_msg: 'd' } }, 'd'],
    [{ error: {}, detail: null }, undefined],
  ])('of %j is %s', (json, reason) => {
    expect(findReason(json, [])).toBe(reason);
  });
});

describe('answers that are no errors', () => {
  it.each<[Json]>([
    [{ code: 1, description: '提交成功', result: '17' }],
    [{ code: 22, description: '排队中', result: '17' }],
    [{ code: 'success', message: '', data: 'id' }],
    [{ code: 0, message: 'SUCCEED', data: {} }],
    [{ code: true, message: 'ok', data: {} }],
    [{ base_resp: { status_code: 0, status_msg: 'success' }, task_id: '1' }],
    [{ id: 'x', status: 'pending', error: null }],
    [{ id: 'x', error: '', message: 'hello', detail: 'fine' }],
    [{ id: 'x', error: {} }],
    [{ success: true, data: [] }],
    [{ data: [{ url: 'x', b64_json: '' }], created: 1 }],
    [[]],
    ['text'],
    [null],
  ])('%j', (json) => {
    expect(findEnvelope(json, 200)).toBeUndefined();
  });

  it('whatever comes, finding an error never fails', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 100, max: 599 }), (json, status) => {
        const envelope = findEnvelope(json as Json, status);
        if (envelope !== undefined) expect(typeof envelope.message).toBe('string');
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    'ff02::1',
    'nonsense',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '172.15.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  it.each(['', 'gateway.example', 'ftp://x', 'https://user:pass@gateway.example'])('%s is no base URL', (address) => {
    expect(() => parseHost(address, verbatim('base URL'))).toThrow('base URL');
  });
});

describe('the redactor', () => {
  it('takes the key out of everything, wherever it is', () => {
    const key = fc.stringMatching(/^sk-[A-Za-z0-9+/=]{16,48}$/);
    fc.assert(
      fc.property(key, fc.string(), fc.string(), (secret, before, after) => {
        const redactor = createRedactor(() => secret);
        const text = `${before}${secret}${after}`;
        const info = redactor.error({
          code: 'gateway.rejected',
          message: text,
          retryable: false,
          details: { [text]: [text, { deep: encodeURIComponent(secret) }], raw: secret.slice(3), status: 400 },
        });
        expect(JSON.stringify(info)).not.toContain(secret.slice(3));
        expect(info.details?.['status']).toBe(400);
      }),
    );
  });

  it('still knows a key that was changed meanwhile, and masks other keys too', () => {
    let key = 'sk-firstfirstfirst';
    const redactor = createRedactor(() => key);
    redactor.text('');
    key = 'custom-key-without-prefix';
    expect(redactor.text('firstfirstfirst custom-key-without-prefix sk-somebodyelses123')).toBe('[key] [key] [key]');
  });
});
