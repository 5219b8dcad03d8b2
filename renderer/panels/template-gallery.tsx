import { localText, t } from '../i18n/index.ts';
import { useSession } from '../store/session.ts';

/** The workflows that come with the program, as cards. */
export function TemplateGallery({ onChoose }: { readonly onChoose: (template: string) => void }) {
  const templates = useSession((state) => state.templates);
  if (templates.length === 0) return <p className="text-dim">{t('templates.none')}</p>;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-3">
      {templates.map((template, index) => (
        <li key={template.id}>
          <button
            type="button"
            onClick={() => onChoose(template.id)}
            className="flex h-full w-full cursor-default flex-col gap-1.5 rounded-lg border border-line bg-card p-3 text-left shadow-card transition-colors duration-100 hover:border-faint"
          >
            <TemplateSketch seed={index} nodes={template.nodes} />
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

const colours = ['--t-text', '--t-image', '--t-video', '--t-audio'] as const;

/** A few ports and wires, so that a card looks like what it opens. */
function TemplateSketch({ seed, nodes }: { readonly seed: number; readonly nodes: number }) {
  const columns = Math.min(5, Math.max(3, Math.ceil(nodes / 3)));
  const points = Array.from({ length: columns }, (_, column) => ({
    x: 18 + (column * 170) / (columns - 1),
    y: 20 + ((seed * 7 + column * 13) % 3) * 12,
    colour: `var(${colours[(seed + column) % colours.length] ?? '--t-text'})`,
  }));
  return (
    <svg viewBox="0 0 206 64" className="h-16 w-full rounded-md bg-canvas" aria-hidden="true">
      {points.slice(1).map((to, index) => {
        const from = points[index] ?? to;
        const middle = (from.x + to.x) / 2;
        return (
          <path
            key={`${from.x}`}
            d={`M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`}
            fill="none"
            stroke={from.colour}
            strokeWidth="1.8"
          />
        );
      })}
      {points.map((point) => (
        <g key={`${point.x}`}>
          <rect
            x={point.x - 13}
            y={point.y - 8}
            width="26"
            height="16"
            rx="4"
            fill="var(--card)"
            stroke="var(--line)"
          />
          <rect x={point.x - 9} y={point.y - 4} width="8" height="8" rx="2" fill={point.colour} />
        </g>
      ))}
    </svg>
  );
}
