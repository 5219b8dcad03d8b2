import { useEffect } from 'react';
import { t, useLanguage } from '../i18n/index.ts';
import { documentName } from '../store/document-actions.ts';
import { useDocuments } from '../store/documents.ts';
import { setWindowTitle } from '../store/run-news.ts';
import { useView } from '../store/view.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { Banners } from './banners.tsx';
import { BottomPanel } from './bottom-panel.tsx';
import { Home } from './home.tsx';
import { Announcer, Notices } from './notices.tsx';
import { Overlays } from './overlays.tsx';
import { TopBar } from './top-bar.tsx';
import { Workspace } from './workspace.tsx';

/** The whole window: tabs above, palette left, canvas in the middle, inspector right, runs and tasks below. */
export function Shell() {
  useLanguage();
  const active = useDocuments((state) => state.active);
  const isStart = useView((state) => state.overlay === 'start');
  const name = useDocuments((state) => (active === undefined ? '' : state.documents[active]?.view.workflow.name));
  useEffect(() => {
    const title = active === undefined ? t('app.name') : `${documentName(active)} · ${t('app.name')}`;
    // The name is read through `documentName`, which gives the nameless a word too.
    if (name !== undefined) setWindowTitle(title);
  }, [active, name]);
  return (
    <TooltipProvider>
      <div className="flex h-full flex-col">
        <TopBar />
        <Banners />
        <div className="relative flex min-h-0 flex-1">
          {active === undefined || isStart ? (
            <div data-pane="centre" className="min-w-0 flex-1">
              <Home />
            </div>
          ) : (
            <Workspace draft={active} />
          )}
        </div>
        <BottomPanel />
      </div>
      <Overlays />
      <Notices />
      <Announcer />
    </TooltipProvider>
  );
}
