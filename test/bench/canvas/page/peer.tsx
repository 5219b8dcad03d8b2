import {
  Background,
  type Edge,
  Handle,
  MiniMap,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useEdgesState,
  useNodesState,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo } from 'react';
import { createRoot } from 'react-dom/client';
import type { PlainGraph, PlainNode } from '../graph.ts';
import './peer.css';

type Plain = Node<{ readonly plain: PlainNode }, 'plain'>;

/** As React Flow's own guide draws a node of one's own: memoised, a title, a text, a handle for each port. */
const PlainCard = memo(function PlainCard({ data: { plain } }: NodeProps<Plain>) {
  const top = (index: number): { top: number } => ({ top: 18 + index * 22 });
  return (
    <div className="plain">
      <b>{plain.title}</b>
      <p>{plain.text}</p>
      {plain.inputs.map((name, index) => (
        <Handle key={name} id={name} type="target" position={Position.Left} style={top(index)} />
      ))}
      {plain.outputs.map((name, index) => (
        <Handle key={name} id={name} type="source" position={Position.Right} style={top(index)} />
      ))}
    </div>
  );
});

const nodeTypes = { plain: PlainCard };
const panButtons = [0, 1];

function Peer({ graph }: { readonly graph: PlainGraph }) {
  const [nodes, , onNodesChange] = useNodesState<Plain>(
    graph.nodes.map((plain) => ({
      id: plain.id,
      type: 'plain',
      position: { x: plain.x, y: plain.y },
      width: plain.width,
      height: plain.height,
      data: { plain },
    })),
  );
  const [edges, , onEdgesChange] = useEdgesState<Edge>(graph.edges.map((edge) => ({ ...edge })));
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      nodeTypes={nodeTypes}
      onlyRenderVisibleElements
      fitView
      fitViewOptions={{ padding: 0.12 }}
      minZoom={0.08}
      maxZoom={2.5}
      panOnDrag={panButtons}
      colorMode="dark"
    >
      <Background />
      {graph.hasMap ? <MiniMap pannable zoomable /> : null}
    </ReactFlow>
  );
}

document.getElementById('open')?.addEventListener('click', () => {
  open().catch((error: unknown) => {
    throw error;
  });
});

async function open(): Promise<void> {
  const graph = (await (await fetch('./graph.json')).json()) as PlainGraph;
  const element = document.getElementById('root');
  if (element === null) return;
  const { box } = graph;
  Object.assign(element.style, {
    left: `${box.x}px`,
    top: `${box.y}px`,
    width: `${box.width}px`,
    height: `${box.height}px`,
  });
  createRoot(element).render(<Peer graph={graph} />);
}
