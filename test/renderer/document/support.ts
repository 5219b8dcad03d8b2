import fc from 'fast-check';
import type { WorkflowDocument } from '#core/graph/document';
import { createRegistry } from '#core/node/registry';
import type { Json } from '#core/value/value';
import { align, autoLayout, type Placed } from '#renderer/document/arrange.ts';
import { placeElement, setFieldOfNodes } from '#renderer/document/bulk.ts';
import { copyElements, pasteClipping } from '#renderer/document/clipboard.ts';
import {
  addFrame,
  addNode,
  addNote,
  type Change,
  connect,
  freeId,
  isObject,
  moveElements,
  newNode,
  removeElements,
  setDocumentField,
  setElementField,
  setNodeField,
  setParam,
  together,
} from '#renderer/document/edits.ts';
import { insertOnEdge, moveEdge, replugEdge } from '#renderer/document/wiring.ts';

/** Something that people do to a document; it is worked out on the document as it then is. */
export interface Deed {
  readonly name: string;
  readonly change: (document: WorkflowDocument) => Change;
}

const registry = createRegistry([], []);

export function idsIn(document: WorkflowDocument, key: string): string[] {
  const list = document[key];
  return Array.isArray(list) ? list.filter(isObject).map((entry) => String(entry['id'])) : [];
}

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

const ports = ['text', 'prompt', 'images'];
const values: readonly Json[] = ['', 'a cat', 3, true, ['x'], { deep: { er: [1, 2] } }, null];

const number = fc.nat(50);
const point = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });

function placed(document: WorkflowDocument, key: string): Placed[] {
  return idsIn(document, key).map((id, index) => ({ id, x: index * 40, y: (index % 5) * 90, width: 214, height: 80 }));
}

const onNode =
  (index: number, change: (id: string) => Change) =>
  (document: WorkflowDocument): Change => {
    const id = pick(idsIn(document, 'nodes'), index);
    return id === undefined ? () => undefined : change(id);
  };

const onEdge =
  (index: number, change: (id: string) => Change) =>
  (document: WorkflowDocument): Change => {
    const id = pick(idsIn(document, 'edges'), index);
    return id === undefined ? () => undefined : change(id);
  };

const deed = (name: string, change: Deed['change']): Deed => ({ name, change });

