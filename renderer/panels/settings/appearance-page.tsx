import { attempt } from '../../commands/registry.ts';
import { currentLanguage, t } from '../../i18n/index.ts';
import { changeSettings, useSession } from '../../store/session.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Page, Row } from './page.tsx';

export function AppearancePage() {
  const theme = useSession((state) => state.settings.theme);
  return (
    <Page title={t('settings.appearance')} text={t('settings.at-once')}>
      <Row label={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={currentLanguage()}
          onChange={(language) => attempt(() => changeSettings({ language }))}
          options={[
            { value: 'en', label: t('language.en') },
            { value: 'zh-CN', label: t('language.zh-CN') },
          ]}
        />
      </Row>
      <Row label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          onChange={(next) => attempt(() => changeSettings({ theme: next }))}
          options={[
            { value: 'system', label: t('theme.system') },
            { value: 'light', label: t('theme.light') },
            { value: 'dark', label: t('theme.dark') },
          ]}
        />
      </Row>
    </Page>
  );
}
