import type { NodeMode } from '#core/graph/document';
import { portType } from '#core/graph/graph';
import type { ParamDefinitions } from '#core/node/param';
import { paramValue } from '#core/node/param';
import type { Registry } from '#core/node/registry';
import type { LocalText } from '#core/text';
import type { BaseType, PortType } from '#core/value/type';
import type { Json } from '#core/value/value';
import { isObject } from '../document/edits.ts';
import { registry } from '../store/registry.ts';

/** A node in a document, as JSON. The same object as long as nothing in it changes. */
export type RawNode = Readonly<Record<string, Json>>;

export interface PortFacts {
  readonly name: string;
  readonly type: PortType;
  readonly label: LocalText;
  readonly required: boolean;
  /** An output that accompanies the others. */
  readonly aside?: boolean;
}

/** What the screen has to know of a node to draw it; nothing in it depends on other nodes. */
export interface NodeFacts {
  readonly id: string;
  readonly type: string;
  /** What people call it; empty when they gave no name. */
  readonly title: string;
  readonly known: boolean;
  readonly newer: boolean;
  readonly params: Readonly<Record<string, Json>>;
  readonly paramDefinitions: ParamDefinitions;
  readonly inputs: readonly PortFacts[];
  readonly outputs: readonly PortFacts[];
  readonly model: string | undefined;
  readonly mode: NodeMode;
  readonly map: 'zip' | 'cross';
  readonly variation: number;
  readonly pinned: boolean;
  readonly collapsed: boolean;
  readonly width: number;
  readonly height: number | undefined;
}

export const nodeWidth = 214;

const cache = new WeakMap<RawNode, NodeFacts>();

/** The facts of a node; made once for each state of it. */
export function factsOf(raw: RawNode): NodeFacts {
  const known = cache.get(raw);
  if (known !== undefined) return known;
  const facts = makeFacts(raw, registry);
  cache.set(raw, facts);
  return facts;
}

export function makeFacts(raw: RawNode, from: Registry): NodeFacts {
  const type = text(raw['type']);
  const definition = from.node(type);
  const version = typeof raw['version'] === 'number' ? raw['version'] : 1;
  let params: Readonly<Record<string, Json>> = isObject(raw['params']) ? raw['params'] : {};
  if (definition?.migrate !== undefined) {
    for (let step = version; step < definition.version; step += 1) params = definition.migrate({ ...params }, step);
  }
  const ports = from.portsOf(type, params);
  const paramDefinitions = from.paramsOf(type, params);
  const modelParam = paramDefinitions['model'];
  const model = modelParam?.type === 'model' ? paramValue(modelParam, params['model']) : undefined;
  const size = isObject(raw['size']) ? raw['size'] : {};
  const mode = raw['mode'];
  return {
    id: text(raw['id']),
    type,
    title: text(raw['title']),
    known: definition !== undefined,
    newer: definition !== undefined && version > definition.version,
    params,
    paramDefinitions,
    inputs: Object.entries(ports.inputs).map(([name, port]) => ({
      name,
      type: portType(port.type),
      label: port.label,
      required: port.required === true,
    })),
    outputs: Object.entries(ports.outputs).map(([name, port]) => ({
      name,
      type: portType(port.type),
      label: port.label,
      required: false,
      ...(port.aside === true && { aside: true }),
    })),
    model: typeof model === 'string' ? model : undefined,
    mode: mode === 'bypassed' || mode === 'muted' ? mode : 'active',
    map: raw['map'] === 'cross' ? 'cross' : 'zip',
    variation: typeof raw['variation'] === 'number' ? raw['variation'] : 0,
    pinned: isObject(raw['pin']),
    collapsed: raw['collapsed'] === true,
    width: typeof size['width'] === 'number' ? Math.max(120, size['width']) : nodeWidth,
    height: typeof size['height'] === 'number' ? size['height'] : undefined,
  };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The seven colours of port types. */
export type PortColour = 'text' | 'image' | 'video' | 'audio' | 'document' | 'json' | 'number';

const colours: Readonly<Record<BaseType, PortColour>> = {
  text: 'text',
  number: 'number',
  boolean: 'number',
  json: 'json',
  image: 'image',
  audio: 'audio',
  video: 'video',
  document: 'document',
  media: 'document',
  any: 'json',
};

export function colourOf(base: BaseType): PortColour {
  return colours[base];
}

/** The colour as a value of a style. */
export function colourValue(colour: PortColour): string {
  return `var(--t-${colour})`;
}
