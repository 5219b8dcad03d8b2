import { Command } from 'cmdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { localText, t } from '../i18n/index.ts';
import { useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { SearchInput } from '../ui/search-input.tsx';
import { addNodeAt } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';
import { type QuickAdd as Request, useCanvas } from './canvas-store.ts';
import { type Choice, choiceKey, paramsOfChoice, searchNodes, titleOfChoice } from './node-search.ts';
import { familyColour } from './palette-colours.ts';
import { typeName } from './type-name.ts';
import { fitOnEdge, fittingTypes, typeOfInput, typeOfOutput } from './wiring.ts';

/** The search that opens at the cursor: what is chosen is added there, and wired when a wire was dropped. */
export function QuickAdd({ draft }: { readonly draft: string }) {
  const request = useCanvas((state) => state.quickAdd);
  if (request === undefined || request.draft !== draft) return null;
  return <QuickAddList key={`${request.place.x} ${request.place.y}`} request={request} />;
}

function close(): void {
  useCanvas.setState({ quickAdd: undefined });
}

const width = 280;
const height = 348;

function QuickAddList({ request }: { readonly request: Request }) {
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const type = useEndType(request);
  const { draft, edge, end } = request;
  const choices = useMemo(() => {
    const fits = end === undefined || type === undefined ? undefined : fittingTypes(registry, type, end.side);
    const found = searchNodes(registry, query, fits);
    return edge === undefined ? found : found.filter((choice) => fitsOnEdge(draft, edge, choice));
  }, [query, end, edge, draft, type]);
  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) close();
    };
    window.addEventListener('pointerdown', onDown, true);
    return () => window.removeEventListener('pointerdown', onDown, true);
  }, []);
  const choose = (choice: Choice): void => {
    close();
    const { place } = request;
    // The port that takes the wire comes to lie under the pointer.
    const shift = end === undefined ? { x: 20, y: 18 } : { x: end.side === 'output' ? 0 : 214, y: 18 };
    const id = addNodeAt(
      draft,
      choice.definition.type,
      { x: place.x - shift.x, y: place.y - shift.y },
      {
        params: paramsOfChoice(choice),
        ...(edge !== undefined && { edge }),
        ...(end !== undefined && choice.port !== undefined && { wire: { end, port: choice.port } }),
      },
    );
    if (id !== undefined) requestAnimationFrame(() => canvasOf(draft)?.show(id));
  };
  // A place beside the selection may be out of sight; the search itself never is.
  const left = Math.min(request.screen.x, window.innerWidth - width - 12);
  const top = Math.min(request.screen.y, window.innerHeight - height - 12);
  return (
    <div
      ref={box}
      className="quick-add"
      role="dialog"
      aria-label={t('quickAdd.label')}
      style={{ left: Math.max(8, left), top: Math.max(8, top), width }}
    >
      <Command
        shouldFilter={false}
        label={t('quickAdd.label')}
        loop
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== 'Escape') return;
          event.preventDefault();
          close();
          canvasOf(draft)?.focus();
        }}
      >
        <SearchInput autoFocus value={query} onValueChange={setQuery} placeholder={t('palette.search')} />
        {type === undefined ? null : <p className="quick-note">{t('quickAdd.fits', { type: typeName(type) })}</p>}
        <Command.List>
          <Command.Empty>
            {type === undefined ? t('palette.nothing') : t('quickAdd.nothing', { type: typeName(type) })}
          </Command.Empty>
          {choices.map((choice) => (
            <Command.Item key={choiceKey(choice)} value={choiceKey(choice)} onSelect={() => choose(choice)}>
              <i className="swatch" style={{ background: familyColour(choice.definition) }} />
              <span>{localText(titleOfChoice(choice))}</span>
              <small>{choice.recipe?.submit.path ?? choice.model ?? portNote(choice)}</small>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </div>
  );
}

function fitsOnEdge(draft: string, id: string, choice: Choice): boolean {
  const view = useDocuments.getState().documents[draft]?.view;
  const edge = view?.workflow.edges.find((entry) => entry.id === id);
  if (view === undefined || edge === undefined) return false;
  return fitOnEdge(view.graph, registry, edge, choice.definition.type, paramsOfChoice(choice)) !== undefined;
}

/** The port that would take the wire. */
function portNote(choice: Choice): string {
  const { definition, port } = choice;
  if (port === undefined) return '';
  const found = definition.inputs[port] ?? definition.outputs[port];
  return found === undefined ? port : localText(found.label);
}

function useEndType(request: Request) {
  const graph = useDocuments((state) => state.documents[request.draft]?.view.graph);
  return useMemo(() => {
    const { end } = request;
    if (graph === undefined || end === undefined) return undefined;
    return end.side === 'output'
      ? typeOfOutput(graph, registry, end)
      : typeOfInput(graph.nodes.get(end.node), end.port);
  }, [graph, request]);
}
