import { describe, expect, it } from 'vitest';
import type { ConnectionIdentity } from '#core/gateway/contract';
import { accountOf } from '#electron/executor/key';

const at = (baseUrl: string, practice: boolean): ConnectionIdentity => ({
  name: practice ? 'practice' : 'mine',
  baseUrl,
  uploadUrl: undefined,
  practice,
});

describe('what results are known by', () => {
  it('is the same for practice wherever it listens, and never that of a real gateway', () => {
    expect(accountOf(at('http://127.0.0.1:47100', true))).toBe(accountOf(at('http://127.0.0.1:39011', true)));
    expect(accountOf(at('http://127.0.0.1:47100', false))).not.toBe(accountOf(at('http://127.0.0.1:47100', true)));
    expect(accountOf(at('https://one.example', false))).not.toBe(accountOf(at('https://two.example', false)));
    expect(accountOf(undefined)).toBe('');
  });
});
