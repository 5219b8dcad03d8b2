import {
  Background,
  BackgroundVariant,
  type EdgeTypes,
  type NodeTypes,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  useOnViewportChange,
  type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { t } from '../i18n/index.ts';
import type { OpenDocument } from '../store/documents.ts';
import { useCanvas } from './canvas-store.ts';
import { FrameCard } from './cards/frame-card.tsx';
import { NodeCard } from './cards/node-card.tsx';
import { NoteCard } from './cards/note-card.tsx';
import type { FlowEdge, FlowNode } from './flow-elements.ts';
import { OverviewMap } from './overview-map.tsx';
import { useCanvasHandle } from './use-canvas-handle.ts';
import { useFlowEdges, useFlowNodes } from './use-flow.ts';
import { useWiring } from './use-wiring.ts';
import { LooseWire, Wire } from './wire.tsx';
import { ZoomBar } from './zoom-bar.tsx';

const nodeTypes: NodeTypes = { card: NodeCard, frame: FrameCard, note: NoteCard } as NodeTypes;
const edgeTypes: EdgeTypes = { wire: Wire } as EdgeTypes;
const addKeys = ['Shift', 'Meta', 'Control'];
const panButtons = [0, 1];
const attribution = { hideAttribution: true };

/** Below this zoom cards are blocks with a name. */
const farZoom = 0.38;
/** Below this one nobody can read the names: blocks without edges and corners. */
const tinyZoom = 0.16;

/** Where each document was looked at last. */
const viewports = new Map<string, Viewport>();

/** React Flow over one document. */
export function Flow({ draft, open }: { readonly draft: string; readonly open: OpenDocument }) {
  const { nodes, onNodesChange, onDragStart, onDragEnd } = useFlowNodes(draft, open);
  const { edges, onEdgesChange } = useFlowEdges(draft, open);
  const wiring = useWiring(draft);
  const remembered = useRef(viewports.get(draft));
  const handle = useCanvasHandle(draft);
  const isEditable = !open.readOnly;
  const isMeasuring = useCanvas((state) => state.isMeasuring);
  const isFar = useCanvas((state) => state.isFar);
  const onInit = useCallback(
    (flow: ReactFlowInstance<FlowNode, FlowEdge>) => {
      if (remembered.current === undefined) handle.fitAtFirst(flow);
      noteZoom(flow.getZoom());
    },
    [handle],
  );
  const onMoveEnd = useCallback((_event: unknown, viewport: Viewport) => viewports.set(draft, viewport), [draft]);
  useOnViewportChange({ onChange: useCallback((viewport: Viewport) => noteZoom(viewport.zoom), []) });
  useEffect(() => () => useCanvas.setState({ wiring: undefined, quickAdd: undefined }), []);
  const labels = useMemo(
    () => ({
      'node.a11yDescription.default': t('canvas.keys'),
      'edge.a11yDescription.default': '',
    }),
    [],
  );
  return (
    <ReactFlow<FlowNode, FlowEdge>
      nodes={nodes}
      edges={edges}
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
      {...(remembered.current !== undefined && { defaultViewport: remembered.current })}
      onInit={onInit}
      onMoveEnd={onMoveEnd}
      nodesDraggable={isEditable}
      nodesConnectable={isEditable}
      edgesReconnectable={isEditable && !isFar}
      onlyRenderVisibleElements={!isMeasuring}
      elevateNodesOnSelect={false}
      zIndexMode="manual"
      minZoom={0.08}
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
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--dot)" bgColor="var(--canvas)" />
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
