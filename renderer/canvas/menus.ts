import { type MouseEvent, useCallback } from 'react';
import { type MenuLine, menuOf } from '../commands/menu-entries.ts';
import { t } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { useDocuments } from '../store/documents.ts';
import { revealNode, select, selectionOf } from '../store/view.ts';
import { openContextMenu } from '../ui/context-menu.tsx';
import { canvasOf } from './canvas-handle.ts';

const arrange: readonly MenuLine[] = [
  'canvas.alignLeft',
  'canvas.alignTop',
  'canvas.alignGrid',
  'canvas.spreadColumns',
  'canvas.spreadRows',
  '-',
  'canvas.layout',
];
const edits: readonly MenuLine[] = ['canvas.copy', 'canvas.cut', 'canvas.duplicate'];
const modes: readonly MenuLine[] = [
  'canvas.bypass',
  'canvas.mute',
  'canvas.collapse',
  'canvas.pin',
  'canvas.variation',
  'canvas.addFrame',
];

function nodeMenu(node: string): readonly MenuLine[] {
  return [
    'canvas.view',
    '-',
    'run.selection',
    ['run.to', { node }],
    ['run.from', { node }],
    'run.selection-fresh',
    'run.retry',
    '-',
    'canvas.rename',
    'canvas.wire',
    'canvas.nextWire',
    '-',
    ...edits,
    '-',
    ...modes,
    '-',
    'canvas.delete',
  ];
}

function selectionMenu(): readonly MenuLine[] {
  return [
    'run.selection',
    'run.selection-fresh',
    '-',
    ...edits,
    '-',
    ...modes,
    { kind: 'more', id: 'arrange', label: t('group.arrange'), entries: menuOf(arrange) },
    '-',
    'canvas.delete',
  ];
}

const elementMenu: readonly MenuLine[] = ['canvas.rename', '-', ...edits, '-', 'canvas.delete'];

function edgeMenu(draft: string, edge: string): readonly MenuLine[] {
  const found = useDocuments.getState().documents[draft]?.view.workflow.edges.find((entry) => entry.id === edge);
  if (found === undefined) return ['canvas.delete'];
  const go = (node: string) => ({
    id: `go ${node}`,
    label: t('menu.goTo', { name: nodeName(draft, node) }),
    onSelect: () => revealNode(draft, node),
  });
  return [['canvas.insert', { edge }], '-', go(found.from.node), go(found.to.node), '-', 'canvas.delete'];
}

function paneMenu(): readonly MenuLine[] {
  return [
    'canvas.add',
    'canvas.addNote',
    'canvas.addFrame',
    'canvas.paste',
    '-',
    'canvas.selectAll',
    'canvas.layout',
    '-',
    'run.plan',
    '-',
    'canvas.zoomFit',
    'canvas.zoomOne',
  ];
}

/** What was meant: what lies under the pointer, or by keyboard what has the focus, else the selection. */
function meant(draft: string, target: Element): { kind: 'node' | 'element' | 'several' | 'edge' | 'pane'; id: string } {
  const id = target.closest('.react-flow__node')?.getAttribute('data-id');
  const edge = target.closest('.react-flow__edge')?.getAttribute('data-id');
  const selection = selectionOf(draft);
  if (edge != null) {
    select(draft, [], [edge]);
    return { kind: 'edge', id: edge };
  }
  const isSelection = target.closest('.react-flow__nodesselection') !== null;
  if (id != null && !selection.has(id)) select(draft, [id]);
  const chosen = [...selectionOf(draft)];
  if (isSelection || (id != null && chosen.length > 1)) return { kind: 'several', id: '' };
  if (id == null) return { kind: 'pane', id: '' };
  const isNode = useDocuments.getState().documents[draft]?.view.graph.nodes.has(id) === true;
  return { kind: isNode ? 'node' : 'element', id };
}

function linesFor(draft: string, { kind, id }: ReturnType<typeof meant>): readonly MenuLine[] {
  switch (kind) {
    case 'node':
      return nodeMenu(id);
    case 'element':
      return elementMenu;
    case 'several':
      return selectionMenu();
    case 'edge':
      return edgeMenu(draft, id);
    case 'pane':
      return paneMenu();
  }
}

/** The menu of the canvas: right click, the Menu key or Shift+F10. Fields keep the menu of the system. */
export function useCanvasMenu(draft: string): (event: MouseEvent<HTMLElement>) => void {
  return useCallback(
    (event) => {
      if (!(event.target instanceof Element)) return;
      if (event.target.closest('input, textarea, [contenteditable], [role="dialog"], video[controls]') !== null) return;
      const target = meant(draft, event.target);
      // Commands ask where the focus is; a right click does not move it everywhere.
      if (target.kind === 'edge') event.target.closest<SVGElement>('.react-flow__edge')?.focus({ preventScroll: true });
      else if (target.kind !== 'pane') canvasOf(draft)?.focus(target.kind === 'node' ? target.id : undefined);
      else if (event.target.closest('[data-canvas]') !== null) canvasOf(draft)?.focus();
      const label = target.kind === 'node' ? nodeName(draft, target.id) : t(`menu.${target.kind}`);
      openContextMenu(event, label, menuOf(linesFor(draft, target)));
    },
    [draft],
  );
}
