import { useStoreApi, ViewportPortal } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';

/** Between two dots, on the canvas. */
const gap = 20;
/** Closer than this on the screen they would be a haze: then there is a dot at every second, fourth … place only. */
const leastGap = 11;
const radius = 0.7;
/**
 * How far the field reaches beyond what is in sight, in pixels of the screen. What lies behind the whole of a layer makes
 * one without gaps of it. (It reaches to the origin of the canvas too, since to the browser every wire begins there.)
 */
const reach = 3000;

/**
 * The dots behind the graph lie on the canvas itself and are pulled along with it: one layer without gaps, which the
 * browser only has to shift. React Flow's own background is drawn anew with every movement.
 */
export function Dots() {
  const store = useStoreApi();
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let drawnStep = 0;
    let drawnRadius = 0;
    let [left, top, right, bottom] = [0, 0, 0, 0];
    const show = (): void => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const step = stepAt(zoom);
      const size = Math.max(0.6 / zoom, radius * Math.min(1, 1.5 / zoom));
      const [seenLeft, seenTop] = [-x / zoom, -y / zoom];
      const [seenRight, seenBottom] = [seenLeft + width / zoom, seenTop + height / zoom];
      const isCovered = left <= seenLeft && top <= seenTop && right >= seenRight && bottom >= seenBottom;
      const style = element.current?.style;
      if (style === undefined || (isCovered && step === drawnStep && size === drawnRadius)) return;
      [drawnStep, drawnRadius] = [step, size];
      const around = reach / zoom;
      [left, top] = [cellAt(Math.min(0, seenLeft - around), step), cellAt(Math.min(0, seenTop - around), step)];
      [right, bottom] = [Math.max(0, seenRight + around), Math.max(0, seenBottom + around)];
      style.backgroundSize = `${step}px ${step}px`;
      style.setProperty('--radius', `${size}px`);
      Object.assign(style, { left: `${left}px`, top: `${top}px` });
      Object.assign(style, { width: `${right - left}px`, height: `${bottom - top}px` });
    };
    show();
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) show();
    });
  }, [store]);
  return (
    <ViewportPortal>
      <div ref={element} className="dots" aria-hidden />
    </ViewportPortal>
  );
}

/** Where a cell begins: the middle of it, where its dot is, lies on a multiple of the gap. */
function cellAt(place: number, step: number): number {
  return (Math.floor(place / step) - 0.5) * step;
}

/** Between two dots that are drawn, on the canvas. */
function stepAt(zoom: number): number {
  return gap * 2 ** Math.max(0, Math.ceil(Math.log2(leastGap / (gap * zoom))));
}
