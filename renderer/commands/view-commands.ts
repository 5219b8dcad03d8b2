import { useLayout } from '../store/layout.ts';
import { changeSettings } from '../store/session.ts';
import { type BottomPanel, openOverlay, useView } from '../store/view.ts';
import type { Command } from './registry.ts';

let lastBottom: BottomPanel = 'runs';

function toggleBottom(panel?: BottomPanel): void {
  const { bottom } = useView.getState();
  if (bottom !== undefined) lastBottom = bottom;
  const next = panel ?? lastBottom;
  useView.setState({ bottom: bottom === undefined || (panel !== undefined && bottom !== panel) ? next : undefined });
}

/** The panes of the window in the order in which F6 visits them. */
const panes: readonly string[] = ['top', 'left', 'centre', 'right', 'bottom'];

/** Moves the focus to the next pane, so that the keyboard reaches everything without many steps. */
function nextPane(step: number): void {
  const here = document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? 'bottom';
  const start = panes.indexOf(here);
  for (let distance = 1; distance <= panes.length; distance += 1) {
    const index = (start + step * distance + panes.length * panes.length) % panes.length;
    const pane = document.querySelector(`[data-pane="${panes[index]}"]`);
    // On the canvas the selected node, so that its keys work at once; else the canvas itself.
    const target =
      pane?.querySelector<HTMLElement>('.react-flow__node.selected') ??
      pane?.querySelector<HTMLElement>(
        '[data-focus-first], [data-canvas], button:not([disabled]), input, [tabindex="0"]',
      );
    if (target == null) continue;
    target.focus();
    if (document.activeElement === target) return;
  }
}

/** What changes the window and not the work. */
export const viewCommands: readonly Command[] = [
  {
    id: 'view.commands',
    title: 'command.view.commands',
    group: 'commands.group.view',
    keys: ['Mod+K', 'Mod+Shift+P'],
    everywhere: true,
    run: () => openOverlay(useView.getState().overlay === 'commands' ? undefined : 'commands'),
  },
  {
    id: 'view.help',
    title: 'command.view.help',
    group: 'commands.group.view',
    keys: ['?', 'F1'],
    run: () => openOverlay('help'),
  },
  {
    id: 'view.settings',
    title: 'command.view.settings',
    group: 'commands.group.view',
    keys: ['Mod+,'],
    run: () => openOverlay('settings'),
  },
  {
    id: 'view.import',
    title: 'command.view.import',
    group: 'commands.group.nodes',
    run: () => openOverlay('import'),
  },
  {
    id: 'view.start',
    title: 'command.view.start',
    group: 'commands.group.view',
    run: () => openOverlay(useView.getState().overlay === 'start' ? undefined : 'start'),
  },
  {
    id: 'view.palette',
    title: 'command.view.palette',
    group: 'commands.group.view',
    keys: ['Mod+B'],
    run: () => useView.setState((state) => ({ palette: !state.palette })),
  },
  {
    id: 'view.outline',
    title: 'command.view.outline',
    group: 'commands.group.view',
    keys: ['Mod+Shift+O'],
    run: () => {
      const isShown = useView.getState().palette && useLayout.getState().leftTab === 'outline';
      useLayout.setState({ leftTab: isShown ? 'palette' : 'outline' });
      useView.setState({ palette: true });
    },
  },
  {
    id: 'view.inspector',
    title: 'command.view.inspector',
    group: 'commands.group.view',
    keys: ['Mod+I'],
    run: () => useView.setState((state) => ({ inspector: !state.inspector })),
  },
  {
    id: 'view.bottom',
    title: 'command.view.bottom',
    group: 'commands.group.view',
    keys: ['Mod+J'],
    run: () => toggleBottom(),
  },
  ...(['runs', 'tasks', 'results', 'issues'] as const).map(
    (panel): Command => ({
      id: `view.${panel}`,
      title: `command.view.${panel}`,
      group: 'commands.group.view',
      run: () => toggleBottom(panel),
    }),
  ),
  {
    id: 'view.next-pane',
    title: 'command.view.next-pane',
    group: 'commands.group.view',
    keys: ['F6'],
    run: () => nextPane(1),
  },
  {
    id: 'view.previous-pane',
    title: 'command.view.previous-pane',
    group: 'commands.group.view',
    keys: ['Shift+F6'],
    run: () => nextPane(-1),
  },
  ...(['system', 'light', 'dark'] as const).map(
    (theme): Command => ({
      id: `theme.${theme}`,
      title: `command.theme.${theme}`,
      group: 'commands.group.view',
      run: () => changeSettings({ theme }),
    }),
  ),
  ...(['en', 'zh-CN'] as const).map(
    (language): Command => ({
      id: `language.${language}`,
      title: `command.language.${language}`,
      group: 'commands.group.view',
      run: () => changeSettings({ language }),
    }),
  ),
];
