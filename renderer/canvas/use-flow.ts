import { type EdgeChange, type NodeChange, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { moveElements, type Point } from '../document/edits.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { editDocument, type OpenDocument } from '../store/documents.ts';
import { select, useView } from '../store/view.ts';
import { changeNodes, type FlowEdge, type FlowNode, mergeEdges, mergeNodes, pointOf } from './flow-elements.ts';
import { contentsOfFrame, fitFrames } from './frames.ts';
import { frameWork } from './next-frame.ts';

const nothing: ReadonlySet<string> = new Set();

/** What lies in a frame that is dragged moves along with it. */
interface Carried {
  readonly start: Point;
  readonly contents: readonly { readonly id: string; readonly start: Point }[];
}

/**
 * The nodes as React Flow wants them. It keeps sizes and drags here; a drag is written into the document when it ends.
 * While it lasts, React Flow's store gets the places once a frame and only what moves is drawn again.
 */
export function useFlowNodes(draft: string, open: OpenDocument, beforeDrag: () => void) {
  const store = useStoreApi<FlowNode, FlowEdge>();
  const { history, view } = open;
  const selection = useView((state) => state.selection[draft]) ?? nothing;
  const [nodes, setNodes] = useState(() => mergeNodes([], history.document, view.graph, draft, selection));
  const current = useRef(nodes);
  const carried = useRef(new Map<string, Carried>());
  const put = useCallback((next: FlowNode[]) => {
    if (next === current.current) return;
    current.current = next;
    setNodes(next);
  }, []);

  useLayoutEffect(() => {
    put(fitFrames(mergeNodes(current.current, history.document, view.graph, draft, selection)));
  }, [history.document, view.graph, draft, selection, put]);

  const drag = useMemo(() => {
    const moves = new Map<string, NodeChange<FlowNode>>();
    const work = frameWork(() => {
      current.current = changeNodes(current.current, [...moves.values()]);
      moves.clear();
      store.getState().setNodes(current.current);
    });
    return {
      go(changes: readonly PositionChange[]) {
        for (const change of changes) moves.set(change.id, change);
        work.soon();
      },
      catchUp: work.now,
      drop: work.drop,
    };
  }, [store]);
  useEffect(() => drag.drop, [drag]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const all = [...changes, ...carriedChanges(changes, carried.current)];
      if (all.every(isDrag)) {
        drag.go(all);
        return;
      }
      drag.catchUp();
      const next = changeNodes(current.current, all);
      put(fitFrames(next));
      if (changes.some((change) => change.type === 'select')) {
        const edges = useView.getState().selectedEdges[draft] ?? nothing;
        select(
          draft,
          next.filter((node) => node.selected === true).map((node) => node.id),
          edges,
        );
      }
    },
    [draft, put, drag],
  );

  const onDragStart = useCallback(
    (_event: unknown, _node: FlowNode, dragged: FlowNode[]) => {
      beforeDrag();
      const taken = new Set(dragged.map((node) => node.id));
      const free = current.current.filter((node) => !taken.has(node.id));
      carried.current = new Map(
        dragged
          .filter((node) => node.type === 'frame')
          .map((frame) => {
            const contents = contentsOfFrame(frame, free).map(({ id, x, y }) => ({ id, start: { x, y } }));
            return [frame.id, { start: { ...frame.position }, contents }];
          }),
      );
    },
    [beforeDrag],
  );

  const onDragEnd = useCallback(() => {
    carried.current = new Map();
    const moved = new Map<string, Point>();
    for (const node of current.current) {
      const before = pointOf(node.data.raw['position']);
      const now = { x: Math.round(node.position.x), y: Math.round(node.position.y) };
      if (before.x !== now.x || before.y !== now.y) moved.set(node.id, now);
    }
    if (moved.size > 0) editDocument(draft, 'edit.move', moveElements(moved));
  }, [draft]);

  return { nodes, onNodesChange, onDragStart, onDragEnd };
}

type PositionChange = Extract<NodeChange<FlowNode>, { type: 'position' }>;

/** A movement that is not the last one of its gesture. */
function isDrag(change: NodeChange<FlowNode>): change is PositionChange {
  return change.type === 'position' && change.dragging === true;
}

function carriedChanges(
  changes: readonly NodeChange<FlowNode>[],
  carried: ReadonlyMap<string, Carried>,
): NodeChange<FlowNode>[] {
  if (carried.size === 0) return [];
  return changes.flatMap((change) => {
    const frame = change.type === 'position' ? carried.get(change.id) : undefined;
    if (frame === undefined || change.type !== 'position' || change.position === undefined) return [];
    const dx = change.position.x - frame.start.x;
    const dy = change.position.y - frame.start.y;
    return frame.contents.map(({ id, start }) => ({
      id,
      type: 'position' as const,
      ...(change.dragging === true && { dragging: true }),
      position: { x: start.x + dx, y: start.y + dy },
    }));
  });
}

/** The wires as React Flow wants them. */
export function useFlowEdges(draft: string, open: OpenDocument) {
  const language = useLanguage();
  const selection = useView((state) => state.selectedEdges[draft]) ?? nothing;
  const { history, view } = open;
  const last = useRef<{ readonly language: string; readonly edges: FlowEdge[] }>({ language, edges: [] });
  const edges = useMemo(() => {
    // In another language each wire has another name.
    const before = last.current.language === language ? last.current.edges : [];
    return mergeEdges(before, history.document, view.graph, selection, (from, to) =>
      t('wire.label', { from: nodeName(draft, from), to: nodeName(draft, to) }),
    );
  }, [draft, language, history.document, view.graph, selection]);
  useEffect(() => {
    last.current = { language, edges };
  }, [language, edges]);

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const state = useView.getState();
      const chosen = new Set(state.selectedEdges[draft] ?? nothing);
      let isChanged = false;
      for (const change of changes) {
        if (change.type !== 'select') continue;
        isChanged = true;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      if (isChanged) select(draft, state.selection[draft] ?? nothing, chosen);
    },
    [draft],
  );
  return { edges, onEdgesChange };
}
