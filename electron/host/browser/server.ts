import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#core/errors';
import { systemCode } from '../../store/file-errors.ts';
import type { App } from '../app/app.ts';
import { createThumbnails } from '../media/thumbnails.ts';
import { createServices } from '../services/services.ts';
import { answer } from './routes.ts';
import { createBrowserSessions } from './sessions.ts';

const host = '127.0.0.1';

export interface BrowserHostOptions {
  readonly app: App;
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
  /** Leaves runs to be resumed, writes drafts, ends. */
  close(): Promise<void>;
  /** While closing: does not wait for requests under way. */
  abortNow(): void;
}

/**
 * Serves the editor to browsers of this machine.
 * @throws AppError `usage.invalid` when the port is taken, `file.*` for a file that cannot be opened
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { app } = options;
  const services = createServices(app, { host: 'browser' });
  try {
    for (const file of options.files ?? []) await services.openFile(file);
    const token = randomBytes(32).toString('base64url');
    let port = options.port;
    const sessions = createBrowserSessions(services, token, () => port);
    const screen = options.screen ?? fileURLToPath(new URL('./renderer', import.meta.url));
    const routes = { app, sessions, thumbnails: createThumbnails(app), screen: path.resolve(screen), port: () => port };
    const server = createServer((request, response) => void answer(routes, request, response));
    // Large files may take as long as they take; a head that does not end may not.
    server.requestTimeout = 0;
    server.headersTimeout = 20_000;
    port = await listen(server, options.port);
    return {
      url: `http://${host}:${port}/#token=${token}`,
      async close() {
        server.close();
        sessions.close();
        server.closeIdleConnections();
        await services.close();
        server.closeAllConnections();
      },
      abortNow: () => services.abortNow(),
    };
  } catch (error) {
    await services.close();
    throw error;
  }
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
  return new AppError('usage.invalid', `Port ${port} is taken.`, { hint: 'Choose another one with --port, or none.' });
}
