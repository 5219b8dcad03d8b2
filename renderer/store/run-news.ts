import type { RunEvent } from '#core/run/event';
import { api } from '../api.ts';
import { runCommand } from '../commands/registry.ts';
import type { RunPlace } from '../commands/run-commands.ts';
import { inWords, t } from '../i18n/index.ts';
import { useLayout } from './layout.ts';
import { useRuns } from './runs.ts';
import { useSession } from './session.ts';
import { announce, useView } from './view.ts';

/** Runs shorter than this end without a notification, in milliseconds. */
export const longWork = 10_000;

/** Says what people should know of a run although they look elsewhere: its end, and what it asks. */
export function noteRunEvents(run: string, events: readonly RunEvent[]): void {
  for (const event of events) {
    if (event.event === 'node-question') {
      const { message } = inWords(event.question);
      announce(message);
      useView.setState({ bottom: useView.getState().bottom ?? 'runs' });
      tell(t('news.question'), message, { run, node: event.node });
    }
    if (event.event === 'run-end') tellEnd(run, event);
    if (event.event === 'run-suspend') {
      const { message } = inWords(event);
      announce(message);
      const node = event.why === 'tasks' ? firstNode(run, 'awaiting') : undefined;
      if (event.why !== 'user') tell(t('news.suspended', { name: nameOf(run) }), message, { run, node });
    }
  }
}

function tellEnd(run: string, event: Extract<RunEvent, { event: 'run-end' }>): void {
  const known = useRuns.getState().runs[run]?.state;
  const title = t(`news.${event.state}`, { name: nameOf(run) });
  announce(title);
  const took = known === undefined ? 0 : Date.parse(event.at) - Date.parse(known.startedAt);
  const node = event.error?.place?.node ?? firstNode(run, 'failed');
  if (took >= longWork) tell(title, event.error === undefined ? '' : inWords(event.error).message, { run, node });
}

/** The first node of a run in a state, in the order in which they began. */
function firstNode(run: string, state: 'failed' | 'awaiting'): string | undefined {
  const known = useRuns.getState().runs[run]?.state;
  return known?.order.find((key) => {
    const items = known.nodes.get(key)?.items.values() ?? [];
    return [...items].some((item) => item.state === state);
  });
}

function nameOf(run: string): string {
  return useRuns.getState().runs[run]?.state.workflow.name ?? '';
}

let titleBefore: string | undefined;

/** A notification when it is wished for, and the window's title, while nobody looks. */
function tell(title: string, body: string, about: RunPlace): void {
  if (!isAway()) return;
  titleBefore ??= document.title;
  document.title = `● ${title}`;
  if (!wantsNotifications() || Notification.permission !== 'granted') return;
  const notification = new Notification(title, { body, tag: about.run });
  notification.onclick = () => {
    window.focus();
    // The window of the desktop may be minimised, which a page cannot change.
    api()
      .call('window.show', {})
      .catch(() => undefined);
    runCommand('run.open', about);
  };
}

/** Nobody looks: the window is hidden, or another one has the focus. */
const isAway = (): boolean => document.hidden || !document.hasFocus();

/** Whether people wish to be told. The window of the desktop program needs no permission, so there it goes without saying. */
export function wantsNotifications(): boolean {
  const isDesktop = useSession.getState().host === 'desktop';
  return 'Notification' in window && (useLayout.getState().notifyWhenDone ?? isDesktop);
}

/** People decide whether they are told; the system asks them only when they wish to be. */
export async function wishNotifications(isWished: boolean): Promise<void> {
  const isAllowed = isWished && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  useLayout.setState({ notifyWhenDone: isAllowed });
}

/** The title of the window while someone looks at it. */
export function setWindowTitle(title: string): void {
  if (titleBefore === undefined) document.title = title;
  else titleBefore = title;
}

/** Gives the window its title back when someone looks again. Returns what ends it. */
export function followVisibility(): () => void {
  const restore = (): void => {
    if (isAway() || titleBefore === undefined) return;
    document.title = titleBefore;
    titleBefore = undefined;
  };
  document.addEventListener('visibilitychange', restore);
  window.addEventListener('focus', restore);
  return () => {
    document.removeEventListener('visibilitychange', restore);
    window.removeEventListener('focus', restore);
  };
}
