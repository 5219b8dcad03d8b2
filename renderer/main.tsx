import { createRoot, type Root } from 'react-dom/client';
import { toAppError } from '#core/errors';
import { connectApi, provideApi } from './api.ts';
import { documentCommands } from './commands/document-commands.ts';
import { startKeyboard } from './commands/keyboard.ts';
import { registerCommands } from './commands/registry.ts';
import { runCommands } from './commands/run-commands.ts';
import { viewCommands } from './commands/view-commands.ts';
import { startTexts } from './i18n/index.ts';
import { FailedStart } from './panels/failed-start.tsx';
import { Shell } from './panels/shell.tsx';
import { followFront, restoreDrafts } from './store/document-actions.ts';
import { followLayout } from './store/layout.ts';
import { followPlans } from './store/plans.ts';
import { followPushes } from './store/pushes.ts';
import { followOpenRuns } from './store/run-flow.ts';
import { followVisibility } from './store/run-news.ts';
import { followNetwork, takeStart } from './store/session.ts';
import { refreshTasks } from './store/tasks.ts';
import { followTheme } from './store/theme.ts';
import './styles.css';

async function start(root: Root): Promise<void> {
  const api = await connectApi();
  provideApi(api);
  const answer = await api.call('app.start', {});
  takeStart(answer);
  await startTexts(answer.settings.language);
  followTheme();
  followLayout();
  followNetwork();
  followVisibility();
  registerCommands([...documentCommands, ...runCommands, ...viewCommands]);
  startKeyboard();
  followPushes();
  await restoreDrafts(answer.open);
  followFront();
  root.render(<Shell />);
  followPlans();
  // What the first screen does not need comes after it.
  await Promise.allSettled([followOpenRuns(), refreshTasks()]);
}

const element = document.getElementById('root');
if (element !== null) {
  const root = createRoot(element);
  try {
    await start(root);
  } catch (error) {
    await startTexts(undefined);
    root.render(<FailedStart error={toAppError(error).info} />);
  }
}
