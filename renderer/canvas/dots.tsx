import { useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';

/** Between two dots, on the canvas. */
const gap = 20;
/** Closer than this on the screen they would be a haze: then there is a dot at every second, fourth … place only. */
const leastGap = 11;
const radius = 0.7;

/**
 * The dots behind the graph. They are drawn for a zoom and then only shifted by less than a gap, which costs next to
 * nothing; React Flow's own background is drawn anew with every movement.
 */
export function Dots() {
  const store = useStoreApi();
  const field = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let drawn = 0;
    const show = (): void => {
      const [x, y, zoom] = store.getState().transform;
      const step = stepAt(zoom);
      const style = field.current?.style;
      if (style === undefined) return;
      if (drawn !== zoom) {
        drawn = zoom;
        style.inset = `${-step}px`;
        style.backgroundSize = `${step}px ${step}px`;
        style.setProperty('--radius', `${Math.max(0.6, radius * Math.min(zoom, 1.5))}px`);
      }
      style.transform = `translate(${shift(x, step)}px, ${shift(y, step)}px)`;
    };
    show();
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform) show();
    });
  }, [store]);
  return <div ref={field} className="dots" aria-hidden />;
}

function stepAt(zoom: number): number {
  const step = gap * zoom;
  return step >= leastGap ? step : step * 2 ** Math.ceil(Math.log2(leastGap / step));
}

/** The middle of a cell, where its dot is, lies on a multiple of the gap. */
function shift(offset: number, step: number): number {
  return (((offset + step / 2) % step) + step) % step;
}
