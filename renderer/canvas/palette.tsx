import { ChevronDown, Search } from 'lucide-react';
import { useRef, useState } from 'react';
import type { NodeDefinition } from '#core/node/definition';
import { shortcutOf } from '../commands/registry.ts';
import { localText, t, useLanguage } from '../i18n/index.ts';
import { foldFamily, useLayout } from '../store/layout.ts';
import { registry, useRecipes } from '../store/registry.ts';
import { Kbd } from '../ui/kbd.tsx';
import { addNodeAt } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';
import { type Choice, choiceKey, families, paramsOfChoice, searchNodes, titleOfChoice } from './node-search.ts';
import { familyColour } from './palette-colours.ts';
import './palette.css';

/** The kind of data under which a node type is dragged to the canvas. */
export const nodeDragType = 'application/x-patchbay-node';

/** All node types by family, to be dragged to the canvas or added by a click. */
export function Palette({ draft }: { readonly draft: string }) {
  useLanguage();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  // The user's own recipes are found too, from the moment when they are there.
  useRecipes((state) => state.revision);
  const choices = searchNodes(registry, query);
  const groups =
    query.trim() === ''
      ? families.map((family) => choices.filter((choice) => choice.definition.family === family))
      : [choices];
  const folded = useLayout((state) => state.folded);
  // The list is one stop of the Tab key; arrows move in it. With all families folded it is the first of them.
  const isSearching = query.trim() !== '';
  const entry = groups.flat().find(({ definition }) => isSearching || !folded.includes(definition.family));
  const add = (choice: Choice): void => {
    const canvas = canvasOf(draft);
    if (canvas === undefined) return;
    const centre = canvas.centre();
    const id = addNodeAt(
      draft,
      choice.definition.type,
      { x: centre.x - 107, y: centre.y - 40 },
      {
        params: paramsOfChoice(choice),
      },
    );
    if (id !== undefined) requestAnimationFrame(() => canvas.show(id));
  };
  const move = (from: Element, step: number): void => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    rows[rows.indexOf(from as HTMLElement) + step]?.focus();
  };
  const keys = shortcutOf('canvas.add');
  return (
    <section className="palette" aria-label={t('palette.label')}>
      <label className="palette-search">
        <Search size={14} aria-hidden />
        <input
          type="search"
          value={query}
          placeholder={t('palette.search')}
          aria-label={t('palette.search')}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const [best] = choices;
            if (event.key === 'Enter' && best !== undefined) add(best);
            if (event.key === 'Escape') setQuery('');
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
            }
          }}
        />
        {keys === undefined || query !== '' ? null : <Kbd>{keys}</Kbd>}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons in it. */}
      <div
        ref={list}
        className="palette-list"
        onKeyDown={(event) => {
          if (!(event.target instanceof HTMLElement)) return;
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          const { family } = event.target.dataset;
          const isFold = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
          if (step === 0 && !(isFold && family !== undefined)) return;
          event.preventDefault();
          if (family !== undefined && isFold) foldFamily(family, event.key === 'ArrowLeft');
          else move(event.target, step);
        }}
      >
        {choices.length === 0 ? <p className="palette-nothing">{t('palette.nothing')}</p> : null}
        {query.trim() === '' ? (
          families.map((family, index) => (
            <Family
              key={family}
              family={family}
              choices={groups[index] ?? []}
              isFolded={folded.includes(family)}
              isEntry={entry === undefined && index === 0}
              entry={entry}
              onAdd={add}
            />
          ))
        ) : (
          <Rows choices={choices} entry={entry} onAdd={add} />
        )}
      </div>
    </section>
  );
}

interface RowsProps {
  readonly choices: readonly Choice[];
  /** Where the Tab key enters the list. */
  readonly entry: Choice | undefined;
  readonly onAdd: (choice: Choice) => void;
}

interface FamilyProps extends RowsProps {
  readonly family: NodeDefinition['family'];
  readonly isFolded: boolean;
  /** The Tab key enters the list here. */
  readonly isEntry: boolean;
}

function Family({ family, choices, isFolded, isEntry, entry, onAdd }: FamilyProps) {
  if (choices.length === 0) return null;
  const name = t(`family.${family}`);
  return (
    <>
      <h2>
        <button
          type="button"
          className="heading"
          data-family={family}
          tabIndex={isEntry ? 0 : -1}
          aria-expanded={!isFolded}
          aria-label={t('palette.family', { name, count: choices.length })}
          onClick={() => foldFamily(family, !isFolded)}
        >
          <span>{name}</span>
          <ChevronDown size={12} className="fold" aria-hidden />
          {isFolded ? <small>{choices.length}</small> : null}
        </button>
      </h2>
      {isFolded ? null : <Rows choices={choices} entry={entry} onAdd={onAdd} />}
    </>
  );
}

function Rows({ choices, entry, onAdd }: RowsProps) {
  return (
    <ul>
      {choices.map((choice) => (
        <li key={choiceKey(choice)}>
          <button
            type="button"
            draggable
            tabIndex={choice === entry ? 0 : -1}
            title={localText(choice.definition.summary)}
            onClick={() => onAdd(choice)}
            onDragStart={(event) => {
              const payload = JSON.stringify({ type: choice.definition.type, params: paramsOfChoice(choice) });
              event.dataTransfer.setData(nodeDragType, payload);
              event.dataTransfer.effectAllowed = 'copy';
            }}
          >
            <i className="swatch" style={{ background: familyColour(choice.definition) }} />
            <span>{localText(titleOfChoice(choice))}</span>
            <Note choice={choice} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Beside a name: what a user's own operation calls, the model that fits, else how many models there are. */
function Note({ choice }: { readonly choice: Choice }) {
  const text = choice.recipe?.submit.path ?? choice.model;
  if (text !== undefined) return <small>{text}</small>;
  const count = modelCount(choice.definition);
  if (count < 2) return null;
  return (
    <small className="count">
      <span aria-hidden>{count}</span>
      <span className="sr-only">{t('palette.models', { count })}</span>
    </small>
  );
}

const counts = new Map<string, number>();

/** How many models a node type has recipes for. */
function modelCount(definition: NodeDefinition): number {
  if (definition.params['model']?.type !== 'model') return 0;
  const known = counts.get(definition.type);
  const count =
    known ??
    registry.recipes
      .filter((recipe) => recipe.nodes.includes(definition.type))
      .reduce((sum, recipe) => sum + recipe.models.length, 0);
  counts.set(definition.type, count);
  return count;
}
