import { ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect } from 'react';
import { t, useLanguage } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { cx } from '../ui/cx.ts';
import { openQuickAdd, registerCanvasCommands } from './canvas-commands.ts';
import { canvasOf } from './canvas-handle.ts';
import { useCanvas } from './canvas-store.ts';
import './canvas.css';
import './cards.css';
import { Flow } from './flow.tsx';
import { KeyboardWire } from './keyboard-wire.tsx';
import { useCanvasMenu } from './menus.ts';
import { QuickAdd } from './quick-add.tsx';
import { takeTransfer } from './transfer.ts';
import { useDrop } from './use-drop.ts';
import { useKeys } from './use-keys.ts';
import { WireHint } from './wire-hint.tsx';

/** The graph of one document. */
export function Canvas({ draft }: { readonly draft: string }) {
  const language = useLanguage();
  const open = useDocuments((state) => state.documents[draft]);
  const isTiny = useCanvas((state) => state.isTiny);
  const isWiring = useCanvas((state) => state.wiring !== undefined);
  const drop = useDrop(draft);
  const onKeyDown = useKeys(draft);
  const onContextMenu = useCanvasMenu(draft);
  useEffect(() => registerCanvasCommands(draft), [draft]);
  usePaste(draft);
  if (open === undefined) return null;
  const isEmpty = open.view.workflow.nodes.length === 0;
  return (
    <ReactFlowProvider key={`${draft} ${language}`}>
      <main
        className={cx('canvas', isWiring && 'wiring', isTiny && 'tiny')}
        data-canvas={draft}
        aria-label={t('canvas.label', { name: open.view.workflow.name })}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        onDoubleClick={(event) => {
          const isPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
          if (isPane) openQuickAdd(draft, { x: event.clientX, y: event.clientY });
        }}
        {...drop}
      >
        <Flow draft={draft} open={open} />
        {isEmpty ? (
          <div className="canvas-empty">
            <p>{t('canvas.empty')}</p>
            <p>{t('canvas.empty.hint')}</p>
          </div>
        ) : null}
        <QuickAdd draft={draft} />
        <KeyboardWire draft={draft} />
        <WireHint />
      </main>
    </ReactFlowProvider>
  );
}

/** Files and texts that are pasted while nobody types. */
function usePaste(draft: string): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { activeElement } = document;
      const isField = activeElement?.closest('input, textarea, select, [contenteditable], [role="dialog"]') != null;
      const canvas = canvasOf(draft);
      if (isField || canvas === undefined || event.clipboardData === null) return;
      if (useDocuments.getState().documents[draft]?.readOnly !== false) return;
      if (takeTransfer(draft, event.clipboardData, canvas.toCanvas(canvas.pointer()))) event.preventDefault();
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [draft]);
}
