import { AppError } from '#core/errors';
import type { ClientSession } from '../session.ts';

/** Which screen has which draft open: two that write the same journal would spoil it. */
export interface OpenDrafts {
  /** Whether another screen that is there at this moment has it open. */
  isElsewhere(draft: string, session: ClientSession): boolean;
  /** The draft is this screen's from now on. @throws AppError `usage.invalid` when another one has it open */
  claim(draft: string, session: ClientSession): void;
  drop(draft: string): void;
  /** The screen went away. */
  leave(session: ClientSession): void;
}

export function createOpenDrafts(): OpenDrafts {
  const owners = new Map<string, ClientSession>();
  const isElsewhere = (draft: string, session: ClientSession): boolean => {
    const owner = owners.get(draft);
    return owner !== undefined && owner !== session && owner.isConnected();
  };
  return {
    isElsewhere,
    claim(draft, session) {
      if (isElsewhere(draft, session)) {
        throw new AppError('usage.invalid', 'This document is open in another window.', {
          hint: 'Go on there, or close it there first.',
          place: { field: 'draft' },
        });
      }
      owners.set(draft, session);
    },
    drop: (draft) => owners.delete(draft),
    leave(session) {
      for (const [draft, owner] of owners) if (owner === session) owners.delete(draft);
    },
  };
}
