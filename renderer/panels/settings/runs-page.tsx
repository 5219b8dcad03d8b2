import { useState } from 'react';
import { attempt } from '../../commands/registry.ts';
import { t } from '../../i18n/index.ts';
import { useLayout } from '../../store/layout.ts';
import { changeSettings, useSession } from '../../store/session.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { fieldBox } from '../../ui/text-field.tsx';
import { Page, Row } from './page.tsx';

export function RunsPage() {
  const budget = useSession((state) => state.settings.budget);
  const notifyWhenDone = useLayout((state) => state.notifyWhenDone);
  return (
    <Page title={t('settings.runs')} text={t('settings.at-once')}>
      <Row label={t('settings.budget')} help={t('settings.budget.help')}>
        <NumberField
          label={t('settings.budget')}
          value={budget}
          min={0}
          step={0.5}
          prefix="$"
          placeholder={t('plan.no-limit')}
          onChange={(next) => attempt(() => changeSettings({ budget: next ?? null }))}
        />
      </Row>
      <FolderRow />
      <Switch
        label={t('settings.notify')}
        help={t('settings.notify.help')}
        checked={notifyWhenDone}
        onChange={(isWished) => attempt(() => wishNotifications(isWished))}
      />
    </Page>
  );
}

/** The system is asked only when people wish for notifications themselves. */
async function wishNotifications(isWished: boolean): Promise<void> {
  const isAllowed =
    !isWished || !('Notification' in window) ? isWished : (await Notification.requestPermission()) === 'granted';
  useLayout.setState({ notifyWhenDone: isWished && isAllowed });
}

function FolderRow() {
  const folder = useSession((state) => state.settings.workflows);
  const [text, setText] = useState(folder);
  const isChanged = text.trim() !== '' && text !== folder;
  return (
    <Row label={t('settings.folder')} help={t('settings.folder.help')}>
      <form
        className="flex gap-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) attempt(() => changeSettings({ workflows: text.trim() }));
        }}
      >
        <input
          aria-label={t('settings.folder')}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          className={`${fieldBox} h-7 w-full font-mono text-small`}
        />
        {isChanged ? <Button type="submit">{t('ui.apply')}</Button> : null}
      </form>
    </Row>
  );
}
