import { useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { canvasOf } from './canvas-handle.ts';

/** Zoom by mouse, for those who have no wheel. */
export function ZoomBar({ draft }: { readonly draft: string }) {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="zoom-bar">
      <IconButton
        small
        side="top"
        label={t('canvas.zoomOut')}
        keys={shortcutOf('canvas.zoomOut')}
        onClick={() => canvasOf(draft)?.zoomBy(0.8)}
      >
        <Minus size={14} />
      </IconButton>
      <button
        type="button"
        aria-label={`${percent} %, ${t('canvas.zoomOne')}`}
        onClick={() => canvasOf(draft)?.zoomTo(1)}
      >
        {percent} %
      </button>
      <IconButton
        small
        side="top"
        label={t('canvas.zoomIn')}
        keys={shortcutOf('canvas.zoomIn')}
        onClick={() => canvasOf(draft)?.zoomBy(1.25)}
      >
        <Plus size={14} />
      </IconButton>
      <IconButton
        small
        side="top"
        label={t('canvas.zoomFit')}
        keys={shortcutOf('canvas.zoomFit')}
        onClick={() => canvasOf(draft)?.fit()}
      >
        <Maximize size={13} />
      </IconButton>
    </div>
  );
}
