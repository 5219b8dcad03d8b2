import { AppError, type ErrorInfo } from '#core/errors';
import type { Plan } from '#core/plan/plan';
import type { Handlers } from '#core/services/contract';
import type { PlanView } from '#core/services/run-views';
import type { AccountFacts } from '../../app/connect.ts';
import { needsGateway } from '../../app/needs-gateway.ts';
import { chosenScope, planOf } from '../../app/plan.ts';
import { type PreparedWorkflow, prepareEdited } from '../../app/prepare.ts';
import type { OpenConnection } from '../connections/pool.ts';
import type { ServicesContext } from '../context.ts';

/** How long a plan waits for models and prices, in milliseconds; then it is made without them. */
const patience = 3_000;

interface EditedDocument {
  readonly document: { [key: string]: import('#core/value/value').Json };
  readonly path?: string | undefined;
}

/**
 * A document of the screen, looked over in the folder of its file; one without a file lies in the workflows folder.
 * @throws AppError `file.*`
 */
export async function prepareFromScreen(context: ServicesContext, input: EditedDocument): Promise<PreparedWorkflow> {
  const file = input.path === undefined ? undefined : context.paths.check(input.path);
  return prepareEdited(context.app, input.document, context.paths.folderOf(file), file, {
    connection: context.pool.chosen(),
  });
}

export function planCalls(context: ServicesContext): Pick<Handlers, 'plan.make'> {
  const { app } = context;
  return {
    async 'plan.make'(input) {
      const prepared = await prepareFromScreen(context, input);
      if (!needsGateway(app, prepared, chosenScope(prepared, input))) {
        return planView(await planOf(app, prepared, undefined, undefined, input), undefined);
      }
      const { opened, facts, error } = await askWhatIsKnown(context);
      return planView(await planOf(app, prepared, opened?.gateway, facts, input), error);
    },
  };
}

interface Known {
  readonly opened?: OpenConnection;
  readonly facts?: AccountFacts;
  readonly error?: ErrorInfo;
}

/** A plan is made in any case: what the gateway does not tell is unknown in it, and it says why. */
async function askWhatIsKnown({ pool }: ServicesContext): Promise<Known> {
  let opened: OpenConnection | undefined;
  try {
    opened = await pool.open(undefined, { needsKey: false });
    // It says when there is no key; nothing is asked without one.
    await pool.open(undefined);
    return { opened, facts: await opened.facts.getWithin(patience) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...(opened !== undefined && { opened }), error: error.info };
  }
}

/** The plan as plain JSON, without fields that are undefined. */
function planView(plan: Plan, connection: ErrorInfo | undefined): PlanView {
  return {
    entries: plan.entries.map(({ items, model, ...entry }) => ({
      ...entry,
      ...(items !== undefined && { items }),
      ...(model !== undefined && { model }),
    })),
    issues: plan.issues.map((issue) => ({ ...issue, place: { ...issue.place } })),
    price: plan.price,
    unknownPrices: plan.unknownPrices,
    uploads: plan.uploads,
    ...(connection !== undefined && { connection }),
  };
}
