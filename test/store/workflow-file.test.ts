import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDocument } from '#core/graph/document';
import { largestWorkflow, readWorkflowFile, writeWorkflowFile } from '../../electron/store/workflow-file.ts';
import { document, expectFailure, failure, temporaryFolder } from './support.ts';

function fileWith(content: string | Buffer): string {
  const file = path.join(temporaryFolder(), 'teaser.patchbay');
  fs.writeFileSync(file, content);
  return file;
}

describe('reading a workflow file', () => {
  test('gives the document, its folder and its path', () => {
    const file = fileWith(formatDocument(document));
    expect(readWorkflowFile(file)).toMatchObject({ path: file, folder: path.dirname(file), opened: { document } });
  });

  test('a byte order mark is no fault', () => {
    expect(readWorkflowFile(fileWith(`\ufeff${formatDocument(document)}`)).opened.document).toEqual(document);
  });

  test.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 3, 7],
    ['{\n  "a": 1,\n}', 3, 1],
    ['{"a": 1} x', 1, 10],
    ['', 1, 1],
    ['{"a": // no\n 1}', 1, 7],
    ['{"a": "\u0001"}', 1, 7],
    ['[1, 2', 1, 6],
    ['{"a": 01}', 1, 8],
  ])('says where %j is no JSON', async (text, line, column) => {
    const error = await expectFailure(() => readWorkflowFile(fileWith(text)), 'file.not-json');
    expect(error.info.place).toMatchObject({ line, column });
  });

  test.each([
    ['no file', () => path.join(temporaryFolder(), 'nothing.patchbay'), 'file.not-found'],
    ['a folder', () => temporaryFolder(), 'file.unreadable'],
    ['JSON that is no workflow', () => fileWith('{"nodes": []}'), 'file.not-a-workflow'],
    ['bytes that are no UTF-8', () => fileWith(Buffer.from([0x7b, 0xff, 0xfe])), 'file.unreadable'],
    [
      'endless nesting',
      () =>
        fileWith(
          formatDocument(document).replace('"nodes": []', `"nodes": ${'['.repeat(200_000)}${']'.repeat(200_000)}`),
        ),
      'file.not-a-workflow',
    ],
  ] as const)('refuses %s', async (_, make, code) => {
    const file = make();
    const error = await expectFailure(() => readWorkflowFile(file), code);
    expect(error.info.place?.file).toBe(file);
  });

  test('refuses a file that is too large before reading it', async () => {
    const file = fileWith('');
    fs.truncateSync(file, largestWorkflow + 1);
    expect((await failure(() => readWorkflowFile(file))).info).toMatchObject({ code: 'file.unreadable' });
  });
});

describe('saving a workflow file', () => {
  test('keeps what was there before', async () => {
    const file = fileWith('earlier');
    await writeWorkflowFile(file, document);
    expect(fs.readFileSync(file, 'utf8')).toBe(formatDocument(document));
    expect(fs.readFileSync(`${file}.previous`, 'utf8')).toBe('earlier');
    expect(fs.readdirSync(path.dirname(file)).sort()).toEqual(['teaser.patchbay', 'teaser.patchbay.previous']);
  });

  test('never saves over a document of a newer version', async () => {
    const file = fileWith('earlier');
    await expectFailure(writeWorkflowFile(file, { ...document, version: 99 }), 'file.too-new');
    expect(fs.readFileSync(file, 'utf8')).toBe('earlier');
  });

  test('a link stays a link', async () => {
    const file = fileWith('earlier');
    const link = path.join(temporaryFolder(), 'link.patchbay');
    fs.symlinkSync(file, link);
    await writeWorkflowFile(link, document);
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readWorkflowFile(link)).toMatchObject({ path: file, opened: { document } });
  });
});
