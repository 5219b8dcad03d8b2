/** A node as the plain page draws it. */
export interface PlainNode {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What the plain page opens. */
export interface PlainGraph {
  readonly nodes: readonly PlainNode[];
  readonly edges: readonly {
    readonly id: string;
    readonly source: string;
    readonly sourceHandle: string;
    readonly target: string;
    readonly targetHandle: string;
  }[];
  /** Where the canvas lies on the page, as on Patchbay's. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly hasMap: boolean;
}

const kinds = ['prompt', 'chat', 'image', 'upload', 'video'] as const;
type Kind = (typeof kinds)[number];

const wires = [
  ['prompt', 'text', 'chat', 'prompt'],
  ['chat', 'text', 'image', 'prompt'],
  ['image', 'images', 'upload', 'file'],
  ['upload', 'url', 'video', 'images'],
  ['prompt', 'text', 'video', 'prompt'],
] as const;

const text = 'A keeper lights the lamp of a lighthouse at dusk. Slow, warm, cinematic.';
const columns = 40;

interface GridNode {
  readonly id: string;
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
}

/** Chains of five nodes side by side: as many nodes as asked for, and as many wires. */
function grid(count: number): {
  nodes: GridNode[];
  edges: { id: string; ends: (typeof wires)[number]; chain: number }[];
} {
  const nodes = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'prompt';
    const chain = Math.floor(index / kinds.length);
    return { id: `${kind}-${chain}`, kind, x: (index % columns) * 280, y: Math.floor(index / columns) * 200 };
  });
  const edges = Array.from({ length: count / kinds.length }, (_, chain) =>
    wires.map((ends, index) => ({ id: `e${chain}-${index}`, ends, chain })),
  ).flat();
  return { nodes, edges };
}

/** The workflow that Patchbay opens. */
export function workflowOf(count: number): unknown {
  const { nodes, edges } = grid(count);
  return {
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_bench',
    name: 'Bench',
    nodes: nodes.map(({ id, kind, x, y }) => ({
      id,
      type: kind,
      version: 1,
      title: titleOf(id),
      position: { x, y },
      params: kind === 'prompt' ? { text } : {},
    })),
    edges: edges.map(({ id, ends: [from, output, to, input], chain }) => ({
      id,
      from: { node: `${from}-${chain}`, port: output },
      to: { node: `${to}-${chain}`, port: input },
    })),
    frames: [],
    notes: [],
  };
}

/** What a card of each kind looks like in Patchbay, as it was measured there. */
export interface Measured {
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The same graph for the plain page: nodes of the same size with the same ports. */
export function plainOf(
  count: number,
  measured: Readonly<Record<string, Measured>>,
  box: PlainGraph['box'],
  hasMap: boolean,
): PlainGraph {
  const { nodes, edges } = grid(count);
  return {
    nodes: nodes.map(({ id, kind, x, y }) => {
      const size = measured[kind];
      if (size === undefined) throw new Error(`no card of the kind ${kind} was measured`);
      return { id, title: titleOf(id), text: kind === 'prompt' ? text : '', x, y, ...size };
    }),
    edges: edges.map(({ id, ends: [from, output, to, input], chain }) => ({
      id,
      source: `${from}-${chain}`,
      sourceHandle: output,
      target: `${to}-${chain}`,
      targetHandle: input,
    })),
    box,
    hasMap,
  };
}

function titleOf(id: string): string {
  return id.replace('-', ' ');
}
