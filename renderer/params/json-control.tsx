import { useEffect, useRef, useState } from 'react';
import { jsonProblem } from '#core/value/json';
import type { Json } from '#core/value/value';
import { t } from '../i18n/index.ts';
import { cx } from '../ui/cx.ts';
import { fieldBox } from '../ui/text-field.tsx';
import type { ControlProps } from './controls.tsx';
import { jsonFault } from './problem.ts';

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** JSON as text. What is no JSON yet stays in the field, with the place of the fault, and the last valid value counts. */
export function JsonControl({ id, label, field, describedBy }: ControlProps<'json'>) {
  const outside = textOf(field.value);
  const [text, setText] = useState(outside);
  const written = useRef(outside);
  useEffect(() => {
    if (written.current === outside) return;
    written.current = outside;
    setText(outside);
  }, [outside]);
  const fault = text.trim() === '' ? undefined : jsonFault(text);
  const take = (next: string): void => {
    setText(next);
    if (next.trim() === '') {
      written.current = textOf(undefined);
      field.set(undefined);
      return;
    }
    try {
      const value = JSON.parse(next) as Json;
      if (jsonProblem(value) !== null) return;
      written.current = textOf(value);
      field.set(value);
    } catch {
      // Said below the field; the last valid value stays.
    }
  };
  return (
    <>
      <textarea
        id={id}
        className={cx(fieldBox, 'grow-field py-1.5 font-mono text-small')}
        rows={3}
        spellCheck={false}
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
