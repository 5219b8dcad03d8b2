import { AppError } from '#core/errors';
import type { CallName, Handlers } from '#core/services/contract';
import { version } from '../app/version.ts';
import { viewConnections } from './connections/views.ts';
import type { ServicesContext } from './context.ts';
import type { ClientSession } from './session.ts';
import { listTemplates } from './workflows/templates.ts';
import { recentEntries } from './workflows/workflow-calls.ts';

type AppCalls = Pick<Handlers, Extract<CallName, `app.${string}` | `settings.${string}`>>;

/** The first screen and the settings. */
export function appCalls(context: ServicesContext, session: ClientSession): AppCalls {
  const { app, drafts, keys, openDrafts, sessions, settings } = context;
  return {
    'app.start': () => ({
      version,
      host: session.host,
      settings: settings.read(),
      connections: viewConnections(app, keys),
      recents: recentEntries(context),
      open: drafts.list().map(({ id, meta }) => ({
        draft: id,
        ...(meta.path !== undefined && { path: meta.path }),
        name: meta.name,
        elsewhere: openDrafts.isElsewhere(id, session),
      })),
      templates: listTemplates(),
    }),

    'settings.change'(change) {
      // A page of a browser must not get at other folders by calling them the workflows folder.
      if (session.host === 'browser' && change.workflows !== undefined) {
        if (change.workflows !== settings.read().workflows) throw folderIsFixed();
      }
      const changed = settings.change(change);
      sessions.broadcast('settings.changed', changed);
      return changed;
    },
  };
}

function folderIsFixed(): AppError {
  return new AppError('usage.invalid', 'The workflows folder cannot be changed from a browser.', {
    hint: 'Change "workflows" in settings.json of the home folder, or use the desktop program.',
    place: { field: 'workflows' },
  });
}
