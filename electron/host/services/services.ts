import type { Handlers } from '#core/services/contract';
import { openDrafts } from '../../store/drafts.ts';
import { createLibrary } from '../../store/library.ts';
import { openSettings, type SettingsStore } from '../../store/settings.ts';
import type { App } from '../app/app.ts';
import { appCalls } from './app-calls.ts';
import { connectionCalls } from './connections/connection-calls.ts';
import { createPool } from './connections/pool.ts';
import type { ServicesContext, ServicesOptions } from './context.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { fileCalls } from './file-calls.ts';
import { createOneByOne } from './one-by-one.ts';
import { recipeCalls } from './recipe-calls.ts';
import { createBackground } from './runs/background.ts';
import { createRunHub } from './runs/hub.ts';
import { planCalls } from './runs/plan-calls.ts';
import { runCalls } from './runs/run-calls.ts';
import { type ClientSession, createSessions } from './session.ts';
import { taskCalls } from './task-calls.ts';
import { createDraftChanges } from './workflows/draft-changes.ts';
import { folderCalls } from './workflows/folders.ts';
import { openWorkflow } from './workflows/open.ts';
import { createOpenDrafts } from './workflows/open-drafts.ts';
import { createWorkflowPaths } from './workflows/paths.ts';
import { createFileWatch } from './workflows/watch.ts';
import { workflowCalls } from './workflows/workflow-calls.ts';

/** One screen's way to the services. */
export interface ServicesClient {
  readonly handlers: Handlers;
  readonly dispatch: Dispatch;
  /** The screen went away; what it had open stays as drafts. */
  close(): void;
}

/** What is behind the contract, for as many screens as there are. */
export interface Services {
  connect(session: ClientSession): ServicesClient;
  /** The user chose this file outside of the screen, so the screen may open it. */
  allowFile(file: string): void;
  /** Opens a file before there is a screen; it is among the open documents of the first one. @throws AppError `file.*` */
  openFile(file: string): Promise<void>;
  /** The machine slept: asks at once for tasks, and for runs that wait for their connection. */
  wake(): void;
  /** Leaves runs to be resumed and writes what is in memory. */
  close(): Promise<void>;
  /** While closing: does not wait for requests under way. */
  abortNow(): void;
}

/** Puts the services together. Nothing is asked of any gateway before somebody asks for it. */
export function createServices(app: App, options: ServicesOptions = {}): Services {
  const { home } = app;
  const stored = openSettings(home);
  const settings: SettingsStore = {
    ...stored,
    addRecent(file) {
      stored.addRecent(file);
      options.used?.(file);
    },
  };
  const sessions = createSessions();
  const drafts = openDrafts(home);
  const context: ServicesContext = {
    app,
    options,
    settings,
    drafts,
    openDrafts: createOpenDrafts(drafts),
    draftChanges: createDraftChanges(sessions),
    library: createLibrary(home.layer),
    paths: createWorkflowPaths(home.layer, settings),
    watch: createFileWatch(home.layer, (file, revision) =>
      sessions.broadcast('workflow.changed', { path: file, ...(revision !== undefined && { revision }) }),
    ),
    keys: app.keys,
    pool: createPool(app, settings.read),
    hub: createRunHub(app.live, sessions),
    background: createBackground(),
    sessions,
    order: createOneByOne(),
  };
  context.background.start(context);
  app.ownRecipes.onChange(() => sessions.broadcast('recipe.changed', {}));
  app.executor.keeper.onChange(() => sessions.broadcast('task.changed', {}));

  return {
    connect(session) {
      sessions.add(session);
      const handlers: Handlers = {
        ...appCalls(context, session),
        ...workflowCalls(context, session),
        ...planCalls(context),
        ...runCalls(context, session),
        ...taskCalls(context),
        ...connectionCalls(context),
        ...fileCalls(context),
        ...folderCalls(context, session),
        ...recipeCalls(context),
      };
      return {
        handlers,
        dispatch: createDispatch(handlers),
        close() {
          sessions.remove(session);
          context.hub.leave(session);
          context.openDrafts.leave(session);
        },
      };
    },
    allowFile: (file) => context.paths.allow(file),
    async openFile(file) {
      context.paths.allow(file);
      await openWorkflow(context, undefined, file);
    },
    wake() {
      app.executor.waiter.pollNow();
      context.background.look();
    },
    async close() {
      await context.background.stop();
      await app.live.interrupt();
      context.hub.close();
      context.watch.close();
      await context.order.idle();
      await context.drafts.close();
      await context.pool.close();
    },
    abortNow: () => app.live.abortNow(),
  };
}
