import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDocument, openDocument } from '#core/graph/document';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { ownPlace } from './own-place.ts';
import { checkMessages, fields, type Json, jsonLines, type Place, root } from './support.ts';

let practice: PracticeProcess;
let place: Place;

ownPlace((own, gateway) => {
  place = own;
  practice = gateway;
});

const example = (name: string): string => path.join(root, 'examples', `${name}.patchbay`);

describe('the examples', () => {
  for (const name of ['hello', 'teaser']) {
    it(`${name} opens without a warning, is written back byte by byte, and can be planned`, async () => {
      const text = readFileSync(example(name), 'utf8');
      expect(formatDocument(openDocument(JSON.parse(text)).document)).toBe(text);
      const validated = await place.run(['validate', example(name), '--json']);
      expect(validated).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(validated.stdout)).toEqual({ valid: true, issues: [] });
      expect((await place.run(['validate', example(name)])).stdout).toBe('0 errors, 0 warnings\n');
      const plan = await place.run(['plan', example(name), '--json']);
      expect(plan).toMatchObject({ code: 0, stderr: '' });
      const planned = JSON.parse(plan.stdout) as { entries: Json[]; issues: unknown[]; unknownPrices: number };
      expect(planned.issues).toEqual([]);
      expect(planned.entries).toHaveLength((JSON.parse(text) as { nodes: unknown[] }).nodes.length);
      expect(planned.entries.some((entry) => entry['action'] === 'run')).toBe(true);
      expect((await practice.log()).created.jobs).toBe(0);
    });
  }

  it('hello greets', async () => {
    const ended = await place.run(['run', example('hello')]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout.trim()).toMatch(/\w+/);
    checkMessages(ended);
    expect((await practice.log()).created.jobs).toBe(1);
  });

  it('teaser makes pictures, a film, a voice and its transcript; a second run buys nothing', async () => {
    const ended = await place.run(['run', example('teaser'), '--json', '--out', 'out']);
    expect(ended.code, ended.stderr).toBe(0);
    const outputs = fields(jsonLines(ended.stdout).at(-1)?.['outputs']);
    expect(Object.keys(outputs).sort()).toEqual(['Film', 'Pictures', 'Script', 'Transcript', 'Voice']);
    const bytes = (value: unknown): Buffer => readFileSync(String(fields(value)['path']));
    const pictures = outputs['Pictures'] as unknown[];
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures)
      expect(bytes(picture).subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    expect(bytes(outputs['Film']).subarray(4, 8).toString('latin1')).toBe('ftyp');
    const voice = bytes(outputs['Voice']);
    expect(
      voice.subarray(0, 3).toString('latin1') === 'ID3' || (voice[0] === 0xff && ((voice[1] ?? 0) & 0xe0) === 0xe0),
    ).toBe(true);
    const words = (text: unknown): string[] =>
      String(text)
        .toLowerCase()
        .match(/[a-z]{4,}/g) ?? [];
    const heard = new Set(words(outputs['Transcript']));
    const script = words(outputs['Script']);
    expect(script.length).toBeGreaterThan(5);
    expect(script.filter((word) => heard.has(word)).length).toBeGreaterThan(script.length / 2);
    const names = readdirSync(path.join(place.folder, 'out')).sort();
    expect(names).toEqual([
      'Film-1.mp4',
      ...pictures.map((_, index) => `Pictures-${index + 1}.png`),
      'Script-1.txt',
      'Transcript-1.txt',
      'Voice-1.mp3',
    ]);
    expect(readFileSync(path.join(place.folder, 'out', 'Film-1.mp4')).equals(bytes(outputs['Film']))).toBe(true);

    const { created, requests } = await practice.log();
    expect(created.byPath).toEqual({
      '/v1/chat/completions': 1,
      '/v1/images/generations': pictures.length,
      '/v1/video/create': 1,
      '/v1/audio/speech': 1,
      '/v1/audio/transcriptions': 1,
    });
    expect(requests.filter((entry) => entry.host === 'upload')).toHaveLength(pictures.length);
    const plan = JSON.parse((await place.run(['plan', example('teaser'), '--json'])).stdout) as { entries: Json[] };
    expect(plan.entries.map((entry) => entry['action'])).not.toContain('run');
    expect((await place.run(['plan', example('teaser')])).stdout).toMatch(/same request as in run_/);
    expect((await place.run(['run', example('teaser')])).code).toBe(0);
    expect((await practice.log()).created.jobs).toBe(created.jobs);
  });
});
