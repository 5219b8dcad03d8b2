import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDocument, openDocument } from '#core/graph/document';
import { templateTexts } from '#electron/host/services/workflows/template-texts';
import { checkMessages, createPlace, fields, type Json, jsonLines, type Place, root } from '../cli/support.ts';
import { readFilm } from '../practice/support/film.ts';
import { type PracticeProcess, startPracticeFrom } from '../practice/support/practice-process.ts';
import { boxesOf, overlapping } from './layout.ts';

const folder = path.join(root, 'examples');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.patchbay'))
  .map((name) => name.slice(0, -'.patchbay'.length));

/** What an output is: a picture of a size, a film that is upright, a sound or a text; a number says how many. */
type Kind = 'text' | 'json' | 'audio' | 'portrait film' | `${number}x${number}`;
type Expected = Kind | readonly [count: number, kind: Kind];

const expected: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  hello: { Hello: 'text' },
  teaser: {
    Script: 'text',
    Pictures: [3, '1024x1536'],
    Film: 'portrait film',
    Voice: 'audio',
    Transcript: 'text',
  },
  'ask-the-menu': { Answer: 'text' },
  'find-in-notes': { Answer: 'text', 'Notes used': [2, 'text'] },
  'read-a-document': { Summary: 'text', Sources: [1, 'json'], Data: 'json' },
  'alt-text': { 'Alt texts': [3, 'text'], Translated: [3, 'text'] },
  'midjourney-grid': { Picture: '1254x836', Variations: '1254x836', Grid: '1254x836' },
  'picture-variations': { Portraits: [3, '1024x1536'], Landscapes: [3, '1536x1024'] },
  'podcast-from-notes': { Host: [3, 'audio'], Guest: [3, 'audio'], Script: 'text' },
  'product-photo-to-clip': { Still: [1, '1024x1536'], Clip: 'portrait film' },
  'quick-reads': { Summary: 'text', Headline: 'text' },
  'slogan-matrix': { Slogans: [6, 'text'], Choice: 'text' },
  'song-from-an-idea': { 'Lyrics text': 'text', Songs: [2, 'audio'], Covers: [2, '320x320'] },
  'sound-for-a-clip': { 'Clip film': 'portrait film', 'Clip sound': 'audio' },
  'product-cutout': { 'Cut-out': [1, '512x512'], Scene: [1, '640x640'] },
  'continue-a-text': { Text: 'text' },
  'collect-a-task': { Picture: [1, '1024x1024'] },
  'check-comments': { Kinds: [3, 'json'] },
  storyboard: { Shots: [6, 'text'], Frames: [6, '1536x1024'], Captions: 'text' },
  'translate-and-dub': { Transcript: 'text', Translation: 'text', Voice: 'audio', Subtitles: 'text' },
};

/** What the `save` nodes write beside the workflow. */
const saved: Readonly<Record<string, readonly string[]>> = {
  'midjourney-grid': ['midjourney/picture-1.png'],
  'podcast-from-notes': [1, 2, 3].flatMap((part) => [
    `podcast/part-${part}-1-host.mp3`,
    `podcast/part-${part}-2-guest.mp3`,
  ]),
};

let practice: PracticeProcess;
const places: Place[] = [];

beforeAll(async () => {
  practice = await startPracticeFrom(
    path.join(root, 'out', 'patchbay.js'),
    ...['--port', '0', '--task-ms', '50', '--word-ms', '0'],
  );
});
afterAll(async () => {
  for (const place of places) place.remove();
  await practice.stop();
});

/** A copy of an example with a home of its own, so that what it saves does not lie in the project. */
function copyOf(name: string) {
  const place = createPlace(practice);
  places.push(place);
  const file = path.join(place.folder, `${name}.patchbay`);
  cpSync(path.join(folder, `${name}.patchbay`), file);
  cpSync(path.join(folder, 'media'), path.join(place.folder, 'media'), { recursive: true });
  const run = (command: string, ...args: string[]) =>
    place.run([command, file, '--json', ...args], { PATCHBAY_POLL_MS: '50' });
  return { run, results: path.join(place.folder, 'results') };
}

