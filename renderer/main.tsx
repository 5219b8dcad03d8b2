import { connectApi } from './api.ts';
import { showEarlyTheme } from './store/early-theme.ts';
import './styles.css';

/** Asks the main process while the screen is still being fetched. */
async function connect() {
  const api = await connectApi();
  return { api, start: await api.call('app.start', {}) };
}

showEarlyTheme();
const element = document.getElementById('root');
if (element !== null) {
  const connected = connect();
  // What goes wrong is said by the screen, which waits for the same answer.
  connected.catch(() => undefined);
  const { startScreen } = await import('./screen.tsx');
  await startScreen(element, connected);
}
