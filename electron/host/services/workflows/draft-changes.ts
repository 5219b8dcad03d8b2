import type { DraftRow } from '#core/services/document-views';
import type { ClientSession, Sessions } from '../session.ts';

/** Tells the other windows what one writes into a draft, so that those who read it see it at once. */
export interface DraftChanges {
  /** How often the draft was written since this program was started; what is told next has the number after it. */
  version(draft: string): number;
  /** To be called where writing one draft goes one after the other. */
  tell(draft: string, rows: readonly DraftRow[], writer: ClientSession): void;
}

export function createDraftChanges(sessions: Sessions): DraftChanges {
  const versions = new Map<string, number>();
  const version = (draft: string): number => versions.get(draft) ?? 0;
  return {
    version,
    tell(draft, rows, writer) {
      versions.set(draft, version(draft) + 1);
      sessions.others(writer, 'draft.changed', { draft, version: version(draft), rows: [...rows] });
    },
  };
}
