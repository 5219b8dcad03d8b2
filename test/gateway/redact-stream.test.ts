import { describe, expect, it } from 'vitest';
import { createRedactor } from '#electron/gateway/redact';

const key = 'sk-Zq7fW2hT9kLmXv3B';

describe('a body without the key', () => {
  const pass = (text: string, size: number): string => {
    const stream = createRedactor(() => key).stream();
    const bytes = Buffer.from(text);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(stream.push(bytes.subarray(at, at + size)));
    parts.push(stream.end());
    return Buffer.concat(parts).toString();
  };

  it('is clean wherever its pieces part, and otherwise what it was', () => {
    const text = `键 ${key} and ${key.slice(3)}, Bearer ${key}. sk-Zq7 is none, nor is ${key.slice(0, -1)}`;
    for (let size = 1; size <= 60; size += 1) {
      expect(pass(text, size)).toBe(`键 [key] and [key], Bearer [key]. sk-Zq7 is none, nor is ${key.slice(0, -1)}`);
    }
  });

  it('holds nothing back that cannot be the beginning of the key', () => {
    const stream = createRedactor(() => key).stream();
    expect(Buffer.from(stream.push(Buffer.from('data: {}\n\n'))).toString()).toBe('data: {}\n\n');
    expect(
      createRedactor(() => undefined)
        .stream()
        .push(Buffer.from(key)).length,
    ).toBe(key.length);
  });
});
