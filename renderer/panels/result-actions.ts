import type { CallInput } from '#core/services/contract';
import { api } from '../api.ts';
import { addNodeAt } from '../canvas/actions.ts';
import { canvasOf } from '../canvas/canvas-handle.ts';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { activeDocument } from '../store/documents.ts';
import { notify, revealNode } from '../store/view.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { fileName, type Result } from './results.ts';
import { loadText } from './stored-text.ts';
import type { NamedResult } from './viewer-state.ts';

/** What is done with a result wherever it is shown. Each throws AppError when it cannot be done. */

function mediaOf(result: Result) {
  return result.content.kind === 'media' ? result.content.media : undefined;
}

/** Saves a copy: the browser or the desktop's own dialog says where. */
export async function saveResult(result: NamedResult): Promise<void> {
  const media = mediaOf(result);
  const link = document.createElement('a');
  if (media?.artifact !== undefined) {
    link.download = fileName(result.name, result.item, media.mime);
    link.href = api().links.original(media.artifact, media.mime);
  } else {
    link.download = fileName(result.name, result.item, 'text/plain');
    link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(await loadText(result.content))}`;
  }
  link.click();
}

export async function copyResult(result: Result): Promise<void> {
  await navigator.clipboard.writeText(await loadText(result.content));
  notify('info', t('ui.copied'));
}

/** Shows what the program wrote in the system's file manager; where there is none it says where the file is. */
export async function showInFolder(what: CallInput<'file.reveal'>): Promise<void> {
  const { shown, path } = await api().call('file.reveal', what);
  if (!shown) notify('info', t('reveal.where', { path }), { copy: path });
}

export async function revealResult({ content, node }: Result): Promise<void> {
  if (content.kind === 'file') await showInFolder({ run: content.run, node, file: content.file });
  else if (content.kind === 'media' && content.media.artifact !== undefined) {
    await showInFolder({ artifact: content.media.artifact });
  }
}

/** Makes a node of a result: a file, or a prompt with the text. */
export async function putOnCanvas(result: NamedResult): Promise<void> {
  const open = activeDocument();
  const canvas = open === undefined ? undefined : canvasOf(open.draft);
  if (open === undefined || canvas === undefined || open.readOnly) return;
  const media = mediaOf(result);
  const name = media === undefined ? '' : fileName(result.name, result.item, media.mime);
  const id =
    media?.artifact === undefined
      ? addNodeAt(open.draft, 'prompt', canvas.centre(), { params: { text: await loadText(result.content) } })
      : addNodeAt(open.draft, 'file', canvas.centre(), { params: { file: { artifact: media.artifact, name } } });
  if (id !== undefined) requestAnimationFrame(() => canvas.show(id));
}

/** The menu of a result. `onView` shows it in full size. */
export function resultMenu(result: NamedResult, onView: () => void): MenuEntry[] {
  const isCopy = result.content.kind === 'file';
  const isFile = mediaOf(result)?.artifact !== undefined;
  const isText = !isCopy && result.content.kind !== 'media';
  const open = activeDocument();
  const entry = (id: string, label: string, action: () => void | Promise<void>): MenuEntry => ({
    id,
    label,
    onSelect: () => attempt(action),
  });
  return [
    ...(isCopy ? [] : [entry('view', t('menu.view'), onView)]),
    ...(isText ? [entry('copy', t('viewer.copy'), () => copyResult(result))] : []),
    ...(isFile || isText ? [entry('save', t('viewer.save'), () => saveResult(result))] : []),
    ...(isFile || isCopy ? [entry('reveal', t('viewer.reveal'), () => revealResult(result))] : []),
    { kind: 'line', id: 'line' },
    ...(open !== undefined && !open.readOnly && (isFile || isText)
      ? [entry('put', t('menu.put'), () => putOnCanvas(result))]
      : []),
    ...(open?.view.graph.nodes.has(result.node) === true
      ? [entry('node', t('menu.showNode'), () => revealNode(open.draft, result.node))]
      : []),
  ];
}
