import { runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/**
 * Why the run that is shown waits for its connection, the disk or another computer, and what has to happen before it goes
 * on.
 */
export function WaitingBanner({ draft }: { readonly draft: string }) {
  const phase = useRuns((state) => shownRun(state, draft)?.phase);
  if (phase?.state !== 'suspended') return null;
  if (phase.why === 'disk' || phase.why === 'home') {
    return (
      <Notice tone="warn" strip>
        {inWords(phase).message}
      </Notice>
    );
  }
  if (phase.why !== 'connection') return null;
  const goesOnByItself = phase.code === undefined || phase.code === 'connection.unreachable';
  return (
    <Notice
      tone="warn"
      strip
      actions={
        <Button size="small" onClick={() => runCommand('view.settings', 'connections')}>
          {t('connection.manage')}
        </Button>
      }
    >
      {t(goesOnByItself ? 'banner.waits' : 'banner.waits-mended')}{' '}
      <span className="text-dim">{inWords(phase).message}</span>
    </Notice>
  );
}