/** One of everything that can be done. */
export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .tuple(number, point)
    .map(([, at]) =>
      deed('add', (document) => addNode(newNode(registry, freeId(document, 'nodes', 'chat'), 'chat', at, { a: 1 }))),
    ),
  fc.tuple(number, number).map(([one, two]) =>
    deed('remove', (document) =>
      removeElements({
        nodes: new Set([pick(idsIn(document, 'nodes'), one) ?? '']),
        edges: new Set([pick(idsIn(document, 'edges'), two) ?? '']),
        frames: new Set(one % 7 === 0 ? idsIn(document, 'frames').slice(0, 1) : []),
        notes: new Set(two % 7 === 0 ? idsIn(document, 'notes').slice(0, 1) : []),
      }),
    ),
  ),
  fc.tuple(number, number, fc.nat(2), fc.boolean()).map(([one, two, port, replace]) =>
    deed('connect', (document) => {
      const nodes = idsIn(document, 'nodes');
      const [from, to] = [pick(nodes, one) ?? 'x', pick(nodes, two) ?? 'y'];
      return connect({ node: from, port: 'text' }, { node: to, port: ports[port] ?? 'text' }, { replace });
    }),
  ),
  fc.tuple(number, number, fc.boolean()).map(([one, two, replace]) =>
    deed('replug', (document) =>
      onEdge(one, (edge) => {
        const node = pick(idsIn(document, 'nodes'), two) ?? 'x';
        return replugEdge({ edge, from: { node: 'n1', port: 'text' }, to: { node, port: 'prompt' }, replace });
      })(document),
    ),
  ),
  fc
    .tuple(number, number)
    .map(([one, two]) =>
      deed('insert', (document) =>
        onEdge(one, (edge) =>
          insertOnEdge(edge, pick(idsIn(document, 'nodes'), two) ?? 'x', { input: 'text', output: 'text' }),
        )(document),
      ),
    ),
  fc
    .tuple(number, number)
    .map(([one, two]) =>
      deed('reorder', (document) =>
        onEdge(one, (edge) => moveEdge(edge, pick(idsIn(document, 'edges'), two) ?? ''))(document),
      ),
    ),
  fc.tuple(number, point).map(([one, at]) =>
    deed(
      'move',
      onNode(one, (id) => moveElements(new Map([[id, at]]))),
    ),
  ),
  fc
    .tuple(number, fc.constantFrom('prompt', 'size', 'text'), fc.option(fc.constantFrom(...values), { nil: undefined }))
    .map(([one, param, value]) =>
      deed(
        'param',
        onNode(one, (id) => setParam(id, param, value)),
      ),
    ),
  fc
    .tuple(
      number,
      fc.constantFrom('title', 'mode', 'variation', 'pin', 'size', 'collapsed', 'map'),
      fc.constantFrom(...values),
    )
    .map(([one, field, value]) =>
      deed(
        'field',
        onNode(one, (id) => setNodeField(id, field as 'title', value === null ? undefined : value)),
      ),
    ),
  fc.constantFrom('', 'Teaser', 'Teaser 2').map((name) => deed('name', () => setDocumentField('name', name))),
  point.map((at) =>
    deed('frame', (document) => addFrame({ id: freeId(document, 'frames', 'frame'), title: '', position: { ...at } })),
  ),
  point.map((at) =>
    deed('note', (document) => addNote({ id: freeId(document, 'notes', 'note'), text: 'x', position: { ...at } })),
  ),
  fc
    .constantFrom('a', 'ab', undefined)
    .map((text) =>
      deed('write', (document) => setElementField('notes', idsIn(document, 'notes')[0] ?? '', 'text', text)),
    ),
  fc.tuple(fc.array(number, { maxLength: 4 }), point).map(([chosen, at]) =>
    deed('paste', (document) => {
      const ids = new Set(chosen.map((index) => pick(idsIn(document, 'nodes'), index) ?? ''));
      return pasteClipping(copyElements(document, new Set([...ids, 'frame-1'])), at, () => undefined);
    }),
  ),
  fc.constant(
    deed('layout', (document) => {
      const ends = (edge: Json): { from: string; to: string }[] => {
        const [from, to] = isObject(edge) ? [edge['from'], edge['to']] : [undefined, undefined];
        if (!isObject(from) || !isObject(to) || from['node'] === to['node']) return [];
        return [{ from: String(from['node']), to: String(to['node']) }];
      };
      const links = (document['edges'] as Json[]).flatMap(ends);
      const ids = new Set(idsIn(document, 'nodes'));
      const inside = links.filter((link) => ids.has(link.from) && ids.has(link.to));
      return moveElements(autoLayout(placed(document, 'nodes'), inside, placed(document, 'frames')).positions);
    }),
  ),
  fc
    .constantFrom('left', 'top', 'grid', 'columns', 'rows')
    .map((how) => deed('align', (document) => moveElements(align(placed(document, 'nodes'), how as 'left')))),
  fc
    .boolean()
    .map((isOn) =>
      deed('mute', (document) =>
        setFieldOfNodes(new Set(idsIn(document, 'nodes').slice(0, 3)), 'mode', () => (isOn ? 'muted' : undefined)),
      ),
    ),
  fc.tuple(number, point).map(([one, at]) =>
    deed(
      'resize',
      onNode(one, (id) => placeElement('nodes', id, { ...at, width: 300, height: 200 })),
    ),
  ),
  fc
    .tuple(number, point)
    .map(([one, at]) =>
      deed('both', (document) =>
        together(
          addNode(newNode(registry, freeId(document, 'nodes', 'prompt'), 'prompt', at)),
          setParam(pick(idsIn(document, 'nodes'), one) ?? '', 'text', 'together'),
        ),
      ),
    ),
);

/** A document in which everything holds something that this version does not know. */
export function strangeDocument(): WorkflowDocument {
  const foreign = '{"__proto__":{"kept":1},"constructor":"kept","x-own":[1,{"y":null}]}';
  return JSON.parse(`{
    "format": "patchbay.workflow", "version": 1, "id": "wf", "name": "Strange", "x-document": ${foreign},
    "nodes": [
      { "id": "n1", "type": "prompt", "version": 1, "title": "", "position": {"x": 0, "y": 0, "z": 7}, "params": {"text": "a", "x-param": ${foreign}}, "mode": "active", "x-node": ${foreign} },
      { "id": "n2", "type": "unknown-type", "position": {"x": 300, "y": 0}, "x-node": ${foreign} },
      { "id": "n3", "type": "chat", "x-node": ${foreign} },
      { "no": "id", "x-node": ${foreign} },
      "not even an object"
    ],
    "edges": [
      { "id": "e1", "from": {"node": "n1", "port": "text", "x": 1}, "to": {"node": "n3", "port": "prompt", "x": 2}, "x-edge": ${foreign} },
      { "id": "e2", "from": {"node": "n2", "port": "out"}, "to": {"node": "n3", "port": "images"} },
      { "id": "e3", "from": {"node": "n1", "port": "text"}, "to": {"node": "gone", "port": "in"}, "x-edge": ${foreign} },
      17
    ],
    "frames": [ { "id": "frame-1", "title": "F", "position": {"x": 0, "y": 0}, "size": {"width": 100, "height": 100}, "x-frame": ${foreign} } ],
    "notes": [ { "id": "note-1", "text": "", "position": {"x": 0, "y": 0}, "x-note": ${foreign} } ]
  }`) as WorkflowDocument;
}
