import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { AppError } from '#core/errors';
import type { App } from '../app/app.ts';
import type { Thumbnails } from '../media/thumbnails.ts';
import { importFile } from '../services/import-file.ts';
import { isSameSecret, refuseSender } from './gate.ts';
import { serveMedia } from './media.ts';
import { guard, readJsonBody, refuse, sendError, sendJson } from './reply.ts';
import type { BrowserSession, BrowserSessions } from './sessions.ts';
import { serveScreen } from './static-files.ts';

const noSuchPage = { en: 'There is no such page.', zh: '没有这个页面。' };
const openByAddress = {
  en: 'Open Patchbay by the address that "serve" printed.',
  zh: '请用“serve”显示的地址打开 Patchbay。',
};

/** The longest input of a call, in bytes: the largest workflow with some room. */
const longestCall = 96 << 20;

/** How long the body of a request may take before it is known who sends it, in milliseconds. */
const strangersPatience = 10_000;

export interface RouteOptions {
  readonly app: App;
  readonly sessions: BrowserSessions;
  readonly thumbnails: Thumbnails;
  /** The folder of the built screen. */
  readonly screen: string;
  readonly port: () => number;
}

const enterSchema = z.object({ token: z.string() });

/** Answers one request. It never throws. */
export async function answer(options: RouteOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  guard(response);
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const refusal = refuseSender(request, options.port(), isReading ? 'when-given' : 'required');
    if (refusal !== undefined) return refuse(response, refusal.status, refusal.message);
    if (request.method === 'POST' && url.pathname === '/session') return await enter(options, request, response);
    if (isReading && !isPrivate(url.pathname)) {
      if (!(await serveScreen(options.screen, url.pathname, response))) refuse(response, 404, noSuchPage);
      return;
    }
    const session = options.sessions.find(request);
    if (session === undefined) return refuse(response, 401, openByAddress);
    await answerSession(options, session, url, request, response);
  } catch (error) {
    sendError(response, 400, error);
  }
}

function isPrivate(pathname: string): boolean {
  return /^\/(?:session|call|events|leave|import|media|thumb)(?:\/|$)/.test(pathname);
}

async function enter({ sessions }: RouteOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = enterSchema.safeParse(await readJsonBody(request, 4096, strangersPatience));
  const session = parsed.success ? sessions.enter(request, parsed.data.token) : undefined;
  if (session === undefined) return refuse(response, 401, openByAddress);
  const cookie = `${sessions.cookieName}=${session.cookie}; HttpOnly; SameSite=Strict; Path=/`;
  response.setHeader('set-cookie', cookie);
  sendJson(response, 200, linksOf(session));
}

/** What the addresses of media begin with, for this browser only. */
function linksOf({ mediaKey }: BrowserSession): { readonly media: string; readonly thumb: string } {
  return { media: `/media/${mediaKey}/`, thumb: `/thumb/${mediaKey}/` };
}

async function answerSession(
  { app, thumbnails }: RouteOptions,
  session: BrowserSession,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = url;
  const page = pageOf(url, request);
  const route = `${request.method} ${pathname.split('/')[1] ?? ''}`;
  switch (route) {
    case 'GET session':
      if (pathname !== '/session/links') break;
      return sendJson(response, 200, linksOf(session));
    case 'POST call': {
      const name = decodeURIComponent(pathname.slice('/call/'.length));
      const input = await readJsonBody(request, longestCall);
      return sendJson(response, 200, await session.pages.find(page).client.dispatch(name, input));
    }
    case 'GET events':
      if (pathname !== '/events') break;
      return session.pages.find(page).streams.open(request, response);
    case 'POST leave':
      if (pathname !== '/leave') break;
      session.pages.leave(page);
      return sendJson(response, 200, { ok: true, value: {} });
    case 'POST import': {
      if (pathname !== '/import') break;
      const value = await importFile(app, request, url.searchParams.get('name') ?? 'file');
      return sendJson(response, 200, { ok: true, value });
    }
    case 'GET media':
    case 'HEAD media':
    case 'GET thumb':
    case 'HEAD thumb':
      if (!isSameSecret(pathname.split('/')[2] ?? '', session.mediaKey)) break;
      return serveMedia(app, thumbnails, url, request, response);
  }
  refuse(response, 404, noSuchPage);
}

/**
 * Which page of the browser asks: the id that it gave itself when it was loaded. Those without one are one page.
 * @throws AppError `usage.invalid`
 */
function pageOf(url: URL, request: IncomingMessage): string {
  const id = request.headers['x-patchbay-page'] ?? url.searchParams.get('page') ?? '';
  if (typeof id === 'string' && /^[A-Za-z0-9-]{0,64}$/.test(id)) return id;
  throw new AppError('usage.invalid', { en: 'That is not the id of a page.', zh: '这不是页面的 id。' });
}
