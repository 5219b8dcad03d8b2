import { expect, it } from 'vitest';
import { openApp } from '#electron/host/app/app';
import { createServices } from '#electron/host/services/services';
import { openHome } from '#electron/store/home';
import { temporaryHome } from './support/server.ts';

it('an answer to a run that is just being started is told so at once, and does not wait for the end of that run', async () => {
  const app = openApp({}, openHome(temporaryHome()));
  const services = createServices(app);
  const session = { id: 's', host: 'browser', push: () => undefined, isConnected: () => true } as const;
  const { handlers, close } = services.connect(session);
  // It is somebody's, and has no handle before its journal is open.
  const starting = app.live.claim('run_1');
  try {
    const answered = handlers['run.answer']({ run: 'run_1', node: 'chat', item: [], choice: 'give-up' });
    await expect(answered).rejects.toMatchObject({ info: { code: 'run.busy' } });
  } finally {
    starting.release();
    close();
    await services.close();
    await app.close();
  }
});
