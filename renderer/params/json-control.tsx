import { useEffect, useRef, useState } from 'react';
import { jsonProblem } from '#core/value/json';
import type { Json } from '#core/value/value';
import { t } from '../i18n/index.ts';
import { cx } from '../ui/cx.ts';
import { fieldBox } from '../ui/text-field.tsx';
import type { ControlProps } from './controls.tsx';
import { jsonFault } from './problem.ts';

/** Where words are allowed: what begins so is meant as JSON all the same. */
const isMeantAsJson = (text: string): boolean => /^\s*["[{]/.test(text);

function isJson(text: string): boolean {
  return jsonFault(text) === undefined;
}

function textOf(value: Json | undefined, hasWords: boolean): string {
  if (hasWords && typeof value === 'string' && !isMeantAsJson(value) && !isJson(value)) return value;
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** JSON as text, and plain words where the param allows them. What is no JSON yet stays in the field, with the place of the fault, and the last valid value counts. */
export function JsonControl({ id, label, definition, field, describedBy }: ControlProps<'json'>) {
  const hasWords = definition.words === true;
  const outside = textOf(field.value, hasWords);
  const [text, setText] = useState(outside);
  const written = useRef(outside);
  useEffect(() => {
    if (written.current === outside) return;
    written.current = outside;
    setText(outside);
  }, [outside]);
  const isWords = hasWords && !isMeantAsJson(text);
  const fault = text.trim() === '' || isWords ? undefined : jsonFault(text);
  const take = (next: string): void => {
    setText(next);
    if (next.trim() === '') {
      written.current = textOf(undefined, hasWords);
      field.set(undefined);
      return;
    }
    // What is neither is said below the field; the last valid value stays.
    if (!isJson(next) && !(hasWords && !isMeantAsJson(next))) return;
    const value = isJson(next) ? (JSON.parse(next) as Json) : next;
    if (jsonProblem(value) !== null) return;
    written.current = textOf(value, hasWords);
    field.set(value);
  };
  return (
    <>
      <textarea
        id={id}
        className={cx(fieldBox, 'grow-field py-1.5', !hasWords && 'font-mono text-small')}
        rows={3}
        spellCheck={isWords}
        value={text}
        aria-label={label}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? describedBy : `${id}-fault`}
        onFocus={field.begin}
        onChange={(event) => take(event.target.value)}
      />
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className="param-problem" role="status">
          {t('param.problem.json', fault)} {t('json.invalid')}
        </p>
      )}
    </>
  );
}
