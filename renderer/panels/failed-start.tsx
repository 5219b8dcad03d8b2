import type { ErrorInfo } from '#core/errors';
import { t } from '../i18n/index.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Mark } from './top-bar.tsx';

/** What stands there when the window cannot begin at all. */
export function FailedStart({ error }: { readonly error: ErrorInfo }) {
  return (
    <main className="flex h-full items-center justify-center p-6">
      <div className="flex w-110 flex-col gap-4">
        <h1 className="flex items-center gap-2 text-[17px] font-semibold">
          <Mark size={26} />
          {t('start.failed')}
        </h1>
        <ErrorBox error={error} />
        <div>
          <Button tone="primary" onClick={() => location.reload()}>
            {t('start.again')}
          </Button>
        </div>
      </div>
    </main>
  );
}
