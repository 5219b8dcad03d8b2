import type { RunEvent } from '#core/run/event';
import { inWords, t } from '../i18n/index.ts';
import { useLayout } from './layout.ts';
import { useRuns } from './runs.ts';
import { announce, useView } from './view.ts';

/** Runs shorter than this end without a notification, in milliseconds. */
const longWork = 10_000;

/** Says what people should know of a run although they look elsewhere: its end, and what it asks. */
export function noteRunEvents(run: string, events: readonly RunEvent[]): void {
  for (const event of events) {
    if (event.event === 'node-question') {
      const { message } = inWords(event.question);
      announce(message);
      useView.setState({ bottom: useView.getState().bottom ?? 'runs' });
      tell(t('news.question'), message, run);
    }
    if (event.event === 'run-end') tellEnd(run, event);
    if (event.event === 'run-suspend') announce(inWords(event).message);
  }
}

function tellEnd(run: string, event: Extract<RunEvent, { event: 'run-end' }>): void {
  const known = useRuns.getState().runs[run]?.state;
  const name = known?.workflow.name ?? '';
  const title = t(`news.${event.state}`, { name });
  announce(title);
  const took = known === undefined ? 0 : Date.parse(event.at) - Date.parse(known.startedAt);
  if (took >= longWork) tell(title, event.error === undefined ? '' : inWords(event.error).message, run);
}

let titleBefore: string | undefined;

/** A notification when it is wished for, and the window's title, while nobody looks. */
function tell(title: string, body: string, tag: string): void {
  if (!document.hidden) return;
  titleBefore ??= document.title;
  document.title = `● ${title}`;
  const isAllowed = 'Notification' in window && Notification.permission === 'granted';
  if (!isAllowed || !useLayout.getState().notifyWhenDone) return;
  const notification = new Notification(title, { body, tag });
  notification.onclick = () => window.focus();
}

/** The title of the window while someone looks at it. */
export function setWindowTitle(title: string): void {
  if (titleBefore === undefined) document.title = title;
  else titleBefore = title;
}

/** Gives the window its title back when someone looks again. Returns what ends it. */
export function followVisibility(): () => void {
  const restore = (): void => {
    if (document.hidden || titleBefore === undefined) return;
    document.title = titleBefore;
    titleBefore = undefined;
  };
  document.addEventListener('visibilitychange', restore);
  return () => document.removeEventListener('visibilitychange', restore);
}
