import type {
  Connection,
  FinalConnectionState,
  HandleType,
  IsValidConnection,
  OnConnectEnd,
  OnConnectStart,
} from '@xyflow/react';
import { useMemo } from 'react';
import { removeElements } from '../document/edits.ts';
import { replugEdge } from '../document/wiring.ts';
import { t } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { editDocument, useDocuments } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { announce } from '../store/view.ts';
import { connectPorts } from './actions.ts';
import { canvasOf } from './canvas-handle.ts';
import { useCanvas } from './canvas-store.ts';
import type { FlowEdge } from './flow-elements.ts';
import { sideOf } from './wire-hint.tsx';
import { bestPort, judgePorts, type LooseEnd, portKey, takesOne, typeOfInput, typeOfOutput } from './wiring.ts';

function graphOf(draft: string) {
  return useDocuments.getState().documents[draft]?.view.graph;
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

/** The ports of a connection, whichever end it was begun at. */
function portsOf(connection: Connection | FlowEdge) {
  return {
    from: { node: connection.source, port: connection.sourceHandle ?? '' },
    to: { node: connection.target, port: connection.targetHandle ?? '' },
  };
}

/** Marks every port as fitting or not while a wire is drawn. */
function startWiring(draft: string, end: LooseEnd): void {
  const graph = graphOf(draft);
  if (graph === undefined) return;
  const type =
    end.side === 'output' ? typeOfOutput(graph, registry, end) : typeOfInput(graph.nodes.get(end.node), end.port);
  useCanvas.setState({ wiring: { end, base: type?.base ?? 'any', verdicts: judgePorts(graph, registry, end) } });
}

/** A wire that was let go over the body of a card takes the port there that fits best. */
function connectToBody(draft: string, end: LooseEnd, event: MouseEvent | TouchEvent): boolean {
  const point = pointOf(event);
  const element = document.elementFromPoint(point.x, point.y)?.closest<HTMLElement>('.react-flow__node-card');
  const node = element?.dataset['id'];
  const graph = graphOf(draft);
  const entry = node === undefined ? undefined : graph?.nodes.get(node);
  if (graph === undefined || node === undefined || entry === undefined) return element != null;
  const side = end.side === 'output' ? 'input' : 'output';
  const verdicts = judgePorts(graph, registry, end);
  const ports = Object.entries(side === 'input' ? entry.inputs : entry.outputs).filter(
    ([port]) => verdicts.get(portKey({ node, port }, side))?.fits === true,
  );
  const type =
    end.side === 'output' ? typeOfOutput(graph, registry, end) : typeOfInput(graph.nodes.get(end.node), end.port);
  const best = type === undefined ? undefined : bestPort(Object.fromEntries(ports), type, end.side);
  if (best === undefined) return true;
  const other = { node, port: best.port };
  const held = { node: end.node, port: end.port };
  if (end.side === 'output') connectPorts(draft, held, other);
  else connectPorts(draft, other, held);
  return true;
}

/** Everything that drawing wires by mouse needs. */
export function useWiring(draft: string) {
  return useMemo(() => {
    let replugged: FlowEdge | undefined;
    let isReplugged = false;

    const onConnectStart: OnConnectStart = (_event, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleId === null) return;
      startWiring(draft, {
        node: nodeId,
        port: handleId,
        side: sideOf(handleType),
        ...(replugged !== undefined && { edge: replugged.id }),
      });
    };

    const onConnectEnd: OnConnectEnd = (event, state: FinalConnectionState) => {
      const { wiring } = useCanvas.getState();
      useCanvas.setState({ wiring: undefined });
      if (wiring === undefined || replugged !== undefined || state.isValid === true || state.toHandle !== null) return;
      if (connectToBody(draft, wiring.end, event)) return;
      const screen = pointOf(event);
      const isOnCanvas = document.elementFromPoint(screen.x, screen.y)?.closest('.react-flow') != null;
      const canvas = canvasOf(draft);
      if (!isOnCanvas || canvas === undefined) return;
      useCanvas.setState({ quickAdd: { draft, screen, place: canvas.toCanvas(screen), end: wiring.end } });
    };

    const isValidConnection: IsValidConnection<FlowEdge> = (connection) => {
      const { wiring } = useCanvas.getState();
      const { from, to } = portsOf(connection as Connection);
      if (wiring === undefined) return false;
      const key = wiring.end.side === 'output' ? portKey(to, 'input') : portKey(from, 'output');
      return wiring.verdicts.get(key)?.fits === true;
    };

    const onConnect = (connection: Connection): void => {
      const { from, to } = portsOf(connection);
      connectPorts(draft, from, to);
      announce(t('wire.done', { from: nodeName(draft, from.node), to: nodeName(draft, to.node) }));
    };

    const onReconnectStart = (_event: unknown, edge: FlowEdge): void => {
      replugged = edge;
      isReplugged = false;
    };

    const onReconnect = (edge: FlowEdge, connection: Connection): void => {
      isReplugged = true;
      const { from, to } = portsOf(connection);
      const replace = takesOne(graphOf(draft)?.nodes.get(to.node), to.port);
      editDocument(draft, 'edit.replug', replugEdge({ edge: edge.id, from, to, replace }));
    };

    const onReconnectEnd = (
      _event: MouseEvent | TouchEvent,
      edge: FlowEdge,
      _type: HandleType,
      state: FinalConnectionState,
    ): void => {
      replugged = undefined;
      useCanvas.setState({ wiring: undefined });
      if (isReplugged || state.toHandle !== null) return;
      // Pulled off and let go over nothing: the wire is unplugged.
      editDocument(draft, 'edit.delete', removeElements({ edges: new Set([edge.id]) }));
      announce(t('wire.removed'));
    };

    return {
      onConnectStart,
      onConnectEnd,
      isValidConnection,
      onConnect,
      onReconnectStart,
      onReconnect,
      onReconnectEnd,
    };
  }, [draft]);
}
