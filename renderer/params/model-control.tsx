import { Command } from 'cmdk';
import { Check, ChevronDown, TriangleAlert } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useMemo, useState } from 'react';
import { formatClock } from '../canvas/time.ts';
import { localText, t } from '../i18n/index.ts';
import { registry } from '../store/registry.ts';
import { cx } from '../ui/cx.ts';
import { SearchInput } from '../ui/search-input.tsx';
import { fieldBox } from '../ui/text-field.tsx';
import type { ControlProps } from './controls.tsx';
import { loadModels, type ModelGroup, modelGroups, useModels } from './models.ts';

/** The model of a call: searched among the recipes' and the connection's, or typed. */
export function ModelControl({ id, label, field, type }: ControlProps<'model'> & { readonly type: string }) {
  const [isOpen, setOpen] = useState(false);
  const listed = useModels((state) => state.listed);
  useEffect(() => {
    loadModels().catch(() => undefined);
  }, []);
  const model = typeof field.value === 'string' ? field.value : '';
  const usual = registry.recipeFor(type, { model })?.task?.usual;
  const isUnlisted = listed !== undefined && !listed.has(model);
  return (
    <>
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger id={id} className={cx(fieldBox, 'model-button')} aria-label={`${label}: ${model}`}>
          <b>{model}</b>
          <span>{usual === undefined ? '' : t('model.usual', { time: formatClock(usual) })}</span>
          <ChevronDown size={14} aria-hidden />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content align="start" sideOffset={4} collisionPadding={8} className="quick-add model-list">
            <ModelList
              type={type}
              model={model}
              onChoose={(next) => {
                setOpen(false);
                field.begin();
                field.set(next);
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {isUnlisted ? (
        <p className="param-warning">
          <TriangleAlert size={13} aria-hidden /> {t('model.unlisted')}
        </p>
      ) : null}
    </>
  );
}

interface ModelListProps {
  readonly type: string;
  readonly model: string;
  readonly onChoose: (model: string) => void;
}

function ModelList({ type, model, onChoose }: ModelListProps) {
  const [query, setQuery] = useState('');
  const { listed, isLoading, failed } = useModels();
  const groups = useMemo(() => modelGroups(type, listed), [type, listed]);
  const words = query.toLowerCase().split(/\s+/);
  const shown = groups
    .map((group) => ({
      ...group,
      models: group.models.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word))),
    }))
    .filter((group) => group.models.length > 0);
  const typed = query.trim();
  const isNew = typed !== '' && !shown.some((group) => group.models.some(({ id }) => id === typed));
  const canUse = isNew && registry.recipeFor(type, { model: typed }) !== undefined;
  return (
    <Command shouldFilter={false} loop label={t('model.search')} defaultValue={model}>
      <SearchInput autoFocus value={query} onValueChange={setQuery} placeholder={t('model.search')} />
      <Command.List>
        <Command.Empty>{t('palette.nothing')}</Command.Empty>
        {shown.map((group) => (
          <Group key={group.recipe?.id ?? 'others'} group={group} model={model} onChoose={onChoose} />
        ))}
        {canUse ? (
          <Command.Item value={`use ${typed}`} onSelect={() => onChoose(typed)}>
            <span>{t('model.use', { name: typed })}</span>
          </Command.Item>
        ) : null}
      </Command.List>
      {isLoading || failed ? (
        <p className="quick-note pb-2">{t(isLoading ? 'model.loading' : 'model.unknownList')}</p>
      ) : null}
    </Command>
  );
}

interface GroupProps {
  readonly group: ModelGroup;
  readonly model: string;
  readonly onChoose: (model: string) => void;
}

function Group({ group, model, onChoose }: GroupProps) {
  const { recipe } = group;
  return (
    <Command.Group heading={recipe === undefined ? t('model.ofGateway') : localText(recipe.title)}>
      {group.models.map((choice) => (
        <Command.Item key={choice.id} value={choice.id} onSelect={() => onChoose(choice.id)}>
          <i className="model-mark">{choice.id === model ? <Check size={13} aria-hidden /> : null}</i>
          <span className={choice.retired ? 'line-through' : ''}>{choice.id}</span>
          <small>{choice.retired ? t('model.retired') : choice.unlisted ? t('model.unlistedShort') : ''}</small>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
