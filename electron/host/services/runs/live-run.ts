import type { WorkflowDocument } from '#core/graph/document';
import { itemKey, nodeKey } from '#core/run/address';
import { isJournalled, type JournalEvent, type RunEvent } from '#core/run/event';
import { takeSnapshot } from '#core/run/snapshot';
import { type RunState, reduceRun } from '#core/run/state';
import type { OpenedRun } from '#core/services/run-views';

type LiveText = NonNullable<OpenedRun['texts']>[number];

/**
 * What was shown of a run that this process executes. It follows the shown events, not the run itself, which may be ahead:
 * nobody sees a state that is not in the journal yet.
 */
export class LiveRun {
  /** Resolves when there is something to show. */
  readonly begun: Promise<void>;
  private readonly texts = new Map<string, LiveText>();
  private seq = -1;
  private isLost = false;
  private begin: () => void = () => undefined;

  constructor(
    private readonly document: WorkflowDocument,
    private state: RunState | undefined,
  ) {
    this.begun = new Promise((resolve) => {
      this.begin = resolve;
    });
    if (state !== undefined) this.begin();
  }

  show(event: RunEvent): void {
    this.seq = event.seq;
    if (isJournalled(event)) {
      this.follow(event);
      if ('node' in event) this.texts.delete(textKey(event));
      this.begin();
    } else if (event.event === 'node-delta') {
      const key = textKey(event);
      const before = this.texts.get(key);
      const { path, node, item, port, text } = event;
      const written = before?.port === port ? before.text : '';
      this.texts.set(key, { path, node, item, port, text: written + text });
    }
  }

  /** What cannot be followed is read from the journal; a fault of the view must never stop the run. */
  private follow(event: JournalEvent): void {
    if (this.isLost) return;
    try {
      this.state = reduceRun(this.state, event);
    } catch {
      this.isLost = true;
      this.state = undefined;
    }
  }

  /** Stops waiting for a beginning that does not come. */
  giveUp(): void {
    this.begin();
  }

  /** Undefined before its first event, and when it could not be followed. */
  view(): OpenedRun | undefined {
    if (this.state === undefined) return undefined;
    const snapshot = takeSnapshot(this.state);
    return {
      snapshot: { ...snapshot, seq: Math.max(snapshot.seq, this.seq) },
      document: this.document,
      ...(this.texts.size > 0 && { texts: [...this.texts.values()] }),
    };
  }
}

/** A node writes to one port at a time (first its thoughts, then the text), so the item is enough. */
function textKey(event: { path: string[]; node: string; item: number[] }): string {
  return `${nodeKey(event)}\0${itemKey(event.item)}`;
}
