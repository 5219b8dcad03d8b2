import { AppError } from '#core/errors';
import type { FamilyDialects } from '#core/node/dialects';
import { resolveConnection } from '../../store/connections.ts';
import type { App } from './app.ts';
import type { ConnectionChoice } from './connect.ts';

/** How the chosen connection wants models called; undefined where there is none: who connects to it is told so. */
export function wantedDialects(
  { home, env }: Pick<App, 'home' | 'env'>,
  { connection, practice }: ConnectionChoice,
): FamilyDialects | undefined {
  if (practice === true) return undefined;
  try {
    return resolveConnection({ home, env, connection, needsKey: false }).dialects;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
