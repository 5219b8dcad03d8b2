import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useLayout } from '../store/layout.ts';
import { useNow } from '../store/now.ts';
import { longWork, wishNotifications } from '../store/run-news.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Offers to tell when a run ends, once, while there is one that takes long: only then the question makes sense. */
export function NotifyOffer() {
  const isOpen = useLayout((state) => state.notifyWhenDone === undefined);
  const isBrowser = useSession((state) => state.host === 'browser');
  const active = useDocuments((state) => state.active);
  const startedAt = useRuns((state) => {
    const run = shownRun(state, active);
    return isUnderWay(run) && run.phase.state === 'running' ? run.startedAt : undefined;
  });
  const canAsk = isOpen && isBrowser && 'Notification' in window && Notification.permission !== 'denied';
  const now = useNow(canAsk && startedAt !== undefined);
  if (!canAsk || startedAt === undefined || now - Date.parse(startedAt) < longWork) return null;
  return (
    <Notice
      tone="info"
      strip
      actions={
        <>
          <Button size="small" onClick={() => attempt(() => wishNotifications(true))}>
            {t('news.offer.yes')}
          </Button>
          <Button size="small" tone="quiet" onClick={() => useLayout.setState({ notifyWhenDone: false })}>
            {t('news.offer.no')}
          </Button>
        </>
      }
    >
      {t('news.offer')}
    </Notice>
  );
}
