import { shortcutOf } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';

export type SavedState = 'saved' | 'kept' | 'keeping' | 'not-kept' | 'read-only' | 'new';

interface Facts {
  readonly isDirty: boolean;
  readonly hasFile: boolean;
  readonly isReadOnly: boolean;
  readonly isUnwritten: boolean;
  readonly hasProblem: boolean;
}

/** Where the work in a document is: in its file, in its draft, or only here. */
export function savedState(facts: Facts): SavedState {
  if (facts.isReadOnly) return 'read-only';
  if (facts.isUnwritten) return facts.hasProblem ? 'not-kept' : 'keeping';
  if (facts.isDirty) return 'kept';
  return facts.hasFile ? 'saved' : 'new';
}

/** Says all the time whether work is safe, in one word. */
export function SavedMark() {
  const state = useDocuments((documents) => {
    const document = documents.active === undefined ? undefined : documents.documents[documents.active];
    if (document === undefined) return 'new';
    return savedState({
      isDirty: document.dirty,
      hasFile: document.path !== undefined,
      isReadOnly: document.readOnly,
      isUnwritten: documents.unwritten.has(document.draft),
      hasProblem: documents.journalProblem !== undefined,
    });
  });
  if (state === 'new') return null;
  return (
    <Tooltip text={t(`saved.${state}.help`)} keys={state === 'saved' ? undefined : shortcutOf('document.save')}>
      <span className={cx('shrink-0 text-small whitespace-nowrap', state === 'not-kept' ? 'text-bad' : 'text-faint')}>
        {/* Writing takes a blink; a word that flickers would only disturb. */}
        {t(state === 'keeping' ? 'saved.kept' : `saved.${state}`)}
      </span>
    </Tooltip>
  );
}
