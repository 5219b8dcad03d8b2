import type { CallName, Handlers } from '#core/services/contract';
import { version } from '../app/version.ts';
import { viewConnections } from './connections/views.ts';
import type { ServicesContext } from './context.ts';
import type { ClientSession } from './session.ts';
import { listTemplates } from './workflows/templates.ts';
import { recentEntries } from './workflows/workflow-calls.ts';

type AppCalls = Pick<Handlers, Extract<CallName, `app.${string}` | `settings.${string}` | 'window.show'>>;

/** The first screen and the settings. */
export function appCalls(context: ServicesContext, session: ClientSession): AppCalls {
  const { app, drafts, keys, openDrafts, options, paths, sessions, settings } = context;
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

    'window.show'() {
      if (session.host === 'desktop') options.show?.();
      return {};
    },

    'settings.change'(change) {
      const { workflows } = change;
      // A page must not get at any folder by calling it the workflows folder.
      const folder =
        workflows === undefined || workflows === settings.read().workflows
          ? workflows
          : paths.checkFolder(workflows, 'use');
      const changed = settings.change({ ...change, ...(folder !== undefined && { workflows: folder }) });
      sessions.broadcast('settings.changed', changed);
      return changed;
    },
  };
}
