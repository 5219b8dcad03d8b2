import { useLayoutEffect, useRef } from 'react';
import { setNodeField } from '../../document/edits.ts';
import { t } from '../../i18n/index.ts';
import { editDocument, newGesture } from '../../store/documents.ts';
import { startRenaming, useCanvas } from '../canvas-store.ts';
import { colourValue, type NodeFacts, type PortColour } from '../facts.ts';
import { nameOfNode } from '../flow-elements.ts';

interface TitleProps {
  readonly draft: string;
  readonly facts: NodeFacts;
  readonly colour: PortColour;
  readonly note: string;
}

/** The title line: a swatch, what people call the node, and at the right the model or what counts. */
export function Title({ draft, facts, colour, note }: TitleProps) {
  const isRenaming = useCanvas((state) => state.renaming === facts.id);
  const name = nameOfNode(facts);
  return (
    <div className="card-title">
      <i className="swatch" style={{ background: colourValue(colour) }} />
      {isRenaming ? (
        <NameField draft={draft} facts={facts} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same by keyboard.
        <b title={name} onDoubleClick={() => startRenaming(facts.id)}>
          {name}
        </b>
      )}
      <em title={note}>{note}</em>
    </div>
  );
}

/** Where a node gets another name. */
export function NameField({ draft, facts }: Pick<TitleProps, 'draft' | 'facts'>) {
  return (
    <TitleField
      value={facts.title}
      placeholder={nameOfNode(facts)}
      label={t('node.rename')}
      onChange={(title, gesture) => editDocument(draft, 'edit.rename', setNodeField(facts.id, 'title', title), gesture)}
    />
  );
}

interface TitleFieldProps {
  readonly value: string;
  readonly placeholder: string;
  readonly label: string;
  readonly onChange: (value: string, gesture: string) => void;
}

/** Typing is one entry of the undo list, and nothing of it waits for Enter. */
export function TitleField({ value, placeholder, label, onChange }: TitleFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const gesture = useRef(newGesture());
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  const end = (target: HTMLElement): void => {
    startRenaming(undefined);
    target.closest<HTMLElement>('.react-flow__node')?.focus({ preventScroll: true });
  };
  return (
    <input
      ref={field}
      className="title-field nodrag nopan"
      aria-label={label}
      value={value}
      placeholder={placeholder}
      maxLength={200}
      onChange={(event) => onChange(event.target.value, gesture.current)}
      onBlur={() => startRenaming(undefined)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' || event.key === 'Escape') end(event.currentTarget);
      }}
    />
  );
}
