import { PanelLeftClose } from 'lucide-react';
import { Outline } from '../canvas/outline.tsx';
import { Palette } from '../canvas/palette.tsx';
import { runCommand, shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useLayout } from '../store/layout.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Resizer } from './pane.tsx';

/** What can be added to the graph, or what is in it as a list. */
export function LeftPane({ draft }: { readonly draft: string }) {
  const width = useLayout((state) => state.left);
  const tab = useLayout((state) => state.leftTab);
  return (
    <aside data-pane="left" aria-label={t('pane.left')} className="flex min-h-0 shrink-0 bg-panel">
      <div className="flex min-h-0" style={{ width }}>
        <Tabs
          label={t('pane.left')}
          value={tab}
          onChange={(leftTab) => useLayout.setState({ leftTab })}
          entries={[
            { value: 'palette', label: t('pane.palette'), content: <Palette draft={draft} /> },
            { value: 'outline', label: t('pane.outline'), content: <Outline draft={draft} /> },
          ]}
          side={
            <IconButton
              label={t('pane.fold')}
              keys={shortcutOf('view.palette')}
              small
              className="-mr-1.5"
              onClick={() => runCommand('view.palette')}
            >
              <PanelLeftClose size={15} />
            </IconButton>
          }
        />
      </div>
      <Resizer pane="left" label="pane.left.size" />
    </aside>
  );
}
