import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What speaks to programs (the practice gateway) or only in a terminal, which is English. */
const elsewhere = [
  join('electron', 'practice'),
  join('electron', 'host', 'cli'),
  join('electron', 'host', 'app', 'assign.ts'),
];

const sources = ['core', 'nodes', 'electron', 'renderer']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !elsewhere.some((place) => file.startsWith(place)))
  .map((file) => ({ file: file.split(sep).join('/'), text: readFileSync(join(root, file), 'utf8') }));

const quoted = String.raw`('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\x60(?:[^\x60\\]|\\.)*\x60)`;
const pair = new RegExp(String.raw`\ben:\s*${quoted},\s*zh:\s*${quoted}`, 'g');
const said = new RegExp(String.raw`\bsay\(\s*${quoted},\s*${quoted}`, 'g');

const pairs = sources.flatMap(({ file, text }) =>
  [...text.matchAll(pair), ...text.matchAll(said)].map(([, en = '', zh = '']) => ({
    file,
    en: en.slice(1, -1),
    zh: zh.slice(1, -1),
  })),
);
/** Sentences: what begins like one and ends with a full stop; those that are nothing but places have no language. */
const sentences = pairs.filter(({ en }) => /^[A-Z“"{].* .*\.$/.test(en) && /[A-Za-z]/.test(en.replace(/\{\w+\}/g, '')));

describe('what is said to people', () => {
  it('is looked at: the sources are full of it', () => {
    expect(pairs.length).toBeGreaterThan(1000);
    expect(sentences.length).toBeGreaterThan(350);
  });

  it('is Chinese in Chinese', () => {
    const faults = sentences.filter(({ zh }) => !/\p{Script=Han}/u.test(zh));
    expect(faults).toEqual([]);
  });

  it('ends as sentences of its language end', () => {
    const faults = sentences.filter(({ zh }) => !/[。？！…][”）]?$/u.test(zh) || /[,;:.]\s*$/.test(zh));
    expect(faults).toEqual([]);
  });

  it('is never passed off as both languages when it is one', () => {
    // Only our own signals inside of the program and names of things are the same in both.
    const allowed = /internal\.bug/;
    const faults = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:new AppError|super|createIssue|wording)\([^()]*\bverbatim\(/g)]
        .filter(([found]) => !allowed.test(found))
        .map(([found]) => `${file}: ${found}`),
    );
    expect(faults).toEqual([]);
  });

  it('is not written as a bare message that has no Chinese beside it', () => {
    const faults = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:message|hint): ['"`][A-Z].*/g)].map(([found]) => `${file}: ${found}`),
    );
    expect(faults).toEqual([]);
  });
});
