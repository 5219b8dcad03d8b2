import { type Command, registerCommands } from '../commands/registry.ts';
import type { Point } from '../document/edits.ts';
import type { TextKey } from '../i18n/index.ts';
import { openViewer } from '../panels/viewer-state.ts';
import { useDocuments } from '../store/documents.ts';
import { selectionOf } from '../store/view.ts';
import { addNoteAt, duplicateSelection, frameSelection, selectAll, selectedEdges, selectedNodes } from './actions.ts';
import { alignSelection, layOut, placedElements } from './arranging.ts';
import { canvasOf } from './canvas-handle.ts';
import { startRenaming, useCanvas } from './canvas-store.ts';
import { areAll, callNodes, canPin, nextVariation, toggleCollapsed, toggleMode, togglePin } from './node-switches.ts';
import { copySelection, cutSelection, pasteByCommand } from './transfer.ts';
import { viewableResults } from './viewable.ts';
import { canStepWires, removeChosen, stepWire } from './wire-steps.ts';

/** Whether keys mean the canvas: the focus is on it, on the outline or nowhere. In dialogs other rules hold. */
function isCanvasFocused(): boolean {
  const element = document.activeElement;
  if (element === null || element === document.body) return true;
  return element.closest('[data-canvas], [data-outline], [role="dialog"]') !== null;
}

function isEditable(draft: string): boolean {
  return useDocuments.getState().documents[draft]?.readOnly === false;
}

/** Opens the search for a node: to the right of the one that is selected, else where the pointer is. */
export function openQuickAdd(draft: string, at?: { readonly x: number; readonly y: number }): void {
  const canvas = canvasOf(draft);
  if (canvas === undefined || !isEditable(draft)) return;
  const beside = at === undefined ? besideSelection(draft) : undefined;
  const screen = beside === undefined ? (at ?? canvas.pointer()) : canvas.toScreen(beside);
  useCanvas.setState({ quickAdd: { draft, screen, place: beside ?? canvas.toCanvas(screen), end: undefined } });
}

/** Where the next node goes when one is selected: there the wire to it is short and straight. */
function besideSelection(draft: string): Point | undefined {
  const [only, ...others] = placedElements(draft, ['nodes'], selectionOf(draft));
  if (only === undefined || others.length > 0) return undefined;
  return { x: only.x + only.width + nextNode.x, y: only.y + nextNode.y };
}

/** From the edge of a card to where the pointer would be to put the next one there. */
const nextNode = { x: 92, y: 18 };

/** What can be looked at of the only selected node. */
function viewOf(draft: string) {
  const [only, ...others] = selectedNodes(draft);
  return only === undefined || others.length > 0 ? [] : viewableResults(draft, only);
}

/** Opens the search for a node that is put into a wire. */
function openInsert(draft: string, edge: string): void {
  const canvas = canvasOf(draft);
  if (canvas === undefined) return;
  const screen = canvas.pointer();
  useCanvas.setState({ quickAdd: { draft, screen, place: canvas.toCanvas(screen), end: undefined, edge } });
}

/** The wire that a command is given, else the only selected one. */
function edgeOf(draft: string, argument: unknown): string | undefined {
  if (typeof argument === 'object' && argument !== null && 'edge' in argument && typeof argument.edge === 'string') {
    return argument.edge;
  }
  const chosen = [...selectedEdges(draft)];
  return chosen.length === 1 ? chosen[0] : undefined;
}

export function openKeyboardWire(draft: string, node: string | undefined = selectedNodes(draft)[0]): void {
  if (node !== undefined) useCanvas.setState({ keyboardWire: { draft, node, port: undefined } });
}

