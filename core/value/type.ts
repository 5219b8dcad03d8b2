/** What one port can carry, without list depth. `media` takes any of the four kinds of media, `any` takes everything. */
export const baseTypes = [
  'text',
  'number',
  'boolean',
  'json',
  'image',
  'audio',
  'video',
  'document',
  'media',
  'any',
] as const;
export type BaseType = (typeof baseTypes)[number];

export const mediaKinds = ['image', 'audio', 'video', 'document'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** A port type: a base type inside `depth` lists, written `text`, `list<image>`, `list<list<image>>`. */
export interface PortType {
  readonly base: BaseType;
  readonly depth: number;
}

const basePattern = new RegExp(`^(${baseTypes.join('|')})$`);

/** Reads `list<image>`; undefined when it is no port type. */
export function parsePortType(text: string): PortType | undefined {
  let inner = text.trim();
  let depth = 0;
  while (inner.startsWith('list<') && inner.endsWith('>')) {
    inner = inner.slice(5, -1).trim();
    depth += 1;
  }
  return basePattern.test(inner) ? { base: inner as BaseType, depth } : undefined;
}

export function formatPortType(type: PortType): string {
  if (type.depth === 0) return type.base;
  return `${'list<'.repeat(type.depth)}${type.base}${'>'.repeat(type.depth)}`;
}

/** `listOf('image')` is `list<image>`; `listOf('image', 2)` is `list<list<image>>`. */
export function listOf(base: BaseType, depth = 1): PortType {
  return { base, depth };
}

export function single(base: BaseType): PortType {
  return { base, depth: 0 };
}

export function isMediaKind(base: BaseType): base is MediaKind {
  return (mediaKinds as readonly string[]).includes(base);
}
