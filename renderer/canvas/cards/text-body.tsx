import { useEffect, useMemo, useRef, useState } from 'react';
import { setParam } from '../../document/edits.ts';
import { t } from '../../i18n/index.ts';
import { editDocument, newGesture } from '../../store/documents.ts';
import type { NodeFacts } from '../facts.ts';

const variable = /(\{\{[\p{L}\p{M}\p{N}_]+\}\})/u;

/** How much of a long text a card draws. */
const mostCharacters = 900;

/** A text with its variables made visible. */
export function Highlighted({ text, names }: { readonly text: string; readonly names: ReadonlySet<string> }) {
  const parts = useMemo(() => {
    let at = 0;
    return text.split(variable).map((part) => {
      const key = at;
      at += part.length;
      return { key, part, isVariable: part.startsWith('{{') && names.has(part.slice(2, -2)) };
    });
  }, [text, names]);
  return <>{parts.map(({ key, part, isVariable }) => (isVariable ? <mark key={key}>{part}</mark> : part))}</>;
}

/** The text of a prompt; double click writes in it, right where it stands. */
export function PromptBody({ draft, facts }: { readonly draft: string; readonly facts: NodeFacts }) {
  const [isWriting, setWriting] = useState(false);
  const held = facts.params['text'];
  const text = typeof held === 'string' ? held : '';
  const names = useMemo(() => new Set(facts.inputs.map((input) => input.name)), [facts]);
  if (isWriting) return <Writing draft={draft} node={facts.id} text={text} onEnd={() => setWriting(false)} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by keyboard in the inspector.
    <div
      className={text === '' ? 'text-body faint' : 'text-body'}
      onDoubleClick={(event) => {
        event.stopPropagation();
        setWriting(true);
      }}
    >
      {text === '' ? (
        t('node.emptyPrompt')
      ) : (
        <Highlighted text={text.length > mostCharacters ? `${text.slice(0, mostCharacters)} …` : text} names={names} />
      )}
    </div>
  );
}

interface WritingProps {
  readonly draft: string;
  readonly node: string;
  readonly text: string;
  readonly onEnd: () => void;
}

function Writing({ draft, node, text, onEnd }: WritingProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gesture = useRef(newGesture());
  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);
  return (
    <textarea
      ref={field}
      className="text-body writing nodrag nopan nowheel"
      aria-label={t('family.text')}
      value={text}
      onChange={(event) =>
        editDocument(draft, 'edit.param', setParam(node, 'text', event.target.value), gesture.current)
      }
      onBlur={onEnd}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.currentTarget.closest<HTMLElement>('.react-flow__node')?.focus({ preventScroll: true });
      }}
    />
  );
}

/**
 * A text that a node gave, or is giving right now: then its end is in sight, with a caret. The box of a text that grows
 * begins at its bottom, so nobody has to look for its end after each word.
 */
export function TextResult({ text, isLive }: { readonly text: string; readonly isLive: boolean }) {
  if (isLive) {
    return (
      <div className="text-body live">
        <div>
          {text.slice(-mostCharacters)}
          <span className="caret" aria-hidden />
        </div>
      </div>
    );
  }
  return <div className="text-body">{text.length > mostCharacters ? `${text.slice(0, mostCharacters)} …` : text}</div>;
}
