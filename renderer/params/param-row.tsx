import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { ParamDefinition } from '#core/node/param';
import type { Json } from '#core/value/value';
import { localText, t } from '../i18n/index.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { BooleanControl, ChoiceControl, NumberControl, Row, TextControl } from './controls.tsx';
import { FileControl } from './file-control.tsx';
import { JsonControl } from './json-control.tsx';
import { ModelControl } from './model-control.tsx';
import { problemOf } from './problem.ts';
import { useParam } from './use-param.ts';

interface ParamRowProps {
  readonly draft: string;
  readonly node: string;
  readonly type: string;
  readonly name: string;
  readonly definition: ParamDefinition;
  readonly held: Json | undefined;
  readonly note?: string;
}

/** One param: its label, its control, its help or what is wrong with its value. */
export function ParamRow({ draft, node, type, name, definition, held, note }: ParamRowProps) {
  const id = useId();
  const field = useParam(draft, node, name, definition, held);
  const label = localText(definition.label);
  const problem = problemOf(definition, held);
  const help = definition.help === undefined ? undefined : localText(definition.help);
  const described = problem ?? help;
  const canReset =
    held !== undefined && definition.type !== 'file' && definition.type !== 'text' && definition.type !== 'model';
  const common = {
    id,
    label,
    field,
    describedBy: described === undefined ? undefined : `${id}-note`,
    invalid: problem !== undefined,
  };
  return (
    <Row name={name}>
      <div className="param-head">
        {definition.type === 'boolean' ? <span className="flex-1" /> : <label htmlFor={id}>{label}</label>}
        {note === undefined ? null : <span className="param-source">{note}</span>}
        {definition.type === 'text' && definition.maxLength !== undefined && typeof field.value === 'string' ? (
          <span className="param-source">
            {t('param.characters', { count: field.value.length, max: definition.maxLength })}
          </span>
        ) : null}
        {canReset ? (
          <IconButton
            small
            label={t('param.reset')}
            onClick={() => {
              field.begin();
              field.set(undefined);
            }}
          >
            <RotateCcw size={12} />
          </IconButton>
        ) : null}
      </div>
      <Control draft={draft} type={type} definition={definition} common={common} />
      {described === undefined ? null : (
        <p id={`${id}-note`} className={problem === undefined ? 'param-help' : 'param-problem'}>
          {described}
        </p>
      )}
    </Row>
  );
}

interface ControlSwitchProps {
  readonly draft: string;
  readonly type: string;
  readonly definition: ParamDefinition;
  readonly common: {
    readonly id: string;
    readonly label: string;
    readonly field: ReturnType<typeof useParam>;
    readonly describedBy: string | undefined;
    readonly invalid: boolean;
  };
}

function Control({ draft, type, definition, common }: ControlSwitchProps) {
  switch (definition.type) {
    case 'text':
      return <TextControl {...common} definition={definition} />;
    case 'number':
    case 'integer':
      return <NumberControl {...common} definition={definition} />;
    case 'boolean':
      return <BooleanControl {...common} definition={definition} />;
    case 'choice':
      return <ChoiceControl {...common} definition={definition} />;
    case 'model':
      return <ModelControl {...common} definition={definition} type={type} />;
    case 'json':
      return <JsonControl {...common} definition={definition} />;
    case 'file':
      return <FileControl {...common} definition={definition} draft={draft} />;
  }
}
