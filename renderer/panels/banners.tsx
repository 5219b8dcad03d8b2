import { useEffect, useState } from 'react';
import { attempt, runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { reloadFromDisk, saveAndSay, takeOver } from '../store/document-actions.ts';
import { useDocuments } from '../store/documents.ts';
import { useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { NotifyOffer } from './notify-offer.tsx';
import { WaitingBanner } from './waiting-banner.tsx';

/** What people must know of the window or the document, in a strip; editing goes on below it. */
export function Banners() {
  const active = useDocuments((state) => state.active);
  const isNewer = useDocuments((state) => active !== undefined && state.documents[active]?.isNewer === true);
  const isLent = useDocuments(
    (state) => active !== undefined && state.documents[active] !== undefined && !state.documents[active].lease,
  );
  const problem = useDocuments((state) => state.journalProblem);
  const isAway = useIsAway();
  return (
    <div role="status">
      {isAway ? (
        <Notice tone="warn" strip>
          {t('banner.away')}
        </Notice>
      ) : null}
      {problem !== undefined && !isAway ? (
        <Notice
          tone="bad"
          strip
          actions={
            <Button size="small" onClick={() => runCommand('document.save')}>
              {t('command.document.save')}
            </Button>
          }
        >
          {t('banner.journal')} <span className="text-dim">{inWords(problem).message}</span>
        </Notice>
      ) : null}
      {isLent && active !== undefined ? (
        <Notice
          tone="info"
          strip
          actions={
            <>
              <Button size="small" onClick={() => attempt(() => takeOver(active))}>
                {t('banner.edit-here')}
              </Button>
              <Button size="small" onClick={() => runCommand('document.copy')}>
                {t('command.document.copy')}
              </Button>
            </>
          }
        >
          {t('banner.elsewhere')}
        </Notice>
      ) : null}
      {active === undefined ? null : <WaitingBanner draft={active} />}
      <NotifyOffer />
      {isNewer ? (
        <Notice
          tone="info"
          strip
          actions={
            <Button size="small" onClick={() => runCommand('document.save-as')}>
              {t('command.document.save-as')}
            </Button>
          }
        >
          {t('banner.read-only')}
        </Notice>
      ) : null}
      {active === undefined || isLent ? null : <ChangedBanner draft={active} />}
    </div>
  );
}

/** Milliseconds without the main process before it is said. */
const patience = 1500;

/** Whether the main process has been away for longer than a blink. */
function useIsAway(): boolean {
  const isConnected = useView((state) => state.isConnected);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (isConnected) {
      setAway(false);
      return;
    }
    const timer = setTimeout(() => setAway(true), patience);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return isAway;
}

function ChangedBanner({ draft }: { readonly draft: string }) {
  const changed = useDocuments((state) => state.documents[draft]?.changedOnDisk);
  const isDirty = useDocuments((state) => state.documents[draft]?.dirty === true);
  if (changed === undefined) return null;
  const isGone = changed === null;
  return (
    <Notice
      tone="warn"
      strip
      actions={
        <>
          {isGone ? null : (
            <Button size="small" onClick={() => attempt(() => reloadFromDisk(draft))}>
              {t(isDirty ? 'banner.reload-dirty' : 'banner.reload')}
            </Button>
          )}
          <Button
            size="small"
            onClick={() =>
              attempt(async () => {
                await saveAndSay(draft, { overwrite: true });
              })
            }
          >
            {t(isGone ? 'banner.save-again' : 'banner.keep-mine')}
          </Button>
          <Button size="small" onClick={() => runCommand('document.save-as')}>
            {t('command.document.save-as')}
          </Button>
        </>
      }
    >
      {t(isGone ? 'banner.gone' : isDirty ? 'banner.changed-dirty' : 'banner.changed')}
    </Notice>
  );
}
