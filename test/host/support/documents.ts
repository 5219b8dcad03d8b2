import { createDocument, type WorkflowDocument } from '#core/graph/document';
import type { DraftRow } from '#core/services/document-views';

interface NodeSketch {
  readonly id: string;
  readonly type: string;
  readonly params?: { [key: string]: string | number };
}

/** A document of these nodes and wires (`a.text>b.prompt`). */
export function documentOf(nodes: readonly NodeSketch[], wires: readonly string[] = []): WorkflowDocument {
  return {
    ...createDocument('wf_test', 'Test'),
    nodes: nodes.map(({ id, type, params = {} }) => ({
      id,
      type,
      version: 1,
      title: id,
      position: { x: 0, y: 0 },
      params,
      mode: 'active',
    })),
    edges: wires.map((wire, index) => {
      const [from = '', to = ''] = wire.split('>');
      const port = (text: string) => ({ node: text.split('.')[0] ?? '', port: text.split('.')[1] ?? '' });
      return { id: `e${index}`, from: port(from), to: port(to) };
    }),
  };
}

/** A prompt and an answer to it, which streams. */
export function chatDocument(text = 'Tell me of the sea in five sentences.'): WorkflowDocument {
  return documentOf(
    [
      { id: 'ask', type: 'prompt', params: { text } },
      { id: 'chat', type: 'chat' },
    ],
    ['ask.text>chat.prompt'],
  );
}

/** A prompt, a picture and a film of it: a task at the gateway. */
export function filmDocument(): WorkflowDocument {
  return documentOf(
    [
      { id: 'ask', type: 'prompt', params: { text: 'a lighthouse' } },
      { id: 'film', type: 'video' },
    ],
    ['ask.text>film.prompt'],
  );
}

/** An edit that sets the name. */
export function renaming(id: string, name: string): DraftRow {
  const patch = (value: string) => [{ op: 'replace' as const, path: ['name'], value }];
  return {
    row: 'edit',
    entry: { id, label: 'edit.rename', at: '2026-01-01T00:00:00.000Z', patches: patch(name), inverse: patch('Test') },
  };
}
