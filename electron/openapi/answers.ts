import type { ResultProposal } from '#core/recipe/import';
import { type LocalText, say } from '#core/text';
import type { MediaKind } from '#core/value/type';
import type { Json } from '#core/value/value';
import { isRecord } from './documents.ts';
import { flatten, type Resolver, type Schema, schemaOfSample, typeOf } from './schema.ts';

/** What a document says of the good answer of an operation. */
export interface DescribedAnswer {
  /** Undefined when it is no JSON or is not described. */
  readonly schema: Schema | undefined;
  readonly result: ResultProposal | undefined;
  readonly notes: readonly LocalText[];
}

/** Reads the answers of an operation; one that is pasted from another endpoint is passed over. */
export function describeAnswer(operation: Record<string, Json>, path: string, resolver: Resolver): DescribedAnswer {
  const responses = isRecord(operation['responses']) ? operation['responses'] : {};
  const good =
    Object.keys(responses).find((status) => /^2/.test(status)) ?? ('default' in responses ? 'default' : undefined);
  const response = good === undefined ? undefined : resolver.resolve(responses[good]);
  const content = response !== undefined && isRecord(response['content']) ? response['content'] : {};
  for (const [type, media] of Object.entries(content)) {
    const kind = /^(image|audio|video)\//.exec(type)?.[1] as MediaKind | undefined;
    if (kind !== undefined || /octet-stream|pdf/.test(type)) {
      return {
        schema: undefined,
        result: { kind: kind ?? kindOfPath(path) ?? 'document', paths: [], body: true },
        notes: [],
      };
    }
    if (!/json|\*\/\*/.test(type)) continue;
    const described = resolver.resolve(media);
    if (described !== undefined) return describeJson(described, path, resolver);
  }
  const [other] = Object.keys(content);
  if (other?.startsWith('text/') === true) return { schema: undefined, result: { kind: 'text', paths: [] }, notes: [] };
  return { schema: undefined, result: undefined, notes: [] };
}

function describeJson(media: Record<string, Json>, path: string, resolver: Resolver): DescribedAnswer {
  const sample = sampleOf(media, resolver);
  const declared = resolver.resolve(media['schema']);
  const schema = declared === undefined ? undefined : flatten(declared, resolver);
  const known = schema !== undefined && isRecord(schema['properties']) ? schema : undefined;
  const useful = known ?? (sample === undefined ? schema : schemaOfSample(sample));
  const foreign = useful !== undefined && isPasted(useful, sample, path);
  if (foreign) {
    const note = say(
      'The sample answer is of another endpoint (a chat) and is not used.',
      '示例响应来自其他接口（对话），未采用。',
      {},
    );
    return { schema: undefined, result: undefined, notes: [note] };
  }
  return { schema: useful, result: useful === undefined ? undefined : findResult(useful, path, resolver), notes: [] };
}

/** A sample, given as it is or among several. */
export function sampleOf(media: Record<string, Json>, resolver: Resolver): Json | undefined {
  if (media['example'] !== undefined) return media['example'];
  const { examples } = media;
  const first = isRecord(examples) ? Object.values(examples)[0] : Array.isArray(examples) ? examples[0] : undefined;
  const one = resolver.resolve(first);
  return one === undefined ? first : (one['value'] ?? first);
}

/** Sites paste a chat completion under everything. */
function isPasted(schema: Schema, sample: Json | undefined, path: string): boolean {
  if (/chat|completion|responses|messages|generateContent/i.test(path)) return false;
  if (isRecord(sample) && typeof sample['object'] === 'string' && sample['object'].startsWith('chat.')) return true;
  return isRecord(schema['properties']) && 'choices' in schema['properties'] && 'usage' in schema['properties'];
}

function kindOfPath(path: string): MediaKind | undefined {
  if (/image|picture|draw|midjourney|\/mj\/|flux|photo/i.test(path)) return 'image';
  if (/video|luma|runway|film/i.test(path)) return 'video';
  if (/audio|speech|music|suno|tts|voice|wav/i.test(path)) return 'audio';
  return undefined;
}

/** Every leaf of a schema with its path. */
export function leavesOf(
  schema: Schema,
  resolver: Resolver,
  path = '',
  depth = 0,
): { path: string; key: string; schema: Schema }[] {
  if (depth > 6) return [];
  const flat = flatten(schema, resolver);
  const type = typeOf(flat);
  if (type === 'object' && isRecord(flat['properties'])) {
    return Object.entries(flat['properties']).flatMap(([key, raw]) => {
      const inner = resolver.resolve(raw);
      // A path is written with dots and brackets, so keys with them cannot be in one.
      if (inner === undefined || /[.[\]\s]/.test(key) || key === '') return [];
      const at = path === '' ? key : `${path}.${key}`;
      const found = leavesOf(inner, resolver, at, depth + 1);
      return found.length > 0 ? found : [{ path: at, key, schema: flatten(inner, resolver) }];
    });
  }
  if (type === 'list') {
    const items = resolver.resolve(flat['items']);
    if (items === undefined) return [];
    const at = `${path}[*]`;
    const found = leavesOf(items, resolver, at, depth + 1);
    const key = /([^.[\]]+)(?:\[\*\])*$/.exec(path)?.[1] ?? '';
    return found.length > 0 ? found : [{ path: at, key, schema: flatten(items, resolver) }];
  }
  return [];
}

function findResult(schema: Schema, path: string, resolver: Resolver): ResultProposal | undefined {
  const leaves = leavesOf(schema, resolver);
  const texts = leaves.filter(({ schema: leaf }) => ['text', 'unknown'].includes(typeOf(leaf)));
  const isLink = (key: string): boolean => /(?:^|_)(?:url|urls|uri|link)s?$|Url$|^output$/.test(key);
  const isMinor = (at: string): boolean =>
    /cover|thumb|preview|poster|avatar|urls\.|status_url|response_url|cancel_url|callback|hook|permalink/i.test(at);
  const links = texts.filter((leaf) => isLink(leaf.key) && !isMinor(leaf.path));
  const base64 = texts.filter(({ key }) => /b64|base64/i.test(key));
  const kind =
    kindOfType(links[0]?.schema['contentMediaType']) ??
    kindOfLeaf(links[0]?.path) ??
    kindOfLeaf(base64[0]?.path) ??
    kindOfPath(path);
  if (links.length > 0 && kind !== undefined) {
    const same = links.filter((leaf) => (kindOfLeaf(leaf.path) ?? kind) === kind);
    return { kind, paths: same.map((leaf) => leaf.path).slice(0, 6) };
  }
  if (base64.length > 0 && kind !== undefined)
    return { kind, paths: base64.map((leaf) => leaf.path).slice(0, 6), base64: true };
  const words = texts.find(({ key }) => /^(?:text|content|output_text|translation|lyrics)$/.test(key));
  return words === undefined ? undefined : { kind: 'text', paths: [words.path] };
}

function kindOfType(type: Json | undefined): MediaKind | undefined {
  return typeof type === 'string' ? (/^(image|audio|video)\//.exec(type)?.[1] as MediaKind | undefined) : undefined;
}

function kindOfLeaf(path: string | undefined): MediaKind | undefined {
  if (path === undefined) return undefined;
  if (/video|movie/i.test(path)) return 'video';
  if (/audio|song|music|mp3|wav/i.test(path)) return 'audio';
  if (/image|img|picture|photo/i.test(path)) return 'image';
  return undefined;
}
