import { localText, t } from '../i18n/index.ts';
import { useSession } from '../store/session.ts';
import { TemplateSketch } from './template-sketch.tsx';

/** The workflows that come with the program, as cards. */
export function TemplateGallery({ onChoose }: { readonly onChoose: (template: string) => void }) {
  const templates = useSession((state) => state.templates);
  if (templates.length === 0) return <p className="text-dim">{t('templates.none')}</p>;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-3">
      {templates.map((template) => (
        <li key={template.id}>
          <button
            type="button"
            onClick={() => onChoose(template.id)}
            className="flex h-full w-full cursor-default flex-col gap-1.5 rounded-lg border border-line bg-card p-3 text-left shadow-card transition-colors duration-100 hover:border-faint"
          >
            <TemplateSketch sketch={template.sketch} />
            <span className="mt-1 flex items-baseline justify-between gap-2">
              <span className="font-semibold">{localText(template.name)}</span>
              <span className="shrink-0 text-small text-faint">{t('documents.nodes', { count: template.nodes })}</span>
            </span>
            <span className="text-dim">{localText(template.summary)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
