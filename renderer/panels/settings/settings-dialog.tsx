import { useState } from 'react';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { ConnectionsPage } from './connections-page.tsx';
import { RunsPage } from './runs-page.tsx';

type Page = 'connections' | 'appearance' | 'runs' | 'about';

/** What people choose for themselves. Everything applies at once; there is nothing to confirm. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const [page, setPage] = useState<Page>('connections');
  return (
    <Dialog title={t('settings.title')} onClose={onClose} wide tall>
      <Tabs
        label={t('settings.title')}
        orientation="vertical"
        value={page}
        onChange={setPage}
        entries={[
          { value: 'connections', label: t('settings.connections'), content: <ConnectionsPage /> },
          { value: 'appearance', label: t('settings.appearance'), content: <AppearancePage /> },
          { value: 'runs', label: t('settings.runs'), content: <RunsPage /> },
          { value: 'about', label: t('settings.about'), content: <AboutPage /> },
        ]}
      />
    </Dialog>
  );
}
