import { createRoot } from 'react-dom/client';
import { toAppError } from '#core/errors';
import type { CallOutput } from '#core/services/contract';
import { type Api, provideApi } from './api.ts';
import { documentCommands } from './commands/document-commands.ts';
import { startKeyboard } from './commands/keyboard.ts';
import { registerCommands } from './commands/registry.ts';
import { runCommands } from './commands/run-commands.ts';
import { viewCommands } from './commands/view-commands.ts';
import { startTexts } from './i18n/index.ts';
import { FailedStart } from './panels/failed-start.tsx';
import { prefetchOverlays } from './panels/overlays.tsx';
import { Shell } from './panels/shell.tsx';
import { followBalance } from './store/balance.ts';
import { followFront, restoreDrafts } from './store/document-actions.ts';
import { followRecipes } from './store/documents.ts';
import { followLayout } from './store/layout.ts';
import { followPlans } from './store/plans.ts';
import { followPushes } from './store/pushes.ts';
import { followDialects, refreshRecipes } from './store/registry.ts';
import { followOpenRuns } from './store/run-flow.ts';
import { followVisibility } from './store/run-news.ts';
import { followNetwork, takeStart } from './store/session.ts';
import { refreshTasks } from './store/tasks.ts';
import { followTheme } from './store/theme.ts';
import { notifyError } from './store/view.ts';

/** The main process and what it said first. */
export interface Connected {
  readonly api: Api;
  readonly start: CallOutput<'app.start'>;
  /** Still on its way. */
  readonly recipes: Promise<CallOutput<'recipe.list'>>;
}

/** Draws the window as soon as the main process has answered. */
export async function startScreen(element: HTMLElement, connected: Promise<Connected>): Promise<void> {
  const root = createRoot(element);
  try {
    const { api, start, recipes } = await connected;
    provideApi(api);
    takeStart(start);
    // Nodes of the user's own recipes are drawn right from the start; without them they show as not imported.
    await Promise.all([startTexts(start.settings.language), refreshRecipes(recipes).catch(notifyError)]);
    followTheme();
    followLayout();
    followNetwork();
    followDialects();
    followRecipes();
    followVisibility();
    registerCommands([...documentCommands, ...runCommands, ...viewCommands]);
    startKeyboard();
    followPushes();
    await restoreDrafts(start.open);
    followFront();
    root.render(<Shell />);
    followPlans();
    followBalance();
    // What the first screen does not need comes after it.
    prefetchOverlays();
    await Promise.allSettled([followOpenRuns(), refreshTasks()]);
  } catch (error) {
    await startTexts(undefined);
    root.render(<FailedStart error={toAppError(error).info} />);
  }
}
