import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#core/errors';
import type { StoredArtifact } from '#core/gateway/contract';
import { type LocalText, say } from '#core/text';
import type { MediaKind } from '#core/value/type';
import { type ArtifactId, artifactIdSchema } from '#core/value/value';
import type { ArtifactStore } from '../executor/services.ts';
import { removeQuietly, writeFileNow } from './atomic-file.ts';
import { type ContentFacts, contentFactsSchema, readContentFacts } from './content-facts.ts';
import { kindOfType, typeOfText, unknownType } from './content-type.ts';
import { openDownloadParts } from './download-parts.ts';
import { systemCode, writing, writingNow } from './file-errors.ts';
import { hashFile } from './file-hash.ts';
import type { FileLayer } from './file-layer.ts';
import type { Home } from './home.ts';
import { randomText } from './ids.ts';

const oneDay = 24 * 60 * 60 * 1000;

/**
 * Opens the artifact store of a home folder: files named by their SHA-256, each with a small JSON file beside it that can
 * be made again from the content. Temporary files older than a day are removed. `boot`: what tells this start of the
 * machine from others; files whose download was broken off are gone on with as long as it is the same.
 * @throws AppError `disk.full`, `file.write-failed`
 */
export function openArtifacts(home: Home, now: () => number = Date.now, boot: string = randomText(20)): ArtifactStore {
  const { layer } = home;
  const temporaryFolder = path.join(home.artifacts, '.tmp');
  writingNow(temporaryFolder, () => layer.makeFolder(temporaryFolder));
  removeLeftovers(layer, temporaryFolder, now() - oneDay);

  const parts = openDownloadParts(layer, temporaryFolder, boot);

  const pathOf = (hash: string, extension: string) =>
    path.join(home.artifacts, hash.slice(0, 2), `${hash}.${extension}`);
  const isPresent = (file: string, bytes: number) => {
    const facts = layer.facts(file);
    return facts?.kind === 'file' && facts.bytes === bytes;
  };
  const writeSidecar = (hash: string, facts: ContentFacts) =>
    writeFileNow(layer, pathOf(hash, 'json'), `${JSON.stringify(facts)}\n`, { sync: false });

  const readSidecar = (hash: string): ContentFacts | undefined => {
    try {
      return contentFactsSchema.parse(JSON.parse(layer.readFile(pathOf(hash, 'json')).toString('utf8')));
    } catch {
      return undefined;
    }
  };

  /** Finds a file whose JSON is lost or damaged, and writes that again. */
  const recover = async (hash: string): Promise<ContentFacts | undefined> => {
    const folder = path.join(home.artifacts, hash.slice(0, 2));
    const names = layer.facts(folder)?.kind === 'folder' ? layer.list(folder) : [];
    const name = names.find((candidate) => candidate.startsWith(`${hash}.`) && !candidate.endsWith('.json'));
    if (name === undefined || (await hashFile(layer, path.join(folder, name))) !== hash) return undefined;
    const facts = {
      ...(await readContentFacts(layer, path.join(folder, name))),
      extension: name.slice(hash.length + 1),
    };
    writeSidecar(hash, facts);
    return facts;
  };

  const toStored = (hash: string, facts: ContentFacts): StoredArtifact => ({
    id: `sha256:${hash}`,
    file: pathOf(hash, facts.extension),
    mime: facts.mime,
    bytes: facts.bytes,
    width: facts.width,
    height: facts.height,
    duration: facts.duration,
  });

  /** Folders whose own name is known to be durable. */
  const durableFolders = new Set<string>();
  const folderFor = (hash: string): string => {
    const folder = path.join(home.artifacts, hash.slice(0, 2));
    if (!durableFolders.has(folder)) layer.makeFolder(folder);
    return folder;
  };

  const moveInPlace = async (file: string, hash: string, facts: ContentFacts): Promise<void> => {
    const target = pathOf(hash, facts.extension);
    const folder = folderFor(hash);
    if (isPresent(target, facts.bytes)) {
      removeQuietly(layer, file);
      return;
    }
    const handle = layer.open(file, 'append');
    try {
      await layer.sync(handle);
    } finally {
      layer.close(handle);
    }
    layer.rename(file, target);
    await layer.syncFolder(folder);
    if (!durableFolders.has(folder)) {
      await layer.syncFolder(home.artifacts);
      durableFolders.add(folder);
    }
  };

  return {
    temporary: () => path.join(temporaryFolder, randomText(20)),
    part: (url) => parts.take(url),

    fill: (file, content) =>
      writing(file, () => ('file' in content ? copyFile(content.file, file) : writeFile(file, content))),

    async adopt(file, kind, name) {
      return writing(file, async () => {
        const facts = await readContentFacts(layer, file);
        const actual = checkKind(facts, kind, name);
        const hash = await hashFile(layer, file);
        await moveInPlace(file, hash, facts);
        writeSidecar(hash, facts);
        return { ...toStored(hash, facts), kind: actual };
      });
    },

    putText(text) {
      const bytes = Buffer.from(text);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const file = pathOf(hash, 'txt');
      if (isPresent(file, bytes.length)) return `sha256:${hash}`;
      writingNow(file, () => {
        const folder = folderFor(hash);
        writeFileNow(layer, file, bytes, { sync: true });
        if (!durableFolders.has(folder)) {
          layer.syncFolderNow(home.artifacts);
          durableFolders.add(folder);
        }
        if (readSidecar(hash) === undefined) {
          writeSidecar(hash, { ...typeOfText(text), extension: 'txt', bytes: bytes.length });
        }
      });
      return `sha256:${hash}`;
    },

    getText(id) {
      const hash = hashOf(id);
      try {
        const bytes = layer.readFile(pathOf(hash, 'txt'));
        if (createHash('sha256').update(bytes).digest('hex') === hash) return bytes.toString('utf8');
      } catch (error) {
        if (systemCode(error) === undefined) throw error;
      }
      throw missing(id);
    },

    async find(id) {
      const hash = hashOf(id);
      const facts = readSidecar(hash);
      if (facts !== undefined && isPresent(pathOf(hash, facts.extension), facts.bytes)) return toStored(hash, facts);
      const recovered = await recover(hash);
      if (recovered === undefined) throw missing(id);
      return toStored(hash, recovered);
    },
  };
}

