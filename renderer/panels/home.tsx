import { FilePlus2, FolderOpen } from 'lucide-react';
import { runCommand } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { TemplateGallery } from './template-gallery.tsx';
import { Mark } from './top-bar.tsx';
import { Welcome } from './welcome.tsx';
import { formatAge } from './words.ts';

/** What stands where no document is open: the welcome of the first start, else ways into work. */
export function Home() {
  const isWelcomed = useSession((state) => state.settings.welcomed);
  return (
    <main
      aria-label={t('home.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="h-full overflow-y-auto dotted outline-none"
    >
      <div className="mx-auto flex max-w-215 flex-col gap-8 px-8 py-12">{isWelcomed ? <Start /> : <Welcome />}</div>
    </main>
  );
}

function Start() {
  const documents = useDocuments((state) => state.documents);
  const drafts = useSession((state) => state.kept);
  const kept = drafts.filter((entry) => documents[entry.draft] === undefined);
  const recents = useSession((state) => state.recents);
  const now = Date.now();
  return (
    <>
      <header className="flex items-center gap-3">
        <Mark size={32} />
        <h1 className="flex-1 text-[22px] font-semibold">{t('home.heading')}</h1>
        <Button icon={<FolderOpen size={15} />} onClick={() => runCommand('document.open')}>
          {t('command.document.open')}
        </Button>
        <Button tone="primary" icon={<FilePlus2 size={15} />} onClick={() => runCommand('document.new')}>
          {t('command.document.new')}
        </Button>
      </header>
      {kept.length === 0 ? null : (
        <section>
          <h2 className="heading mb-2">{t('home.kept')}</h2>
          <ul className="overflow-hidden rounded-lg border border-line bg-card">
            {kept.map((entry) => (
              <FileRow
                key={entry.draft}
                name={entry.name}
                note={entry.elsewhere ? t('documents.elsewhere') : (entry.path ?? t('home.never-saved'))}
                onOpen={() => runCommand('document.restore', entry.draft)}
              />
            ))}
          </ul>
        </section>
      )}
      {recents.length === 0 ? null : (
        <section>
          <h2 className="heading mb-2">{t('documents.recents')}</h2>
          <ul className="overflow-hidden rounded-lg border border-line bg-card">
            {recents.slice(0, 8).map((entry) => (
              <FileRow
                key={entry.path}
                name={entry.name}
                note={`${t('documents.nodes', { count: entry.nodes })} · ${formatAge(entry.changedAt, now)}`}
                onOpen={() => runCommand('document.open-path', entry.path)}
              />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="heading mb-2">{t('documents.templates')}</h2>
        <TemplateGallery onChoose={(template) => runCommand('document.new', template)} />
      </section>
    </>
  );
}

interface FileRowProps {
  readonly name: string;
  readonly note: string;
  readonly onOpen: () => void;
}

function FileRow({ name, note, onOpen }: FileRowProps) {
  return (
    <li className="not-first:border-t border-line">
      <button
        type="button"
        className="flex h-9 w-full cursor-default items-center gap-3 px-3 text-left hover:bg-raise focus-visible:-outline-offset-2"
        onClick={onOpen}
      >
        <span className="min-w-0 flex-1 truncate font-medium">{name === '' ? t('documents.untitled') : name}</span>
        <span className="max-w-1/2 truncate text-small text-dim">{note}</span>
      </button>
    </li>
  );
}
