import { useConnection } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/index.ts';
import { useCanvas } from './canvas-store.ts';
import { typeName } from './type-name.ts';
import { portKey, type Refusal } from './wiring.ts';

/** Why a port refuses the wire, in words, beside the pointer. */
export function WireHint() {
  const wiring = useCanvas((state) => state.wiring);
  const target = useConnection((connection) => {
    const handle = connection.inProgress ? connection.toHandle : null;
    return handle === null ? undefined : portKey({ node: handle.nodeId, port: handle.id ?? '' }, sideOf(handle.type));
  });
  const box = useRef<HTMLDivElement>(null);
  const isWiring = wiring !== undefined;
  useEffect(() => {
    // What follows the pointer makes the browser work out the page's style for every movement.
    if (!isWiring) return;
    const onMove = (event: PointerEvent): void => {
      const element = box.current;
      if (element !== null) element.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 14}px)`;
    };
    window.addEventListener('pointermove', onMove, true);
    return () => window.removeEventListener('pointermove', onMove, true);
  }, [isWiring]);
  const verdict = target === undefined ? undefined : wiring?.verdicts.get(target);
  const text =
    wiring === undefined || verdict === undefined
      ? ''
      : verdict.fits
        ? verdict.replaces
          ? t('wire.replaces')
          : ''
        : refusalText(verdict.refusal);
  return (
    <div
      ref={box}
      className={verdict?.fits === false ? 'wire-hint refused' : 'wire-hint'}
      role="status"
      hidden={text === ''}
      style={{ transform: 'translate(-1000px, -1000px)' }}
    >
      {text}
    </div>
  );
}

export function sideOf(type: string | null | undefined): 'input' | 'output' {
  return type === 'target' ? 'input' : 'output';
}

/** A refusal as a sentence. */
export function refusalText(refusal: Refusal): string {
  return refusal.why === 'type'
    ? t('wire.refused.type', { from: typeName(refusal.from), to: typeName(refusal.to) })
    : t(`wire.refused.${refusal.why}`);
}
