import { t } from '../../i18n/index.ts';
import { useSession } from '../../store/session.ts';
import { Mark } from '../top-bar.tsx';
import { Page } from './page.tsx';

export function AboutPage() {
  const version = useSession((state) => state.version);
  const host = useSession((state) => state.host);
  return (
    <Page title={t('settings.about')}>
      <div className="flex items-center gap-3">
        <Mark size={40} />
        <div>
          <p className="text-[15px] font-semibold">{t('about.version', { version })}</p>
          <p className="text-dim">{t(`about.${host}`)}</p>
        </div>
      </div>
      <p className="text-dim">{t('about.text')}</p>
    </Page>
  );
}