/** Makes the actions of the canvas known as commands for the document that is shown. Returns what takes them back. */
export function registerCanvasCommands(draft: string): () => void {
  const canvas = () => canvasOf(draft);
  const hasElements = (): boolean => isEditable(draft) && isCanvasFocused() && selectionOf(draft).size > 0;
  const hasNodes = (): boolean => isEditable(draft) && isCanvasFocused() && selectedNodes(draft).length > 0;
  const canStep = (): boolean => isCanvasFocused() && canStepWires(draft);
  const hasText = (): boolean => document.getSelection()?.isCollapsed === false;
  const make =
    (group: TextKey) =>
    (
      id: string,
      title: TextKey,
      keys: string[],
      run: Command['run'],
      enabled?: Command['enabled'],
      checked?: Command['checked'],
    ): Command => ({
      id: `canvas.${id}`,
      title,
      group,
      run,
      ...(keys.length > 0 && { keys }),
      ...(enabled !== undefined && { enabled }),
      ...(checked !== undefined && { checked }),
    });
  const view = make('group.canvas');
  const node = make('group.node');
  const arrange = make('group.arrange');
  const several = (): boolean => isEditable(draft) && selectionOf(draft).size > 1;
  const isOpen = (): boolean => isEditable(draft);
  return registerCommands([
    view(
      'add',
      'command.add',
      ['Space'],
      () => openQuickAdd(draft),
      () => isOpen() && isCanvasFocused(),
    ),
    view('zoomIn', 'canvas.zoomIn', ['+', '='], () => canvas()?.zoomBy(1.25), isCanvasFocused),
    view('zoomOut', 'canvas.zoomOut', ['-'], () => canvas()?.zoomBy(0.8), isCanvasFocused),
    view('zoomOne', 'canvas.zoomOne', ['Shift+0'], () => canvas()?.zoomTo(1), isCanvasFocused),
    view('zoomFit', 'canvas.zoomFit', ['Shift+1'], () => canvas()?.fit(), isCanvasFocused),
    view(
      'zoomSelection',
      'canvas.zoomSelection',
      ['Shift+2'],
      () => canvas()?.fit([...selectionOf(draft)]),
      () => isCanvasFocused() && selectionOf(draft).size > 0,
    ),
    view('selectAll', 'command.selectAll', ['Mod+A'], () => selectAll(draft), isCanvasFocused),
    view(
      'addNote',
      'command.addNote',
      ['Shift+N'],
      () => {
        const handle = canvas();
        if (handle !== undefined) addNoteAt(draft, handle.toCanvas(handle.pointer()));
      },
      () => isOpen() && isCanvasFocused(),
    ),
    view(
      'addFrame',
      'command.addFrame',
      ['Mod+G'],
      () => frameSelection(draft),
      () => isOpen() && isCanvasFocused(),
    ),
    view(
      'layout',
      'command.layout',
      ['Shift+L'],
      () => layOut(draft),
      () => isOpen() && isCanvasFocused(),
    ),
    node(
      'copy',
      'command.copy',
      ['Mod+C'],
      () => copySelection(draft),
      () => isCanvasFocused() && selectionOf(draft).size > 0 && !hasText(),
    ),
    node(
      'cut',
      'command.cut',
      ['Mod+X'],
      () => cutSelection(draft),
      () => hasElements() && !hasText(),
    ),
    node(
      'insert',
      'command.insert',
      [],
      (argument) => {
        const edge = edgeOf(draft, argument);
        if (edge !== undefined) openInsert(draft, edge);
      },
      (argument) => isOpen() && edgeOf(draft, argument) !== undefined,
    ),
    // Without keys: the paste event brings the text along, which a command may not read everywhere.
    node('paste', 'command.paste', [], () => pasteByCommand(draft), isOpen),
    node('duplicate', 'command.duplicate', ['Mod+D'], () => duplicateSelection(draft), hasElements),
    node(
      'delete',
      'command.delete',
      ['Delete', 'Backspace'],
      () => removeChosen(draft),
      () => hasElements() || (isEditable(draft) && isCanvasFocused() && selectedEdges(draft).size > 0),
    ),
    node('rename', 'command.rename', ['F2'], () => startRenaming([...selectionOf(draft)][0]), hasElements),
    node('wire', 'command.wire', ['C'], () => openKeyboardWire(draft), hasNodes),
    node('nextWire', 'command.nextWire', ['W'], () => stepWire(draft, 1), canStep),
    node('previousWire', 'command.previousWire', ['Shift+W'], () => stepWire(draft, -1), canStep),
    node(
      'bypass',
      'command.bypass',
      ['B'],
      () => toggleMode(draft, 'bypassed'),
      hasNodes,
      () => areAll(draft, (facts) => facts.mode === 'bypassed'),
    ),
    node(
      'mute',
      'command.mute',
      ['M'],
      () => toggleMode(draft, 'muted'),
      hasNodes,
      () => areAll(draft, (facts) => facts.mode === 'muted'),
    ),
    node(
      'collapse',
      'command.collapse',
      ['H'],
      () => toggleCollapsed(draft),
      hasNodes,
      () => areAll(draft, (facts) => facts.collapsed),
    ),
    node(
      'view',
      'command.view',
      ['O'],
      () => openViewer(viewOf(draft), 0),
      () => isCanvasFocused() && viewOf(draft).length > 0,
    ),
    node(
      'variation',
      'command.variation',
      ['V'],
      () => nextVariation(draft),
      () => hasNodes() && callNodes(draft).length > 0,
    ),
    node(
      'pin',
      'command.pin',
      ['P'],
      () => togglePin(draft),
      () => hasNodes() && canPin(draft),
      () => areAll(draft, (facts) => facts.pinned),
    ),
    arrange('alignLeft', 'command.alignLeft', ['Shift+A'], () => alignSelection(draft, 'left'), several),
    arrange('alignTop', 'command.alignTop', ['Shift+T'], () => alignSelection(draft, 'top'), several),
    arrange('alignGrid', 'command.alignGrid', ['Shift+G'], () => alignSelection(draft, 'grid'), several),
    arrange('spreadColumns', 'command.spreadColumns', [], () => alignSelection(draft, 'columns'), several),
    arrange('spreadRows', 'command.spreadRows', [], () => alignSelection(draft, 'rows'), several),
  ]);
}
