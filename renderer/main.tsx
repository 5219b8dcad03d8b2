import { createRoot } from 'react-dom/client';
import { connectApi, provideApi } from './api.ts';
import { startTexts } from './i18n/index.ts';
import { Shell } from './panels/shell.tsx';
import './styles.css';

const root = document.getElementById('root');
if (root !== null) {
  const api = await connectApi();
  provideApi(api);
  const start = await api.call('app.start', {});
  await startTexts(start.settings.language);
  createRoot(root).render(<Shell start={start} />);
}
