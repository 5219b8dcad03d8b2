import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImportReview, OperationReview } from '#core/recipe/import';
import { api } from '../api.ts';
import { attempt } from '../commands/registry.ts';
import { localText, t } from '../i18n/index.ts';
import { notify } from '../store/view.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { matching } from './open-dialog.tsx';

interface Reviewed {
  readonly text: string;
  readonly review: ImportReview;
}

interface Decision {
  readonly taken: boolean;
  /** Wait for a task as it is proposed. */
  readonly task: boolean;
}

/** An OpenAPI document becomes nodes: chosen, looked over operation by operation, imported. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [document, setDocument] = useState<Reviewed | undefined>(undefined);
  const [decisions, setDecisions] = useState<Readonly<Record<string, Decision>>>({});
  const [search, setSearch] = useState('');
  const operations = document?.review.operations ?? [];
  const decisionOf = (operation: OperationReview): Decision =>
    decisions[operation.key] ?? { taken: operation.known === undefined, task: false };
  const look = async (name: string, text: string, isTaken?: (operation: OperationReview) => boolean): Promise<void> => {
    const review = await api().call('recipe.review', { name, text });
    setDocument({ text, review });
    setDecisions(
      isTaken === undefined
        ? {}
        : Object.fromEntries(
            review.operations.map((one) => [one.key, { taken: isTaken(one), task: one.task !== undefined }]),
          ),
    );
  };
  const chosen = operations.filter((operation) => decisionOf(operation).taken);
  const read = (file: File): void =>
    attempt(async () => {
      await look(file.name, await file.text());
    });
  // Of a model only what runs it is of use, and how its prediction is waited for is known.
  const describe = (model: string): void =>
    attempt(async () => {
      const { name, text } = await api().call('recipe.describe', { model });
      await look(name, text, (operation) => operation.charges);
    });
  const take = (): void => {
    if (document === undefined) return;
    const choices = chosen.map((operation) => ({ key: operation.key, task: decisionOf(operation).task }));
    attempt(async () => {
      const { ids } = await api().call('recipe.import', { name: document.review.name, text: document.text, choices });
      notify('good', t('import.done', { count: ids.length }));
      onClose();
    });
  };
  const shown = matching(
    operations.map((operation) => ({ operation, name: operation.title, note: operation.key })),
    search,
  );
  const decide = (keys: readonly OperationReview[], taken: boolean): void =>
    setDecisions({
      ...decisions,
      ...Object.fromEntries(keys.map((operation) => [operation.key, { ...decisionOf(operation), taken }])),
    });
  return (
    <Dialog
      title={t('import.title')}
      onClose={onClose}
      wide
      tall
      footer={
        document === undefined ? undefined : (
          <>
            <span className="mr-auto text-dim" aria-live="polite">
              {t('import.chosen', { count: chosen.length })}
            </span>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button tone="primary" disabled={chosen.length === 0} onClick={take}>
              {t('import.take')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <FilePicker name={document?.review.name} onFile={read} />
        <ModelField onModel={describe} />
        {document === undefined ? null : <Problems review={document.review} />}
        {operations.length === 0 ? null : (
          <div className="flex items-center gap-2">
            <input
              type="search"
              value={search}
              aria-label={t('import.search')}
              placeholder={t('import.search')}
              onChange={(event) => setSearch(event.target.value)}
              className="h-7 min-w-0 flex-1 rounded-md border border-line bg-bg px-2"
            />
            <Button
              size="small"
              onClick={() =>
                decide(
                  shown.map(({ operation }) => operation),
                  true,
                )
              }
            >
              {t('import.all')}
            </Button>
            <Button
              size="small"
              onClick={() =>
                decide(
                  shown.map(({ operation }) => operation),
                  false,
                )
              }
            >
              {t('import.none')}
            </Button>
          </div>
        )}
        <ul className="flex flex-col gap-1.5">
          {shown.map(({ operation }) => (
            <Operation
              key={operation.key}
              operation={operation}
              decision={decisionOf(operation)}
              onDecide={(decision) => setDecisions({ ...decisions, [operation.key]: decision })}
            />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function FilePicker({ name, onFile }: { readonly name: string | undefined; readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex items-center gap-3">
      <Button icon={<FileUp size={14} />} onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={t('import.choose')}
        accept=".json,.yaml,.yml,.md,.markdown,.txt"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) onFile(file);
          event.target.value = '';
        }}
      />
      <p className="min-w-0 flex-1 truncate text-dim">{name ?? t('import.text')}</p>
    </div>
  );
}

/** A model by its name: the gateway is asked for its schema. */
function ModelField({ onModel }: { readonly onModel: (model: string) => void }) {
  const [model, setModel] = useState('');
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (model.trim() !== '') onModel(model);
      }}
    >
      <input
        value={model}
        aria-label={t('import.model')}
        placeholder={t('import.model')}
        spellCheck={false}
        onChange={(event) => setModel(event.target.value)}
        className="h-7 min-w-0 flex-1 rounded-md border border-line bg-bg px-2"
      />
      <Button type="submit" disabled={model.trim() === ''}>
        {t('import.describe')}
      </Button>
    </form>
  );
}

/** What of the document cannot be used, and why. */
function Problems({ review }: { readonly review: ImportReview }) {
  const { operations, problems } = review;
  return (
    <div aria-live="polite" className="flex flex-col gap-1">
      <p>{t('import.found', { count: operations.length })}</p>
      {problems.length === 0 ? null : (
        <details>
          <summary className="cursor-default text-warn">{t('import.problems', { count: problems.length })}</summary>
          <ul className="selectable mt-1 flex max-h-40 flex-col gap-0.5 overflow-y-auto text-small text-dim">
            {problems.map(({ where, message }) => (
              <li key={`${where} ${message.en}`}>
                <span className="font-mono">{where}</span> {localText(message)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface OperationProps {
  readonly operation: OperationReview;
  readonly decision: Decision;
  readonly onDecide: (decision: Decision) => void;
}

function Operation({ operation, decision, onDecide }: OperationProps) {
  const { key, title, known, inputs, params, result, task, notes } = operation;
  const fields = `${t('import.inputs', { count: inputs.length })} · ${t('import.params', { count: params.length })}`;
  return (
    <li className="rounded-md border border-line bg-card p-2">
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-0.5"
          checked={decision.taken}
          onChange={(event) => onDecide({ ...decision, taken: event.target.checked })}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{title}</span>
          <span className="block truncate font-mono text-small text-dim">{key}</span>
        </span>
        <span className="shrink-0 text-small text-dim">
          {result === undefined ? 'JSON' : t(`import.kind.${result.kind}`)}
        </span>
      </label>
      <div className="ml-5.5 flex flex-col gap-1 text-small text-dim">
        <span>
          {fields}
          {known === undefined ? null : ` · ${t('import.known', { recipe: known })}`}
        </span>
        {task === undefined ? null : (
          <label className="flex items-center gap-1.5 text-text">
            <input
              type="checkbox"
              checked={decision.task}
              onChange={(event) => onDecide({ taken: true, task: event.target.checked })}
            />
            {t('import.task', { query: task.query })}
          </label>
        )}
        {notes.map((note) => (
          <span key={note.en}>{localText(note)}</span>
        ))}
      </div>
    </li>
  );
}
