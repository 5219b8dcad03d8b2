import { useState } from 'react';
import type { FolderView } from '#core/services/document-views';
import { attempt } from '../../commands/registry.ts';
import { t } from '../../i18n/index.ts';
import { useLayout } from '../../store/layout.ts';
import { wantsNotifications, wishNotifications } from '../../store/run-news.ts';
import { changeSettings, chooseFolder, useSession } from '../../store/session.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { FolderPicker } from '../folder-picker.tsx';
import { Page, Row } from './page.tsx';

export function RunsPage() {
  const budget = useSession((state) => state.settings.budget);
  // Drawn again when people decide.
  useLayout((state) => state.notifyWhenDone);
  return (
    <Page title={t('settings.runs')} text={t('settings.at-once')}>
      <Row label={t('settings.budget')} help={t('settings.budget.help')}>
        <NumberField
          label={t('settings.budget')}
          value={budget}
          min={0}
          step={0.5}
          prefix="$"
          placeholder={t('plan.no-budget')}
          onChange={(next) => attempt(() => changeSettings({ budget: next ?? null }))}
        />
      </Row>
      <FolderRow />
      <Switch
        label={t('settings.notify')}
        help={t('settings.notify.help')}
        checked={wantsNotifications()}
        onChange={(isWished) => attempt(() => wishNotifications(isWished))}
      />
    </Page>
  );
}

function FolderRow() {
  const folder = useSession((state) => state.settings.workflows);
  const isDesktop = useSession((state) => state.host === 'desktop');
  const [looked, setLooked] = useState<FolderView | undefined>(undefined);
  const [isChoosing, setChoosing] = useState(false);
  const take = (path: string | undefined): void => {
    if (path === undefined) return;
    attempt(async () => {
      await changeSettings({ workflows: path });
      setChoosing(false);
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <Row label={t('settings.folder')} help={t('settings.folder.help')}>
        <div className="flex items-center gap-2">
          <span className="selectable min-w-0 flex-1 truncate font-mono text-small" title={folder}>
            {folder}
          </span>
          <Button
            size="small"
            aria-expanded={isDesktop ? undefined : isChoosing}
            onClick={() => (isDesktop ? attempt(async () => take(await chooseFolder())) : setChoosing(!isChoosing))}
          >
            {t('folder.change')}
          </Button>
        </div>
      </Row>
      {isChoosing ? (
        <div className="flex h-72 flex-col gap-2">
          <FolderPicker start={folder} onFolder={setLooked} />
          <div className="flex items-center justify-end gap-2">
            {looked === undefined || looked.usable ? null : (
              <p className="flex-1 text-small text-bad">{t('folder.not-usable')}</p>
            )}
            <Button tone="quiet" onClick={() => setChoosing(false)}>
              {t('ui.cancel')}
            </Button>
            <Button tone="primary" disabled={looked?.usable !== true} onClick={() => take(looked?.path)}>
              {t('folder.use')}
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  );
}
