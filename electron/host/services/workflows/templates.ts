import { z } from 'zod';
import { AppError } from '#core/errors';
import { openDocument, type WorkflowDocument } from '#core/graph/document';
import type { Settings, Template } from '#core/services/document-views';
import { say } from '#core/text';
import { createId } from '../../../store/ids.ts';
import type { App } from '../../app/app.ts';
import { bringTemplateFiles } from './template-files.ts';
import { templateTexts } from './template-texts.ts';
import { inChinese } from './template-words.ts';

const files: Record<string, string> = import.meta.glob('../../../../examples/*.patchbay', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What the list says of an example; the first screen waits for it, so the whole is read when one is opened. */
const headSchema = z.object({
  name: z.string(),
  description: z.string(),
  nodes: z.array(z.object({ id: z.string(), type: z.string(), position: z.object({ x: z.number(), y: z.number() }) })),
  edges: z.array(z.object({ from: z.object({ node: z.string() }), to: z.object({ node: z.string() }) })),
});

interface LoadedTemplate {
  readonly view: Template;
  readonly text: string;
}

const order = Object.keys(templateTexts);

let loaded: readonly LoadedTemplate[] | undefined;

/** The examples as templates, by their file names; read when they are first asked for. */
function templates(): readonly LoadedTemplate[] {
  loaded ??= Object.entries(files).map(([file, text]) => {
    const id = file.slice(file.lastIndexOf('/') + 1, -'.patchbay'.length);
    const workflow = headSchema.parse(JSON.parse(text));
    const chinese = templateTexts[id];
    return {
      text,
      view: {
        id,
        name: { en: workflow.name, zh: chinese?.name ?? workflow.name },
        summary: { en: workflow.description, zh: chinese?.summary ?? workflow.description },
        nodes: workflow.nodes.length,
        sketch: sketchOf(workflow),
      },
    };
  });
  return loaded;
}

function sketchOf({ nodes, edges }: z.infer<typeof headSchema>): Template['sketch'] {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  return {
    nodes: nodes.map(({ type, position }) => ({ type, ...position })),
    wires: edges.flatMap(({ from, to }): [number, number][] => {
      const [source, target] = [numbers.get(from.node), numbers.get(to.node)];
      return source === undefined || target === undefined ? [] : [[source, target]];
    }),
  };
}

/** In the order of their texts. */
export function listTemplates(): Template[] {
  return templates()
    .map(({ view }) => view)
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/**
 * A new document made from a template, named in the user's language, with the files that it names.
 * @throws AppError `usage.invalid`, `disk.full`, `file.write-failed`
 */
export async function documentFromTemplate(
  app: App,
  id: string,
  language: Settings['language'],
): Promise<WorkflowDocument> {
  const template = templates().find(({ view }) => view.id === id);
  if (template === undefined) {
    const message = say('There is no template "{id}".', '没有模板“{id}”。', { id: id.slice(0, 100) });
    const hint = { en: 'Choose one of the list.', zh: '请从列表中选择。' };
    throw new AppError('usage.invalid', message, { hint, place: { field: 'template' } });
  }
  const texts = template.view;
  const isChinese = language === 'zh-CN';
  const opened = openDocument(JSON.parse(template.text)).document;
  const document = isChinese ? inChinese(opened) : opened;
  return {
    ...document,
    nodes: await bringTemplateFiles(app, document['nodes'] ?? []),
    id: createId('wf'),
    name: isChinese ? texts.name.zh : texts.name.en,
    description: isChinese ? texts.summary.zh : texts.summary.en,
  };
}
