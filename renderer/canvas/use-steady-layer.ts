import { useStoreApi } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { useCanvas } from './canvas-store.ts';

/**
 * From the first time that it is pulled the canvas is a layer of its own, which the browser moves as it is instead of
 * drawing it anew; until the zoom changes, since a layer is as sharp as the zoom for which it was drawn. The function ends
 * it too: for what moves within the canvas a layer is of no use. From far it would not be of any either: to keep a layer of
 * a thousand cards costs more than to draw them.
 */
export function useSteadyLayer(): () => void {
  const store = useStoreApi();
  const setSteady = useCallback(
    (isSteady: boolean) => {
      const { domNode } = store.getState();
      if (domNode !== null && domNode.hasAttribute('data-steady') !== isSteady)
        domNode.toggleAttribute('data-steady', isSteady);
    },
    [store],
  );
  useEffect(
    () =>
      store.subscribe(({ transform }, before) => {
        if (transform === before.transform) return;
        setSteady(transform[2] === before.transform[2] && !useCanvas.getState().isFar);
      }),
    [store, setSteady],
  );
  return useCallback(() => setSteady(false), [setSteady]);
}
