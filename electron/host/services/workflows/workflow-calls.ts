import type { CallName, Handlers } from '#core/services/contract';
import type { WorkflowEntry } from '#core/services/document-views';
import type { ServicesContext } from '../context.ts';
import type { ClientSession } from '../session.ts';
import { closeDraft, createWorkflow, openWorkflow, restoreDraft } from './open.ts';
import { saveWorkflow } from './save.ts';

type WorkflowCalls = Omit<Pick<Handlers, Extract<CallName, `workflow.${string}`> | 'draft.append'>, 'workflow.choose'>;

/** Documents: files, and what was done to them since. */
export function workflowCalls(context: ServicesContext, session: ClientSession): WorkflowCalls {
  const { draftChanges, drafts, library, openDrafts, order } = context;
  return {
    'workflow.create': (input) => createWorkflow(context, session, input),
    'workflow.open': ({ path }) => openWorkflow(context, session, path),
    'workflow.restore': ({ draft, take }) => restoreDraft(context, session, draft, take === true),

    // What is appended meanwhile waits, so that the row of the save stands where it belongs; and saves to one file wait
    // for each other.
    'workflow.save': (input) =>
      order.run(input.draft, () =>
        order.run('save', async () => {
          openDrafts.check(input.draft, session, input.lease);
          const saved = await saveWorkflow(context, input);
          const { kind, path, revision } = saved;
          if (kind === 'saved') draftChanges.tell(input.draft, [{ row: 'save', path, revision }], session);
          return saved;
        }),
      ),

    'workflow.list'() {
      const entries = new Map<string, WorkflowEntry>();
      for (const entry of [...recentEntries(context), ...library.list(realFolder(context))]) {
        if (!entries.has(entry.path)) entries.set(entry.path, entry);
      }
      return [...entries.values()];
    },

    async 'workflow.close'({ draft, discard }) {
      await closeDraft(context, session, draft, discard);
      return {};
    },

    'draft.append': ({ draft, lease, rows }) =>
      order.run(draft, async () => {
        if (!openDrafts.holds(draft, session, lease)) return { kept: false };
        // Saving itself writes down that it happened, at the right place.
        const edits = rows.filter((row) => row.row !== 'save');
        await drafts.append(draft, edits);
        if (edits.length > 0) draftChanges.tell(draft, edits, session);
        return { kept: true };
      }),
  };
}

/** The files that were used last and are still there. */
export function recentEntries({ library, settings }: ServicesContext): WorkflowEntry[] {
  return settings.recents().flatMap((file) => library.describe(file) ?? []);
}

/** Files are known by their paths without links. */
function realFolder({ app, settings }: ServicesContext): string {
  const folder = settings.read().workflows;
  try {
    return app.home.layer.realPath(folder);
  } catch {
    return folder;
  }
}
