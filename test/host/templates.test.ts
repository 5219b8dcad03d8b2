import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { templateTexts } from '#electron/host/services/workflows/template-texts';
import { enter } from './support/client.ts';
import { startServer, temporaryHome } from './support/server.ts';

const examples = new URL('../../examples/', import.meta.url);

test('templates are offered in the order of their texts', async () => {
  const client = await enter(await startServer(temporaryHome()));
  const { templates } = await client.call('app.start', {});
  expect(templates.map(({ id }) => id)).toEqual(Object.keys(templateTexts));
});

test('a template brings the files that it names, by their content', async () => {
  const home = temporaryHome();
  const client = await enter(await startServer(home));
  for (const [template, files] of Object.entries({
    'product-photo-to-clip': ['mug.png'],
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
