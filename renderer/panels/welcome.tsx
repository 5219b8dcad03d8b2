import { FlaskConical, KeyRound, LayoutTemplate } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { attempt, runCommand } from '../commands/registry.ts';
import { currentLanguage, t } from '../i18n/index.ts';
import { changeSettings, useSession } from '../store/session.ts';
import { Segmented } from '../ui/segmented.tsx';
import { TemplateGallery } from './template-gallery.tsx';
import { Mark } from './top-bar.tsx';

const ConnectionForm = lazy(() =>
  import('./settings/connection-form.tsx').then((module) => ({ default: module.ConnectionForm })),
);

/** The first start: try it for nothing, bring a key, or only look around. Nothing is chosen for people. */
export function Welcome() {
  const practice = useSession((state) => state.connections.find((connection) => connection.practice));
  const hasChosen = useSession((state) => state.settings.connection !== undefined);
  const [isEntering, setEntering] = useState(false);
  const done = (): void => attempt(() => changeSettings({ welcomed: true }));
  return (
    <>
      <header className="flex items-start gap-4">
        <Mark size={40} />
        <div className="flex-1">
          <h1 className="text-[26px] leading-8 font-semibold">{t('welcome.title')}</h1>
          <p className="mt-1 text-[15px] text-dim">{t('welcome.text')}</p>
        </div>
        <LanguageChoice />
      </header>
      <section aria-label={t('welcome.how')} className="grid grid-cols-2 gap-3">
        <Choice
          icon={<FlaskConical size={20} />}
          title={t('welcome.practice')}
          text={t('welcome.practice.text')}
          striped
          isChosen={practice !== undefined && hasChosen && !isEntering}
          disabled={practice === undefined}
          onChoose={() => attempt(() => changeSettings({ connection: practice?.name }))}
        />
        <Choice
          icon={<KeyRound size={20} />}
          title={t('welcome.key')}
          text={t('welcome.key.text')}
          isChosen={isEntering}
          onChoose={() => setEntering(!isEntering)}
        />
      </section>
      {isEntering ? (
        <section className="rounded-lg border border-line bg-card p-4">
          <Suspense fallback={<p className="text-dim">{t('ui.loading')}</p>}>
            <ConnectionForm connection={undefined} onDone={() => setEntering(false)} />
          </Suspense>
        </section>
      ) : null}
      <section>
        <h2 className="mb-2 flex items-center gap-2 font-semibold">
          <LayoutTemplate size={16} className="text-dim" aria-hidden />
          {t('welcome.templates')}
        </h2>
        <TemplateGallery
          onChoose={(template) => {
            done();
            runCommand('document.new', template);
          }}
        />
      </section>
      <p className="text-dim">
        <button
          type="button"
          className="cursor-default text-accent underline-offset-2 hover:underline"
          onClick={() => {
            done();
            runCommand('document.new');
          }}
        >
          {t('welcome.empty')}
        </button>
      </p>
    </>
  );
}

function LanguageChoice() {
  return (
    <div className="w-44">
      <Segmented
        label={t('settings.language')}
        value={currentLanguage()}
        onChange={(language) => attempt(() => changeSettings({ language }))}
        options={[
          { value: 'en', label: t('language.en') },
          { value: 'zh-CN', label: t('language.zh-CN') },
        ]}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly striped?: boolean;
  readonly disabled?: boolean;
}

function Choice({ icon, title, text, isChosen, onChoose, striped, disabled }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      disabled={disabled}
      onClick={onChoose}
      className={`flex cursor-default gap-3 rounded-lg border p-4 text-left shadow-card disabled:opacity-50 ${
        isChosen ? 'border-accent bg-card' : 'border-line bg-card hover:border-faint'
      }`}
    >
      <span
        className={`flex size-10 shrink-0 items-center justify-center rounded-md border border-line ${striped === true ? 'striped text-warn' : 'text-accent'}`}
      >
        {icon}
      </span>
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-dim">{text}</span>
      </span>
    </button>
  );
}