function hashOf(id: ArtifactId): string {
  if (!artifactIdSchema.safeParse(id).success) throw missing(id);
  return id.slice('sha256:'.length);
}

function missing(id: ArtifactId): AppError {
  const message = say(
    'The file {id}… is not in the artifact store, or it is damaged.',
    '文件 {id}… 不在结果库中，或已损坏。',
    { id: id.slice(0, 19) },
  );
  const hint = {
    en: 'Run the node that made it again, or bring the file in once more.',
    zh: '请重新运行生成它的节点，或再次导入该文件。',
  };
  return new AppError('artifact.missing', message, { hint, details: { artifact: id } });
}

const kindNames: Readonly<Record<MediaKind, string>> = {
  image: '图片',
  audio: '音频',
  video: '视频',
  document: '文档',
};

function whatIs(facts: ContentFacts, isPage: boolean, isUnknown: boolean): LocalText {
  if (facts.bytes === 0) return { en: 'empty', zh: '是空的' };
  if (isPage) return { en: 'a web page', zh: '是网页' };
  if (isUnknown) return { en: 'of no known type', zh: '类型未知' };
  return { en: facts.mime, zh: `是 ${facts.mime}` };
}

/** The kind of a file, when it is what was promised. Sound without any signature (raw samples) is believed. */
function checkKind(facts: ContentFacts, promised: MediaKind | undefined, name: string | undefined): MediaKind {
  const actual = kindOfType(facts.mime);
  const isUnknown = facts.mime === unknownType.mime;
  const isPage = facts.mime === 'text/html';
  if (promised === undefined) return actual;
  if (facts.bytes > 0 && !isPage && (promised === actual || (promised === 'audio' && isUnknown))) return promised;
  const message = say('{file} is {what}; {promised} was expected.', '{file}{what}，应为{promised}。', {
    file: name ?? { en: 'The file', zh: '文件' },
    what: whatIs(facts, isPage, isUnknown),
    promised: { en: promised, zh: kindNames[promised] },
  });
  throw new AppError('artifact.wrong-type', message, {
    hint: {
      en: 'Fetch it again; when that gives the same, look at the raw answer.',
      zh: '请重新取回；如果结果相同，请查看原始答复。',
    },
    details: { mime: facts.mime, bytes: facts.bytes, expected: promised },
  });
}

function removeLeftovers(layer: FileLayer, folder: string, before: number): void {
  for (const name of layer.list(folder)) {
    const file = path.join(folder, name);
    const facts = layer.facts(file);
    if (facts?.kind === 'file' && facts.modified < before) removeQuietly(layer, file);
  }
}
