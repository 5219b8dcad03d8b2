import {
  type EdgeTypes,
  type NodeTypes,
  Panel,
  ReactFlow,
  useOnViewportChange,
  useStoreApi,
  type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { t } from '../i18n/index.ts';
import type { OpenDocument } from '../store/documents.ts';
import { useCanvas } from './canvas-store.ts';
import { FrameCard } from './cards/frame-card.tsx';
import { NodeCard } from './cards/node-card.tsx';
import { NoteCard } from './cards/note-card.tsx';
import { Dots } from './dots.tsx';
import { FarWires } from './far-wires.tsx';
import { farZoom, leastZoom, viewOf } from './fit.ts';
import type { FlowEdge, FlowNode } from './flow-elements.ts';
import { OverviewMap } from './overview-map.tsx';
import { useCanvasHandle } from './use-canvas-handle.ts';
import { useFlowEdges, useFlowNodes } from './use-flow.ts';
import { useKeptView } from './use-kept-view.ts';
import { useSteadyLayer } from './use-steady-layer.ts';
import { useWiring } from './use-wiring.ts';
import { watchSizes } from './watch-sizes.ts';
import { LooseWire, Wire } from './wire.tsx';
import { ZoomBar } from './zoom-bar.tsx';

const nodeTypes: NodeTypes = { card: NodeCard, frame: FrameCard, note: NoteCard } as NodeTypes;
const edgeTypes: EdgeTypes = { wire: Wire } as EdgeTypes;
const addKeys = ['Shift', 'Meta', 'Control'];
const panButtons = [0, 1];
const attribution = { hideAttribution: true };

/** Below this one nobody can read the names: blocks without edges and corners. */
const tinyZoom = 0.16;

/** From that far nearly all of so many nodes are in sight, so that none comes and goes while the canvas moves. */
const mostDrawn = 1500;

/** Where each document was looked at last. */
const viewports = new Map<string, Viewport>();

interface FlowProps {
  readonly draft: string;
  readonly open: OpenDocument;
}

/** The graph, drawn as soon as it is known how much room there is: at once where it is to be looked at, and not twice. */
export function Flow({ draft, open }: FlowProps) {
  const place = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState<Viewport>();
  const endLayer = useSteadyLayer();
  const flowNodes = useFlowNodes(draft, open, endLayer);
  const { nodes } = flowNodes;
  useLayoutEffect(() => {
    if (first !== undefined || place.current === null) return;
    const view = viewports.get(draft) ?? viewOf(nodes, place.current.getBoundingClientRect(), 1);
    // Before the first card: from far there are other cards, and hardly any wires.
    noteZoom(view.zoom);
    setFirst(view);
  }, [draft, nodes, first]);
  return first === undefined ? (
    <div ref={place} className="flow-place" />
  ) : (
    <FlowInPlace draft={draft} open={open} first={first} flowNodes={flowNodes} />
  );
}

interface FlowInPlaceProps extends FlowProps {
  readonly first: Viewport;
  readonly flowNodes: ReturnType<typeof useFlowNodes>;
}

/** React Flow over one document. */
function FlowInPlace({ draft, open, first, flowNodes }: FlowInPlaceProps) {
  const store = useStoreApi<FlowNode, FlowEdge>();
  useState(() => watchSizes(store));
  const { nodes, onNodesChange, onDragStart, onDragEnd } = flowNodes;
  const { edges, onEdgesChange } = useFlowEdges(draft, open);
  const wiring = useWiring(draft);
  useLayoutEffect(
    () => () => {
      const { nodes: last, transform } = store.getState();
      const [x, y, zoom] = transform;
      if (last.length > 0) viewports.set(draft, { x, y, zoom });
    },
    [draft, store],
  );
  useCanvasHandle(draft);
  useKeptView(draft);
  const isEditable = !open.readOnly;
  const isFar = useCanvas((state) => state.isFar);
  const isAllDrawn = useCanvas((state) => state.isMeasuring || (state.isTiny && nodes.length <= mostDrawn));
  const farWire = useCanvas((state) => state.farWire);
  const drawnEdges = useMemo(
    () => (isFar ? edges.filter((edge) => edge.selected === true || edge.id === farWire) : edges),
    [edges, isFar, farWire],
  );
  useOnViewportChange({ onChange: useCallback((viewport: Viewport) => noteZoom(viewport.zoom), []) });
  useEffect(() => () => useCanvas.setState({ wiring: undefined, quickAdd: undefined, planCover: 0 }), []);
  const labels = useMemo(
    () => ({
      'node.a11yDescription.default': t('canvas.keys'),
      'edge.a11yDescription.default': t('wire.keys'),
    }),
    [],
  );
  return (
    <ReactFlow<FlowNode, FlowEdge>
      nodes={nodes}
      edges={drawnEdges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDragStart={onDragStart}
      onNodeDragStop={onDragEnd}
      onSelectionDragStart={(event, dragged) => dragged[0] !== undefined && onDragStart(event, dragged[0], dragged)}
      onSelectionDragStop={onDragEnd}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      connectionLineComponent={LooseWire}
      {...wiring}
      defaultViewport={first}
      nodesDraggable={isEditable}
      nodesConnectable={isEditable}
      edgesReconnectable={isEditable && !isFar}
      onlyRenderVisibleElements={!isAllDrawn}
      elevateNodesOnSelect={false}
      zIndexMode="manual"
      minZoom={leastZoom}
      maxZoom={2.5}
      connectionRadius={26}
      connectOnClick={false}
      zoomOnDoubleClick={false}
      panOnDrag={panButtons}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={addKeys}
      panActivationKeyCode={null}
      deleteKeyCode={null}
      disableKeyboardA11y
      proOptions={attribution}
      ariaLabelConfig={labels}
    >
      <Dots />
      {isFar ? <FarWires edges={edges} /> : null}
      <OverviewMap />
      <Panel position="bottom-left">
        <ZoomBar draft={draft} />
      </Panel>
    </ReactFlow>
  );
}

function noteZoom(zoom: number): void {
  const [isFar, isTiny] = [zoom < farZoom, zoom < tinyZoom];
  const before = useCanvas.getState();
  if (before.isFar !== isFar || before.isTiny !== isTiny) useCanvas.setState({ isFar, isTiny });
}
