import { Plus } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/index.ts';
import { useSession } from '../../store/session.ts';
import { useView } from '../../store/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { Page } from './page.tsx';

/** The gateways that runs may use. */
export function ConnectionsPage() {
  const connections = useSession((state) => state.connections);
  /** A name, or `''` for a new one. */
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const isConnected = useView((state) => state.isConnected);
  return (
    <Page title={t('settings.connections')} text={t('settings.connections.text')}>
      {connections.length === 0 && edited === undefined ? <EmptyState title={t('connection.empty')} /> : null}
      <ul className="flex flex-col gap-2">
        {connections.map((connection) => (
          <li key={connection.name}>
            {edited === connection.name ? (
              <div className="rounded-lg border border-line bg-card p-4">
                <ConnectionForm connection={connection} onDone={() => setEdited(undefined)} />
              </div>
            ) : (
              <ConnectionCard connection={connection} onEdit={() => setEdited(connection.name)} />
            )}
          </li>
        ))}
      </ul>
      {edited === '' ? (
        <div className="rounded-lg border border-line bg-card p-4">
          <ConnectionForm connection={undefined} onDone={() => setEdited(undefined)} />
        </div>
      ) : (
        <div>
          <Button icon={<Plus size={14} />} disabled={!isConnected} onClick={() => setEdited('')}>
            {t('connection.add')}
          </Button>
        </div>
      )}
    </Page>
  );
}
