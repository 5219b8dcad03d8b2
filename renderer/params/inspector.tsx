import { MousePointerClick } from 'lucide-react';
import { useRef } from 'react';
import { alignSelection } from '../canvas/arranging.ts';
import { canvasOf } from '../canvas/canvas-handle.ts';
import { listIn } from '../canvas/flow-elements.ts';
import { findCommand, runCommand } from '../commands/registry.ts';
import { setDocumentField, setElementField } from '../document/edits.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { editDocument, newGesture, type OpenDocument, useDocuments } from '../store/documents.ts';
import { useView } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field, fieldBox } from '../ui/text-field.tsx';
import './inspector.css';
import { NodeForm } from './node-form.tsx';

const nothing: ReadonlySet<string> = new Set();

/** What is selected, to be read and changed; without a selection the workflow itself. */
export function Inspector({ draft }: { readonly draft: string }) {
  useLanguage();
  const open = useDocuments((state) => state.documents[draft]);
  const selection = useView((state) => state.selection[draft]) ?? nothing;
  if (open === undefined) return null;
  return (
    <section className="inspector" aria-label={t('inspector.label')}>
      <fieldset disabled={open.readOnly}>
        <Content draft={draft} open={open} selection={selection} />
      </fieldset>
    </section>
  );
}

interface ContentProps {
  readonly draft: string;
  readonly open: OpenDocument;
  readonly selection: ReadonlySet<string>;
}

function Content({ draft, open, selection }: ContentProps) {
  const { document } = open.history;
  const [only] = selection;
  if (selection.size > 1) return <Several draft={draft} count={selection.size} />;
  if (only === undefined) return <WorkflowForm draft={draft} open={open} />;
  const raw = listIn(document, 'nodes').find((entry) => entry['id'] === only);
  if (raw !== undefined) return <NodeForm key={only} draft={draft} raw={raw} />;
  const frame = listIn(document, 'frames').find((entry) => entry['id'] === only);
  const element = frame ?? listIn(document, 'notes').find((entry) => entry['id'] === only);
  if (element === undefined) return <WorkflowForm draft={draft} open={open} />;
  const key = frame === undefined ? 'notes' : 'frames';
  const field = frame === undefined ? 'text' : 'title';
  const held = element[field];
  return (
    <div className="inspector-part">
      <TypedField
        key={only}
        label={t(frame === undefined ? 'note.label' : 'frame.rename')}
        value={typeof held === 'string' ? held : ''}
        isLong={frame === undefined}
        onChange={(value, gesture) =>
          editDocument(
            draft,
            frame === undefined ? 'edit.note' : 'edit.rename',
            setElementField(key, only, field, value),
            gesture,
          )
        }
      />
    </div>
  );
}

interface TypedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isLong: boolean;
  readonly onChange: (value: string, gesture: string) => void;
}

function TypedField({ label, value, isLong, onChange }: TypedFieldProps) {
  const gesture = useRef(newGesture());
  const begin = (): void => {
    gesture.current = newGesture();
  };
  return (
    <Field label={label}>
      {({ id }) =>
        isLong ? (
          <textarea
            id={id}
            className={cx(fieldBox, 'grow-field py-1.5')}
            rows={3}
            value={value}
            onFocus={begin}
            onChange={(event) => onChange(event.target.value, gesture.current)}
          />
        ) : (
          <input
            id={id}
            className={cx(fieldBox, 'h-8')}
            value={value}
            onFocus={begin}
            onChange={(event) => onChange(event.target.value, gesture.current)}
          />
        )
      }
    </Field>
  );
}

function WorkflowForm({ draft, open }: { readonly draft: string; readonly open: OpenDocument }) {
  const { workflow } = open.view;
  return (
    <>
      <div className="inspector-part">
        <h2 className="heading">{t('inspector.workflow')}</h2>
        <TypedField
          label={t('inspector.name')}
          value={workflow.name}
          isLong={false}
          onChange={(value, gesture) => editDocument(draft, 'edit.rename', setDocumentField('name', value), gesture)}
        />
        <TypedField
          label={t('inspector.description')}
          value={workflow.description}
          isLong
          onChange={(value, gesture) =>
            editDocument(draft, 'edit.param', setDocumentField('description', value), gesture)
          }
        />
        <p className="param-help">
          {t('documents.nodes', { count: workflow.nodes.length })} ·{' '}
          {t('inspector.wires', { count: workflow.edges.length })}
        </p>
      </div>
      <EmptyState
        icon={<MousePointerClick size={18} />}
        title={t('inspector.nothing')}
        text={t('inspector.nothing.hint')}
      />
    </>
  );
}

const alignments = [
  ['left', 'command.alignLeft'],
  ['top', 'command.alignTop'],
  ['grid', 'command.alignGrid'],
  ['columns', 'command.spreadColumns'],
  ['rows', 'command.spreadRows'],
] as const;

const severalActions = ['run.selection', 'canvas.duplicate', 'canvas.bypass', 'canvas.mute', 'canvas.addFrame'];

/** A command as a button; it acts on the canvas, so the focus goes there first. */
function CommandButton({ id }: { readonly id: string }) {
  const command = findCommand(id);
  if (command === undefined) return null;
  return (
    <Button
      size="small"
      onClick={() => {
        const { active } = useDocuments.getState();
        if (active !== undefined) canvasOf(active)?.focus();
        runCommand(id);
      }}
    >
      {t(command.title)}
    </Button>
  );
}

function Several({ draft, count }: { readonly draft: string; readonly count: number }) {
  return (
    <div className="inspector-part">
      <p className="inspector-note">{t('inspector.several', { count })}</p>
      <div className="inspector-actions flush">
        {severalActions.map((id) => (
          <CommandButton key={id} id={id} />
        ))}
      </div>
      <h2 className="heading">{t('inspector.arrange')}</h2>
      <div className="inspector-actions flush">
        {alignments.map(([how, key]) => (
          <Button key={how} size="small" onClick={() => alignSelection(draft, how)}>
            {t(key)}
          </Button>
        ))}
      </div>
    </div>
  );
}
