import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { viewDocument } from '#core/graph/document';
import { templateTexts } from '#electron/host/services/workflows/template-texts';
import { enter } from './support/client.ts';
import { startServer, temporaryHome } from './support/server.ts';

const examples = new URL('../../examples/', import.meta.url);

test('templates are offered in the order of their texts', async () => {
  const client = await enter(await startServer(temporaryHome()));
  const { templates } = await client.call('app.start', {});
  expect(templates.map(({ id }) => id)).toEqual(Object.keys(templateTexts));
  // Each is drawn as its graph lies.
  for (const { nodes, sketch } of templates) {
    expect(sketch.nodes).toHaveLength(nodes);
    for (const end of sketch.wires.flat()) expect(sketch.nodes[end]).toMatchObject({ type: expect.any(String) });
  }
});

test('everything that is written on a template is Chinese for who reads Chinese', async () => {
  const client = await enter(await startServer(temporaryHome()));
  await client.call('settings.change', { language: 'zh-CN' });
  for (const template of Object.keys(templateTexts)) {
    const { base, name } = await client.call('workflow.create', { template });
    const { workflow } = viewDocument(base);
    const boards = [...(base['frames'] as { title: string }[]), ...(base['notes'] as { text: string }[])];
    const words = [
      name,
      workflow.description,
      ...workflow.nodes.map(({ title }) => title),
      ...boards.map((board) => ('title' in board ? board.title : board.text)),
      ...workflow.nodes
        .filter(({ type }) => type === 'input' || type === 'output')
        .map(({ title, params }) => String(params['name'] ?? title)),
    ];
    expect([template, words.filter((word) => !/\p{Script=Han}/u.test(word))]).toEqual([template, []]);
    const outputs = workflow.nodes.filter(({ type }) => type === 'output').map(({ title }) => title);
    expect(new Set(outputs).size).toBe(outputs.length);
  }
});

test('a template brings the files that it names, by their content', async () => {
  const home = temporaryHome();
  const client = await enter(await startServer(home));
  for (const [template, files] of Object.entries({
    'product-photo-to-clip': ['mug.png'],
    'read-a-document': ['menu.pdf'],
    'alt-text': ['lake.png', 'mug.png', 'kite.png'],
    'translate-and-dub': ['welcome.mp3'],
  })) {
    const { base } = await client.call('workflow.create', { template });
    expect(JSON.stringify(base)).not.toContain('media/');
    for (const name of files) {
      const hash = createHash('sha256')
        .update(fs.readFileSync(new URL(`media/${name}`, examples)))
        .digest('hex');
      expect(JSON.stringify(base)).toContain(JSON.stringify({ artifact: `sha256:${hash}`, name }));
      const stored = fs.readdirSync(path.join(home, 'artifacts'), { recursive: true, encoding: 'utf8' });
      expect(stored.some((file) => file.includes(hash))).toBe(true);
    }
  }
});
