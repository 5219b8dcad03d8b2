import { connectApi } from './api.ts';
import type { Connected } from './screen.tsx';
import { showEarlyTheme } from './store/early-theme.ts';
import './styles.css';

/** Asks the main process while the screen is still being fetched, and says what goes wrong by it. */
async function connect(): Promise<Connected> {
  const api = await connectApi();
  const recipes = api.call('recipe.list', {});
  recipes.catch(() => undefined);
  return { api, recipes, start: await api.call('app.start', {}) };
}

showEarlyTheme();
const element = document.getElementById('root');
if (element !== null) {
  const connected = connect();
  connected.catch(() => undefined);
  const { startScreen } = await import('./screen.tsx');
  await startScreen(element, connected);
}
