import { PanelLeftOpen, PanelRightOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Canvas } from '../canvas/canvas.tsx';
import { runCommand, shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { Inspector } from '../params/inspector.tsx';
import { useLayout } from '../store/layout.ts';
import { useView } from '../store/view.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { LeftPane } from './left-pane.tsx';
import { Resizer } from './pane.tsx';
import { PlanPanel } from './plan-panel.tsx';

/** The canvas of one document with its panes. */
export function Workspace({ draft }: { readonly draft: string }) {
  const hasPalette = useView((state) => state.palette);
  const hasInspector = useView((state) => state.inspector);
  const right = useLayout((state) => state.right);
  return (
    <>
      {hasPalette ? <LeftPane draft={draft} /> : null}
      <div data-pane="centre" className="relative min-w-0 flex-1">
        <Canvas key={draft} draft={draft} />
        {hasPalette ? null : (
          <Unfold side="left" command="view.palette" label={t('command.view.palette')}>
            <PanelLeftOpen size={15} />
          </Unfold>
        )}
        {hasInspector ? null : (
          <Unfold side="right" command="view.inspector" label={t('command.view.inspector')}>
            <PanelRightOpen size={15} />
          </Unfold>
        )}
      </div>
      {hasInspector ? (
        <aside data-pane="right" aria-label={t('pane.right')} className="flex min-h-0 shrink-0 bg-panel">
          <Resizer pane="right" label="pane.right.size" />
          <div className="flex min-h-0 flex-col overflow-hidden" style={{ width: right }}>
            <Inspector draft={draft} />
          </div>
        </aside>
      ) : null}
      <PlanPanel />
    </>
  );
}

interface UnfoldProps {
  readonly side: 'left' | 'right';
  readonly command: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** The way back of a folded pane, on the edge where it was. */
function Unfold({ side, command, label, children }: UnfoldProps) {
  return (
    <IconButton
      label={label}
      keys={shortcutOf(command)}
      small
      className={`absolute top-2 z-10 border border-line bg-panel ${side === 'left' ? 'left-2' : 'right-2'}`}
      onClick={() => runCommand(command)}
    >
      {children}
    </IconButton>
  );
}
