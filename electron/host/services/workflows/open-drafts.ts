import { AppError } from '#core/errors';
import type { DraftStore } from '../../../store/drafts.ts';
import { createId } from '../../../store/ids.ts';
import type { ClientSession } from '../session.ts';

/**
 * Which screen may change which draft: two that write the same journal would spoil it. Each opening gets a lease of its own,
 * and only the newest one counts, also for a screen that was away meanwhile or after this program was started again.
 */
export interface OpenDrafts {
  /** Whether another screen that is there at this moment has it open. */
  isElsewhere(draft: string, session: ClientSession): boolean;
  /** The draft is this screen's from now on. Undefined when another one has it open, unless it is taken over. */
  claim(draft: string, session: ClientSession, take?: boolean): string | undefined;
  /** Whether the screen still has the right to change it. */
  holds(draft: string, session: ClientSession, lease: string): boolean;
  /** @throws AppError `usage.invalid` when it has not */
  check(draft: string, session: ClientSession, lease: string): void;
  drop(draft: string): void;
  /** The screen went away. */
  leave(session: ClientSession): void;
}

interface Owner {
  readonly session: ClientSession;
  readonly lease: string;
}

export function createOpenDrafts(drafts: DraftStore): OpenDrafts {
  const owners = new Map<string, Owner>();
  const isElsewhere = (draft: string, session: ClientSession): boolean => {
    const owner = owners.get(draft)?.session;
    return owner !== undefined && owner !== session && owner.isConnected();
  };
  const holds = (draft: string, session: ClientSession, lease: string): boolean => {
    const owner = owners.get(draft);
    if (owner !== undefined) return owner.session === session && owner.lease === lease;
    // The screen was here before this program was, or before it went away for a while.
    if (drafts.lease(draft) !== lease) return false;
    owners.set(draft, { session, lease });
    return true;
  };
  return {
    isElsewhere,
    claim(draft, session, take = false) {
      if (isElsewhere(draft, session) && !take) return undefined;
      const before = owners.get(draft);
      if (before?.session === session) return before.lease;
      const lease = createId('lease');
      drafts.setLease(draft, lease);
      owners.set(draft, { session, lease });
      before?.session.push('draft.taken', { draft });
      return lease;
    },
    holds,
    check(draft, session, lease) {
      if (holds(draft, session, lease)) return;
      const message = { en: 'This document is open in another window.', zh: '此文档已在另一个窗口中打开。' };
      throw new AppError('usage.invalid', message, {
        hint: { en: 'Go on there, or choose to edit it here.', zh: '请在那里继续，或选择在此处编辑。' },
        place: { field: 'draft' },
      });
    },
    drop: (draft) => owners.delete(draft),
    leave(session) {
      for (const [draft, owner] of owners) if (owner.session === session) owners.delete(draft);
    },
  };
}
