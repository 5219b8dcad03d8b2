import type { CallOutput } from '#core/services/contract';
import { Canvas } from '../canvas/canvas.tsx';
import { t, useLanguage } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';

/** The whole window: tabs above, palette left, canvas in the middle, inspector right, runs and tasks below. */
export function Shell(_props: { readonly start: CallOutput<'app.start'> }) {
  useLanguage();
  const active = useDocuments((state) => state.active);
  return (
    <div className="grid h-full grid-rows-[44px_1fr]">
      <header className="flex items-center border-b border-line bg-panel px-3 font-semibold">{t('app.name')}</header>
      {active === undefined ? <main /> : <Canvas draft={active} />}
    </div>
  );
}
