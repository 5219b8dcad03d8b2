import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import { systemCode } from '../../store/file-errors.ts';
import type { App } from '../app/app.ts';
import { createThumbnails } from '../media/thumbnails.ts';
import type { Services } from '../services/services.ts';
import { answer } from './routes.ts';
import { createBrowserSessions } from './sessions.ts';

const host = '127.0.0.1';

export interface BrowserHostOptions {
  readonly app: App;
  /** They outlive this host. */
  readonly services: Services;
  /** 0 for any. */
  readonly port: number;
  /** Workflow files that are open from the start. */
  readonly files?: readonly string[];
  /** The folder of the built screen; beside the program when absent. */
  readonly screen?: string;
}

export interface BrowserHost {
  /** The address that opens the editor; it holds the token, so it is for the user only. */
  readonly url: string;
  /** Ends the pages; runs and drafts are the services' matter. */
  close(): Promise<void>;
}

/**
 * Serves the editor to browsers of this machine.
 * @throws AppError `usage.invalid` when the port is taken, `file.*` for a file that cannot be opened
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { app, services } = options;
  for (const file of options.files ?? []) await services.openFile(file);
  const token = randomBytes(32).toString('base64url');
  let port = options.port;
  const sessions = createBrowserSessions(services, token, () => port);
  const screen = options.screen ?? builtScreen();
  const routes = { app, sessions, thumbnails: createThumbnails(app), screen: path.resolve(screen), port: () => port };
  const server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
    void answer(routes, request, response);
  });
  // Large files may take as long as they take; a head that does not end may not.
  server.requestTimeout = 0;
  server.headersTimeout = 20_000;
  // Each page holds one, and a browser opens six more at most.
  server.maxConnections = 512;
  port = await listen(server, options.port);
  return {
    url: `http://${host}:${port}/#token=${token}`,
    async close() {
      server.close();
      sessions.close();
      server.closeIdleConnections();
      server.closeAllConnections();
    },
  };
}

/** The built screen lies beside the command, and one folder higher than the window's program. */
function builtScreen(): string {
  const [beside, above] = ['./renderer', '../renderer'].map((at) => fileURLToPath(new URL(at, import.meta.url)));
  return existsSync(path.join(beside ?? '', 'index.html')) ? (beside ?? '') : (above ?? '');
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(systemCode(error) === 'EADDRINUSE' ? portTaken(port) : error));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function portTaken(port: number): AppError {
  const message = say('Port {port} is taken.', '端口 {port} 已被占用。', { port });
  const hint = { en: 'Choose another one with --port, or none.', zh: '请用 --port 换一个端口，或不指定。' };
  return new AppError('usage.invalid', message, { hint });
}