describe.each(names)('%s', (name) => {
  const text = readFileSync(path.join(folder, `${name}.patchbay`), 'utf8');
  const { document, issues, workflow } = openDocument(JSON.parse(text));

  it('is saved as it is and laid out from left to right without overlaps', () => {
    expect(issues).toEqual([]);
    expect(formatDocument(document)).toBe(text);
    // A route of the gateway begins with a slash, as a path of this machine does.
    expect(text).not.toMatch(/\bsk-|https?:|"(?:\/(?!v1\/)|[A-Za-z]:\\)|\.\.\//);
    expect(workflow.name).not.toBe('');
    expect(workflow.description).toMatch(/\.$/);
    expect(workflow.nodes.filter((node) => node.title === '')).toEqual([]);
    const boxes = boxesOf(document);
    expect(overlapping(boxes)).toEqual([]);
    const at = new Map(workflow.nodes.map((node) => [node.id, node.position.x]));
    const backward = workflow.edges.filter(({ from, to }) => (at.get(to.node) ?? 0) - (at.get(from.node) ?? 0) < 240);
    expect(backward).toEqual([]);
  });

  it('is planned without an issue and makes what it promises', async () => {
    const { run, results } = copyOf(name);
    const plan = await run('plan');
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(plan.stdout)).toMatchObject({ issues: [] });
    const ended = await run('run');
    expect(ended.code, ended.stderr).toBe(0);
    checkMessages(ended);
    const end = fields(jsonLines(ended.stdout).at(-1));
    expect(end).toMatchObject({ event: 'run-end', state: 'done' });
    expect(shapeOf(fields(end['outputs']))).toEqual(expected[name]);
    for (const one of saved[name] ?? []) expect(readFileSync(path.join(results, one)).length).toBeGreaterThan(1000);
  });
});

describe('the examples as templates', () => {
  it('have a name and a summary in both languages', () => {
    expect(Object.keys(templateTexts).sort()).toEqual([...names].sort());
    for (const { name, summary } of Object.values(templateTexts)) {
      expect(name).toMatch(/\p{Script=Han}/u);
      expect(summary).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  it('are listed in the README', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it('can be used as a form: every workflow but the smallest takes inputs, all of them with a default', () => {
    for (const name of names) {
      const { workflow } = openDocument(JSON.parse(readFileSync(path.join(folder, `${name}.patchbay`), 'utf8')));
      const inputs = workflow.nodes.filter((node) => node.type === 'input');
      expect(inputs.every((node) => node.params['default'] !== undefined)).toBe(true);
      if (name !== 'hello') expect(inputs.length, name).toBeGreaterThan(0);
      expect(workflow.nodes.some((node) => node.type === 'output')).toBe(true);
    }
  });

  it('can be used as a command: texts, lists and files are given by name', async () => {
    const summary = await copyOf('quick-reads').run('run', '--input', 'Text=One thing.\n\nAnother thing.');
    expect(summary.code, summary.stderr).toBe(0);
    const starts = jsonLines(summary.stdout).filter(
      (line) => line['node'] === 'gist' && line['event'] === 'node-start',
    );
    expect(starts).toHaveLength(2);
    const photo = ['--input', `Product photo=@${path.join(folder, 'media', 'kite.png')}`, '--input', 'Scene=a meadow'];
    const still = await copyOf('product-photo-to-clip').run('run', '--to', 'still', ...photo);
    expect(still.code, still.stderr).toBe(0);
  });
});

/** The kinds of the outputs as they lie on the disk; throws when a file is not what it says. */
function shapeOf(outputs: Json): Json {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, kindOf(value)];
      const kinds = new Set(value.map(kindOf));
      return [name, [value.length, ...kinds]];
    }),
  );
}

function kindOf(value: unknown): Kind | 'nothing' | 'wide film' {
  if (typeof value === 'string') return value.trim() === '' ? 'nothing' : 'text';
  if (fields(value)['path'] === undefined) return 'json';
  const bytes = readFileSync(String(fields(value)['path']));
  if (bytes.subarray(0, 8).toString('latin1') === '\u0089PNG\r\n\u001a\n') {
    return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
  }
  if (bytes.subarray(4, 8).toString('latin1') === 'ftyp') {
    const { width, height } = readFilm(bytes);
    return height > width ? 'portrait film' : 'wide film';
  }
  const isSound = bytes.subarray(0, 3).toString('latin1') === 'ID3' || (bytes.readUInt16BE(0) & 0xffe0) === 0xffe0;
  return isSound ? 'audio' : 'nothing';
}
