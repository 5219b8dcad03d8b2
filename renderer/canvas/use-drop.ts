import { type DragEvent, useMemo } from 'react';
import type { Json } from '#core/value/value';
import { isObject } from '../document/edits.ts';
import { useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { addNodeAt } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';
import { nodeDragType } from './palette.tsx';
import { takeTransfer } from './transfer.ts';
import { fitOnEdge } from './wiring.ts';

/** The wire under a point of the screen. */
export function edgeAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<SVGElement>('.react-flow__edge');
    const id = edge?.getAttribute('data-id');
    if (id != null) return id;
    if (element.closest('.react-flow__node-card') !== null) return undefined;
  }
  return undefined;
}

function read(text: string): { type: string; params: Record<string, Json> } | undefined {
  try {
    const parsed = JSON.parse(text) as Json;
    if (!isObject(parsed) || typeof parsed['type'] !== 'string') return undefined;
    return { type: parsed['type'], params: isObject(parsed['params']) ? parsed['params'] : {} };
  } catch {
    return undefined;
  }
}

/** The edge under the pointer when a node of this type fits into it. */
function fittingEdge(draft: string, type: string, params: Record<string, Json>, at: { x: number; y: number }) {
  const view = useDocuments.getState().documents[draft]?.view;
  const id = edgeAt(at.x, at.y);
  const edge = view?.workflow.edges.find((entry) => entry.id === id);
  if (view === undefined || edge === undefined) return undefined;
  return fitOnEdge(view.graph, registry, edge, type, params) === undefined ? undefined : edge.id;
}

/** Node types, files and texts that are dropped on the canvas. */
export function useDrop(draft: string) {
  return useMemo(
    () => ({
      onDragOver: (event: DragEvent): void => {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent): void => {
        event.preventDefault();
        const canvas = canvasOf(draft);
        if (canvas === undefined) return;
        const at = { x: event.clientX, y: event.clientY };
        const place = canvas.toCanvas(at);
        const dragged = read(event.dataTransfer.getData(nodeDragType));
        if (dragged === undefined) {
          takeTransfer(draft, event.dataTransfer, place);
          return;
        }
        const edge = fittingEdge(draft, dragged.type, dragged.params, at);
        const id = addNodeAt(
          draft,
          dragged.type,
          { x: place.x - 40, y: place.y - 18 },
          {
            params: dragged.params,
            ...(edge !== undefined && { edge }),
          },
        );
        if (id !== undefined) requestAnimationFrame(() => canvas.show(id));
      },
    }),
    [draft],
  );
}
