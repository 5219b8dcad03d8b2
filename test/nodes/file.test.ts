import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors';
import { verbatim } from '#core/text';
import { listOf, single } from '#core/value/type';
import type { Value } from '#core/value/value';
import { node as file } from '#nodes/file/file';
import { node as save } from '#nodes/file/save';
import { node as upload } from '#nodes/file/upload';
import { compute, failureOf, fakeFiles, pictureOf } from './support/compute.ts';

describe('file', () => {
  it('opens the chosen file', async () => {
    const files = fakeFiles();
    expect(await compute(file, { params: { file: { path: 'cat.png' } }, files })).toEqual({
      file: pictureOf('cat.png'),
    });
    expect(files.opened).toEqual([{ path: 'cat.png' }]);
  });

  it('says that no file is chosen', async () => {
    expect(await failureOf(() => compute(file))).toMatchObject({ code: 'input.missing', place: { field: 'file' } });
  });

  it('says which param names the file that cannot be opened', async () => {
    const open = () => Promise.reject(new AppError('file.not-found', verbatim('There is no file cat.png.')));
    const files = { ...fakeFiles(), open };
    const error = await failureOf(() => compute(file, { params: { file: { path: 'cat.png' } }, files }));
    expect(error).toMatchObject({ code: 'file.not-found', place: { field: 'file' } });
  });
});

describe('save', () => {
  const run = async (value: Value, depth: number, params = {}, item: number[] = []) => {
    const files = fakeFiles();
    const types = { value: depth === 0 ? single('any') : listOf('any', depth) };
    const outputs = await compute(save, { params, inputs: { value }, types, files, item });
    expect(outputs).toEqual({
      files: files.saved.map(({ folder, name }) => [folder, `${name}.txt`].filter((part) => part !== '').join('/')),
    });
    return files.saved;
  };
  const names = async (...parameters: Parameters<typeof run>) => (await run(...parameters)).map(({ name }) => name);

  it('saves one value', async () => {
    expect(await run('a cat', 0)).toEqual([{ value: 'a cat', folder: 'results', name: 'result-1' }]);
  });

  it('saves each item of a list, counted from 1', async () => {
    expect(await run(['a', 'b'], 1, { name: '{index} shot', folder: 'out/film' })).toEqual([
      { value: 'a', folder: 'out/film', name: '1 shot' },
      { value: 'b', folder: 'out/film', name: '2 shot' },
    ]);
    expect(await names([['a'], ['b', 'c']], 2)).toEqual(['result-1-1', 'result-2-1', 'result-2-2']);
  });

  it('saves a JSON list as one value', async () => {
    expect(await run([1, 2], 0, { name: '{kind}' })).toEqual([{ value: [1, 2], folder: 'results', name: 'json' }]);
  });

  it('saves what there is, each at its own position', async () => {
    expect(await names(['a', null, 'c'], 1)).toEqual(['result-1', 'result-3']);
    expect(await names([null, ['c']], 2)).toEqual(['result-2-1']);
    expect(save.takesGaps).toBe(true);
  });

  it('adds the index when the pattern would give every item the same name', async () => {
    expect(await names(['a', 'b'], 1, { name: 'shot' })).toEqual(['shot-1', 'shot-2']);
    expect(await names(['a'], 1, { name: 'shot' })).toEqual(['shot']);
    expect(await names('a', 0, { name: 'shot' })).toEqual(['shot']);
  });

  it('counts the items of the node that it runs in', async () => {
    expect(await names(['a', 'b'], 1, {}, [4])).toEqual(['result-5-1', 'result-5-2']);
  });

  it('knows what kind of thing it saves', async () => {
    expect(await names([pictureOf('a.png'), 'b', 3, { c: 1 }], 1, { name: '{kind}-{index}' })).toEqual([
      'image-1',
      'text-2',
      'text-3',
      'json-4',
    ]);
  });

  it.each([
    ['a/b\\c:d?', 'a-b-c-d-'],
    ['..', '1'],
    ['.hidden', 'hidden'],
    ['shot . ', 'shot'],
    ['{other}', '{other}'],
    ['  ', '1'],
  ])('makes a file name of the pattern "%s"', async (name, expected) => {
    expect(await names('a', 0, { name })).toEqual([expected]);
  });

  it.each([
    ['', ''],
    ['.', ''],
    [' ./a//b/ ', 'a/b'],
    ['a\\b', 'a/b'],
    ['..a', '..a'],
  ])('takes the folder "%s"', async (folder, expected) => {
    expect((await run('a', 0, { folder })).map((saved) => saved.folder)).toEqual([expected]);
  });

  it.each(['..', 'a/../../b', '/tmp', '\\\\server\\share', 'C:\\films', 'c:films', 'a\\..\\b'])(
    'refuses the folder %s',
    async (folder) => {
      expect(await failureOf(() => run('a', 0, { folder }))).toMatchObject({
        code: 'file.outside-folder',
        place: { field: 'folder' },
      });
    },
  );

  it('says where a file could not be written', async () => {
    const files = {
      ...fakeFiles(),
      save: () => Promise.reject(new AppError('disk.full', verbatim('The disk is full.'))),
    };
    expect(await failureOf(() => compute(save, { inputs: { value: 'a' }, files }))).toMatchObject({
      code: 'disk.full',
      place: { field: 'folder' },
    });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const files = fakeFiles();
    const saving = {
      ...files,
      save: (value: Value, folder: string, name: string) => {
        stop.abort(new Error('stopped'));
        return files.save(value, folder, name);
      },
    };
    const error = await failureOf(() =>
      compute(save, { inputs: { value: ['a', 'b'] }, files: saving, signal: stop.signal }),
    );
    expect(error).toEqual(new Error('stopped'));
    expect(files.saved).toHaveLength(1);
  });
});

describe('upload', () => {
  it('gives what it was given: a picture stays a picture', () => {
    expect(upload.outputTypes?.({ file: single('image') })).toEqual({ url: single('image') });
    expect(upload.outputTypes?.({ file: listOf('video') })).toEqual({ url: single('video') });
    expect(upload.outputTypes?.({ file: single('text') })).toEqual({ url: single('media') });
    expect(upload.outputTypes?.({})).toEqual({ url: single('media') });
  });
});
