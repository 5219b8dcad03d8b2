import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { placeElement } from '../../document/bulk.ts';
import { setElementField } from '../../document/edits.ts';
import { t } from '../../i18n/index.ts';
import { editDocument } from '../../store/documents.ts';
import { cx } from '../../ui/cx.ts';
import { startRenaming, useCanvas } from '../canvas-store.ts';
import type { FlowNode } from '../flow-elements.ts';
import { TitleField } from './title.tsx';

/** A frame behind nodes. It is moved by its title and takes along what lies in it. */
export const FrameCard = memo(
  function FrameCard({ id, data, selected }: NodeProps<FlowNode>) {
    const { draft, raw } = data;
    const isRenaming = useCanvas((state) => state.renaming === id);
    const title = typeof raw['title'] === 'string' ? raw['title'] : '';
    return (
      <div className={cx('frame', selected && 'selected')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same by keyboard. */}
        <div className="frame-handle" onDoubleClick={() => startRenaming(id)}>
          {isRenaming ? (
            <TitleField
              value={title}
              placeholder={t('frame.title')}
              label={t('frame.rename')}
              onChange={(value, gesture) =>
                editDocument(draft, 'edit.rename', setElementField('frames', id, 'title', value), gesture)
              }
            />
          ) : (
            <span>{title === '' ? t('frame.title') : title}</span>
          )}
        </div>
        <NodeResizer
          nodeId={id}
          isVisible={selected}
          minWidth={120}
          minHeight={80}
          onResizeEnd={(_event, box) => editDocument(draft, 'edit.resize', placeElement('frames', id, box))}
        />
      </div>
    );
  },
  (before, after) => before.id === after.id && before.data === after.data && before.selected === after.selected,
);
