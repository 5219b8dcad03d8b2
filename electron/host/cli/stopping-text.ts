import type { Attempt } from '../../executor/services.ts';
import { defaultLimits } from '../../gateway/settings.ts';
import type { App } from '../app/app.ts';
import { oneLine } from './terminal.ts';

/** Requests that may cost and have no answer yet: those of a run and of the runs that answer its functions, or all. */
export function requestsUnderWay(app: App, run?: string): readonly Attempt[] {
  return app.ledger.attempts().filter(({ state, address }) => {
    return state === 'intent' && (run === undefined || address.run === run || address.run.startsWith(`${run}-`));
  });
}

/** What a request is called where the titles of its workflow are not at hand. */
function kindOf({ nodeType, model }: Attempt): string {
  return model === undefined ? nodeType : `${nodeType} (${model})`;
}

function listed(requests: readonly Attempt[], nameOf: (request: Attempt) => string): string {
  const names = [...new Set(requests.map((request) => oneLine(nameOf(request))))];
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** What is said after the first Ctrl+C: what is waited for, and how long that may take. */
export function stoppingText(requests: readonly Attempt[], nameOf: (request: Attempt) => string = kindOf): string {
  if (requests.length === 0) return 'Stopping …';
  const minutes = Math.round(defaultLimits.createHeaders / 60_000);
  const most = `up to ${minutes} minutes until it begins; press again not to wait`;
  return `Stopping: waiting for the answer to ${listed(requests, nameOf)} (${most}) …`;
}

/** What is said when nobody waits any longer; undefined when there is nothing to say. */
export function abandonedText(
  requests: readonly Attempt[],
  nameOf: (request: Attempt) => string = kindOf,
): string | undefined {
  if (requests.length === 0) return undefined;
  return `Not waiting any longer. May have been billed: ${listed(requests, nameOf)}. The run asks what to do about it when it goes on.`;
}
