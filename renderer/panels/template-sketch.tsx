import type { Template } from '#core/services/document-views';
import { familyColour } from '../canvas/palette-colours.ts';
import { registry } from '../store/registry.ts';

const width = 206;
const height = 64;
/** A node in the sketch, and what is left free around all of them. */
const block = { width: 14, height: 7 };
const margin = { x: 18, y: 14 };

interface Block {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/** The graph of a template seen from far: its nodes in their colours, and its wires. */
export function TemplateSketch({ sketch }: { readonly sketch: Template['sketch'] }) {
  const blocks = blocksOf(sketch.nodes);
  const wires = sketch.wires.flatMap(([from, to]) => {
    const [source, target] = [blocks[from], blocks[to]];
    return source === undefined || target === undefined ? [] : [{ id: `${from} ${to}`, source, target }];
  });
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="h-16 w-full rounded-md bg-canvas" aria-hidden="true">
      {wires.map(({ id, source, target }) => (
        <path
          key={id}
          d={wirePath(source, target)}
          fill="none"
          stroke={source.colour}
          strokeWidth="1.2"
          opacity="0.7"
        />
      ))}
      {blocks.map(({ x, y, colour }) => (
        <rect
          key={`${x} ${y}`}
          x={x - block.width / 2}
          y={y - block.height / 2}
          width={block.width}
          height={block.height}
          rx="2"
          fill={colour}
        />
      ))}
    </svg>
  );
}

/** The nodes where they lie to each other, in the middle of the sketch and as large as it allows. */
function blocksOf(nodes: Template['sketch']['nodes']): Block[] {
  const place = (axis: 'x' | 'y', size: number, free: number, most: number): ((value: number) => number) => {
    const values = nodes.map((node) => node[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const scale = Math.min(most, (size - 2 * free) / Math.max(1, high - low));
    return (value) => size / 2 + (value - (low + high) / 2) * scale;
  };
  const [across, down] = [place('x', width, margin.x, 0.16), place('y', height, margin.y, 0.1)];
  return nodes.map(({ type, x, y }) => {
    const definition = registry.node(type);
    return { x: across(x), y: down(y), colour: definition === undefined ? 'var(--faint)' : familyColour(definition) };
  });
}

function wirePath(source: Block, target: Block): string {
  const [start, end] = [source.x + block.width / 2, target.x - block.width / 2];
  const bend = Math.max(6, Math.abs(end - start) / 2);
  return `M${start} ${source.y}C${start + bend} ${source.y} ${end - bend} ${target.y} ${end} ${target.y}`;
}
