import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { placeElement } from '../../document/bulk.ts';
import { setElementField } from '../../document/edits.ts';
import { t } from '../../i18n/index.ts';
import { editDocument, newGesture } from '../../store/documents.ts';
import { cx } from '../../ui/cx.ts';
import { startRenaming, useCanvas } from '../canvas-store.ts';
import type { FlowNode } from '../flow-elements.ts';

/** Words on the canvas. Double click or Enter writes. */
export const NoteCard = memo(
  function NoteCard({ id, data, selected }: NodeProps<FlowNode>) {
    const { draft, raw } = data;
    const isWriting = useCanvas((state) => state.renaming === id);
    const text = typeof raw['text'] === 'string' ? raw['text'] : '';
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the focused note does the same.
      <div className={cx('note', selected && 'selected')} onDoubleClick={() => startRenaming(id)}>
        {isWriting ? (
          <NoteField draft={draft} id={id} text={text} />
        ) : (
          <p className={text === '' ? 'faint' : ''}>{text === '' ? t('note.placeholder') : text}</p>
        )}
        <NodeResizer
          nodeId={id}
          isVisible={selected && !isWriting}
          minWidth={100}
          minHeight={48}
          onResizeEnd={(_event, box) => editDocument(draft, 'edit.resize', placeElement('notes', id, box))}
        />
      </div>
    );
  },
  (before, after) => before.id === after.id && before.data === after.data && before.selected === after.selected,
);

function NoteField({ draft, id, text }: { readonly draft: string; readonly id: string; readonly text: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gesture = useRef(newGesture());
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <textarea
      ref={field}
      className="nodrag nopan nowheel"
      aria-label={t('note.label')}
      placeholder={t('note.placeholder')}
      value={text}
      onChange={(event) =>
        editDocument(draft, 'edit.note', setElementField('notes', id, 'text', event.target.value), gesture.current)
      }
      onBlur={() => startRenaming(undefined)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        startRenaming(undefined);
        event.currentTarget.closest<HTMLElement>('.react-flow__node')?.focus({ preventScroll: true });
      }}
    />
  );
}
