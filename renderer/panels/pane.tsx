import { type PointerEvent, useRef } from 'react';
import { type TextKey, t } from '../i18n/index.ts';
import { type Pane, paneLimits, resizePane, useLayout } from '../store/layout.ts';
import { cx } from '../ui/cx.ts';

const step = 16;

/** The line between a pane and the rest; it is dragged, or moved by the arrow keys. */
export function Resizer({ pane, label }: { readonly pane: Pane; readonly label: TextKey }) {
  const size = useLayout((state) => state[pane]);
  const start = useRef<{ at: number; size: number } | undefined>(undefined);
  const isRow = pane === 'bottom';
  const at = (event: PointerEvent): number => (isRow ? event.clientY : event.clientX);
  // Only the left pane grows to the right.
  const direction = pane === 'left' ? 1 : -1;
  const { min, max } = paneLimits[pane];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no line of a text
    <div
      role="separator"
      tabIndex={0}
      aria-label={t(label)}
      aria-orientation={isRow ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={cx(
        'relative z-10 shrink-0 bg-line outline-none transition-colors duration-100 hover:bg-accent focus-visible:bg-accent',
        isRow
          ? 'h-px cursor-row-resize before:absolute before:inset-x-0 before:-inset-y-1'
          : 'w-px cursor-col-resize before:absolute before:-inset-x-1 before:inset-y-0',
      )}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current === undefined) return;
        resizePane(pane, start.current.size + (at(event) - start.current.at) * direction);
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={() => resizePane(pane, paneLimits[pane].start)}
      onKeyDown={(event) => {
        const forward = isRow ? 'ArrowDown' : 'ArrowRight';
        const back = isRow ? 'ArrowUp' : 'ArrowLeft';
        if (event.key !== forward && event.key !== back) return;
        event.preventDefault();
        resizePane(pane, size + (event.key === forward ? step : -step) * direction);
      }}
    />
  );
}
