import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ParamDefinition } from '#core/node/param';
import { localText, type TextKey, t } from '../i18n/index.ts';
import { cx } from '../ui/cx.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { fieldBox } from '../ui/text-field.tsx';
import type { ParamField } from './use-param.ts';

export interface ControlProps<T extends ParamDefinition['type']> {
  readonly id: string;
  readonly label: string;
  readonly definition: Extract<ParamDefinition, { type: T }>;
  readonly field: ParamField;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

/** A text; one with several lines grows with what is in it. Every key lands in the document at once. */
export function TextControl({ id, label, definition, field, describedBy, invalid }: ControlProps<'text'>) {
  const value = typeof field.value === 'string' ? field.value : '';
  const common = {
    id,
    value,
    'aria-label': label,
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    spellCheck: definition.multiline === true,
    onFocus: field.begin,
    placeholder: 'default' in definition && definition.default === '' ? '' : (definition.default ?? ''),
  };
  if (definition.multiline !== true) {
    return <input className={cx(fieldBox, 'h-8')} {...common} onChange={(event) => field.set(event.target.value)} />;
  }
  return (
    <textarea
      className={cx(fieldBox, 'grow-field py-1.5')}
      rows={3}
      {...common}
      onChange={(event) => field.set(event.target.value)}
    />
  );
}

/** A number, with a slider when it is bounded. An empty field is no value. */
export function NumberControl({
  id,
  label,
  definition,
  field,
  describedBy,
  invalid,
}: ControlProps<'number' | 'integer'>) {
  const { min, max } = definition;
  const step =
    definition.type === 'integer'
      ? 1
      : (definition.step ?? (max !== undefined && min !== undefined ? (max - min) / 100 : undefined));
  const number = typeof field.value === 'number' ? field.value : undefined;
  const [text, setText] = useState(number === undefined ? '' : String(number));
  const typed = useRef(number);
  useEffect(() => {
    // What is being typed stays as it is typed (`1.`); only a change from elsewhere replaces it.
    if (typed.current === number) return;
    typed.current = number;
    setText(number === undefined ? '' : String(number));
  }, [number]);
  const take = (next: string): void => {
    setText(next);
    const value = next.trim() === '' ? undefined : Number(next.replace(',', '.'));
    if (value !== undefined && !Number.isFinite(value)) return;
    typed.current = value ?? (typeof definition.default === 'number' ? definition.default : undefined);
    field.set(value);
  };
  const hasSlider = min !== undefined && max !== undefined && max > min;
  return (
    <div className="number-row">
      {hasSlider ? (
        <input
          type="range"
          className="slider"
          {...(number === undefined && { 'data-unset': true })}
          aria-label={label}
          min={min}
          max={max}
          step={step}
          value={number ?? min}
          style={{ '--part': `${(((number ?? min) - min) / (max - min)) * 100}%` } as React.CSSProperties}
          onPointerDown={field.begin}
          onKeyDown={field.begin}
          onChange={(event) => take(event.target.value)}
        />
      ) : null}
      <span className={cx(fieldBox, 'number-box')}>
        <input
          id={id}
          inputMode="decimal"
          aria-label={label}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          value={text}
          placeholder={t('param.notSent')}
          onFocus={field.begin}
          onChange={(event) => take(event.target.value)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
            if (by === 0) return;
            event.preventDefault();
            const next = (number ?? min ?? 0) + by * (step ?? 1);
            const bounded = Math.min(max ?? next, Math.max(min ?? next, next));
            take(String(Number(bounded.toFixed(6))));
          }}
        />
        {definition.unit === undefined ? null : <span>{unitWord(definition.unit)}</span>}
      </span>
    </div>
  );
}

const notSent = '\u0000none';
const other = '\u0000other';
/** A segmented control holds this many options and characters, with some air around each of them. */
const mostSegments = 4;
const mostCharacters = 35;
const segmentMargin = 3;

/** Units that are words; the others are the same in each language. */
const unitWords: ReadonlyMap<string, TextKey> = new Map([
  ['s', 'unit.s'],
  ['ms', 'unit.ms'],
  ['semitones', 'unit.semitones'],
]);

function unitWord(unit: string): string {
  const key = unitWords.get(unit);
  return key === undefined ? unit : t(key);
}

/** One of several: side by side when they are few and short, else a list; open choices take other values too. */
export function ChoiceControl({ id, label, definition, field }: ControlProps<'choice'>) {
  const labelOf = (option: (typeof definition.options)[number]): string => {
    const text = option.label === undefined ? String(option.value) : localText(option.label);
    return definition.unit !== undefined && option.label === undefined ? `${text} ${unitWord(definition.unit)}` : text;
  };
  const { options } = definition;
  const index = options.findIndex((option) => option.value === field.value);
  const [isOther, setOther] = useState(false);
  const isForeign = field.value !== undefined && index < 0;
  const set = (key: string): void => {
    field.begin();
    if (key === other) {
      setOther(true);
      return;
    }
    setOther(false);
    field.set(key === notSent ? undefined : options[Number(key)]?.value);
  };
  const isOptional = definition.default === undefined;
  const words = options.map(labelOf);
  // All are as wide as the longest; a Chinese character is as wide as two others.
  const longest = Math.max(...words.map((word) => word.length + (word.match(/[\u3400-\u9fff]/g)?.length ?? 0)));
  if (
    options.length <= mostSegments &&
    options.length * (longest + segmentMargin) <= mostCharacters &&
    !isForeign &&
    definition.open !== true &&
    !isOptional
  ) {
    return (
      <Segmented
        label={label}
        value={String(index)}
        options={options.map((option, place) => ({ value: String(place), label: labelOf(option) }))}
        onChange={set}
      />
    );
  }
  const entries = [
    ...(isOptional ? [{ value: notSent, label: t('param.notSent') }] : []),
    ...options.map((option, place) => ({ value: String(place), label: labelOf(option) })),
    ...(definition.open === true || isForeign
      ? [{ value: other, label: isForeign ? String(field.value) : t('param.other') }]
      : []),
  ];
  const chosen = isForeign || isOther ? other : index < 0 ? notSent : String(index);
  return (
    <div className="choice">
      <Select id={id} label={label} value={chosen} options={entries} onChange={set} />
      {definition.open === true && (isForeign || isOther) ? (
        <input
          className={cx(fieldBox, 'h-8')}
          aria-label={t('param.own')}
          placeholder={t('param.own')}
          value={isForeign ? String(field.value) : ''}
          onFocus={field.begin}
          onChange={(event) => {
            const text = event.target.value;
            const isNumber =
              typeof options[0]?.value === 'number' && Number.isFinite(Number(text)) && text.trim() !== '';
            field.set(text === '' ? undefined : isNumber ? Number(text) : text);
          }}
        />
      ) : null}
    </div>
  );
}

export function BooleanControl({ label, definition, field }: ControlProps<'boolean'>) {
  return (
    <Switch
      label={label}
      checked={field.value === true}
      onChange={(isOn) => {
        field.begin();
        // Off and not sent are two things where the gateway has a default of its own.
        field.set(isOn || definition.default === undefined || field.value === undefined ? isOn : false);
      }}
    />
  );
}

/** A row around a control: its label, where its value comes from, its help or problem. */
export function Row({ children, name }: { readonly children: ReactNode; readonly name: string }) {
  return (
    <div className="param" data-field={name}>
      {children}
    </div>
  );
}
