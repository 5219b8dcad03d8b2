import { api } from '../api.ts';
import { attempt } from '../commands/registry.ts';
import type { Placed } from '../document/arrange.ts';
import { type Clipping, parseClipping } from '../document/clipboard.ts';
import { addNode, type Change, freeId, newNode, type Point, together } from '../document/edits.ts';
import { freePlace } from '../document/free-place.ts';
import { t } from '../i18n/index.ts';
import { editDocument } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { announce, notifyError, select } from '../store/view.ts';
import { addNodeAt, clippingOfSelection, cornerOf, freeCorner, pasteAt, removeSelection } from './actions.ts';
import { roomyElements } from './arranging.ts';
import { canvasOf } from './canvas-handle.ts';
import { makeFacts } from './facts.ts';
import { roomOf } from './room.ts';

/** What was copied last here; for the menu, which may not read the clipboard of the system. */
let lastCopied: { readonly text: string; readonly clipping: Clipping } | undefined;

/** The selection as text for the clipboard. */
export function copyText(draft: string): string | undefined {
  const clipping = clippingOfSelection(draft);
  if (clipping === undefined) return undefined;
  const text = JSON.stringify(clipping, null, 2);
  lastCopied = { text, clipping };
  return text;
}

/** Copies by command. Where the clipboard is closed, pasting here still works. */
export async function copySelection(draft: string): Promise<void> {
  const text = copyText(draft);
  if (text === undefined) return;
  announce(t('command.copy'));
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // The page has no focus or no right to the clipboard; `lastCopied` stands in.
  }
}

export async function cutSelection(draft: string): Promise<void> {
  await copySelection(draft);
  removeSelection(draft, 'edit.cut');
}

/** Pastes by command, where no paste event brings the text along. */
export async function pasteByCommand(draft: string): Promise<void> {
  let text = lastCopied?.text ?? '';
  try {
    text = (await navigator.clipboard.readText()) || text;
  } catch {
    // Reading the clipboard was not allowed; what was copied here is pasted.
  }
  pasteText(draft, text);
}

/** Pastes a text: a clipping becomes its nodes, any other text a prompt. */
export function pasteText(draft: string, text: string): void {
  const canvas = canvasOf(draft);
  if (canvas === undefined || text.trim() === '') return;
  const clipping = parseClipping(text.trim());
  if (clipping === undefined) {
    addNodeAt(draft, 'prompt', canvas.toCanvas(canvas.pointer()), { params: { text } });
    return;
  }
  // Beside what was copied when that is in sight, else under the pointer.
  const corner = cornerOf(clipping);
  const isOwn = lastCopied?.text === text.trim();
  const wished = isOwn && isInSight(draft, corner) ? corner : canvas.toCanvas(canvas.pointer());
  pasteAt(draft, clipping, freeCorner(draft, clipping, wished), 'edit.paste');
}

function isInSight(draft: string, point: Point): boolean {
  const canvas = canvasOf(draft);
  if (canvas === undefined) return false;
  const centre = canvas.centre();
  const edge = canvas.toCanvas({ x: 0, y: 0 });
  return Math.abs(point.x - centre.x) < centre.x - edge.x && Math.abs(point.y - centre.y) < centre.y - edge.y;
}

/** Takes files in and makes a node of each; those that cannot be taken are said and do not stop the others. */
export async function addFiles(draft: string, files: readonly File[], place: Point): Promise<void> {
  const answers = await Promise.allSettled(
    files.map(async (file) => {
      const name = file.name === '' ? 'file' : file.name;
      announce(t('canvas.importing', { name }));
      return { name, imported: await api().importFile(file, name) };
    }),
  );
  const ids: string[] = [];
  const taken: Placed[] = roomyElements(draft);
  const changes = answers.flatMap((answer): Change[] => {
    if (answer.status === 'rejected') {
      notifyError(answer.reason);
      return [];
    }
    const { name, imported } = answer.value;
    const { artifact, path } = imported.file;
    const file = { ...(artifact !== undefined && { artifact }), ...(path !== undefined && { path }), name };
    const { kind, width, height } = imported.media;
    const size = { ...(width !== undefined && height !== undefined && { size: `${width}x${height}` }) };
    const facts = makeFacts(newNode(registry, '', 'file', place, size), registry);
    const box = { ...place, width: facts.width, height: roomOf(facts, kind) };
    const at = freePlace(box, taken);
    taken.push({ ...box, ...at, id: name });
    return [
      (document) => {
        const id = freeId(document, 'nodes', 'file');
        ids.push(id);
        addNode({ ...newNode(registry, id, 'file', at, { file }), title: name.slice(0, 200) })(document);
      },
    ];
  });
  if (changes.length === 0) return;
  editDocument(draft, 'edit.addFiles', together(...changes));
  select(draft, ids);
}

/** What a drop or a paste brought: files first, then text. Says whether it was something. */
export function takeTransfer(draft: string, transfer: DataTransfer, place: Point): boolean {
  const files = [...transfer.files];
  if (files.length > 0) {
    attempt(() => addFiles(draft, files, place));
    return true;
  }
  const text = transfer.getData('text/plain');
  if (text.trim() === '') return false;
  pasteText(draft, text);
  return true;
}
