import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatDocument, openDocument } from '#core/graph/document';

const folder = new URL('../fixtures/workflows/', import.meta.url);
const released = readdirSync(folder).filter((name) => /^v\d+-.*\.patchbay$/.test(name));

const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('files of released versions', () => {
  it.each(released)('opens %s to be edited', (name) => {
    expect(openDocument(JSON.parse(read(name))).readOnly).toBe(false);
  });

  it.each(released.filter((name) => name.startsWith('v1-')))('writes %s back as it was', (name) => {
    const { document } = openDocument(JSON.parse(read(name)));
    expect(formatDocument(document)).toBe(formatDocument(JSON.parse(read(name))));
    expect(JSON.parse(formatDocument(document))).toEqual(JSON.parse(read(name)));
  });
});

describe('the full file of version 1', () => {
  const { workflow, issues } = openDocument(JSON.parse(read('v1-full.patchbay')));
  const plain = {
    version: 1,
    title: '',
    position: { x: 0, y: 0 },
    params: {},
    map: 'zip',
    variation: 0,
    pin: undefined,
  };

  it('gives this view', () => {
    expect(workflow).toMatchObject({
      id: 'wf_v1full',
      name: 'Teaser',
      description: expect.stringMatching(/^Every field/),
    });
    const [prompt, ...others] = workflow.nodes;
    expect(prompt).toMatchObject({
      ...plain,
      id: 'n1',
      type: 'prompt',
      title: 'Idea',
      position: { x: 0, y: -12.5 },
      mode: 'active',
    });
    expect(Object.keys(prompt?.params ?? {})).toEqual(['text', '__proto__']);
    expect(prompt?.params['text']).toBe('a cat on {{place}} 猫 😺');
    const image = {
      kind: 'image',
      artifact: `sha256:${'0123456789abcdef'.repeat(4)}`,
      mime: 'image/png',
      width: 1024,
      height: 1536,
    };
    expect(others).toEqual([
      {
        id: 'n2',
        type: 'image',
        version: 1,
        title: 'Picture',
        position: { x: 400, y: 0 },
        params: { model: 'gpt-image-1.5-all', size: '1024x1536', n: 2 },
        mode: 'active',
        map: 'cross',
        variation: 7,
        pin: { images: { type: 'list<image>', value: [image, null] } },
      },
      { ...plain, id: 'n3', type: 'video', position: { x: 800, y: 0 }, mode: 'muted' },
      { ...plain, id: 'n4', type: 'upload', mode: 'bypassed' },
      { ...plain, id: 'n5', type: 'hologram', version: 12, params: { depth: [1, { deep: null }] }, mode: 'active' },
      { ...plain, id: 'n6', type: 'chat', mode: 'active' },
    ]);
    const wire = (id: string, from: string, out: string, to: string, into: string) => ({
      id,
      from: { node: from, port: out },
      to: { node: to, port: into },
    });
    expect(workflow.edges).toEqual([
      wire('e1', 'n1', 'text', 'n2', 'prompt'),
      wire('e2', 'n2', 'images', 'n4', 'file'),
      wire('e3', 'gone', 'url', 'n3', 'images'),
    ]);
  });

  it('gives these issues', () => {
    expect(issues.map(({ code, severity, place }) => `${severity} ${code} ${JSON.stringify(place)}`)).toEqual([
      'warning field.unknown {"field":"author"}',
      'warning field.unknown {"field":""}',
      'warning field.unknown {"node":"n2","field":"position.z"}',
      'warning field.unknown {"node":"n5","field":"color"}',
      'warning field.invalid {"node":"n6","field":"title"}',
      'error field.invalid {"node":"n6","field":"mode"}',
      'error node.duplicate-id {"node":"n1","field":"nodes[6].id"}',
      'warning node.malformed {"field":"nodes[7]"}',
      'warning node.malformed {"field":"nodes[8]"}',
      'warning field.unknown {"edge":"e2","field":"style"}',
      'warning field.unknown {"edge":"e2","field":"to.side"}',
      'warning edge.duplicate-id {"edge":"e3","field":"edges[3].id"}',
      'warning edge.malformed {"field":"edges[4]"}',
    ]);
  });
});
