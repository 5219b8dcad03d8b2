import { Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { t } from '../i18n/index.ts';
import type { FlowEdge, FlowNode, FlowState } from './flow-elements.ts';
import { mapColour } from './map-colour.ts';
import { frameWork } from './next-frame.ts';

const width = 168;
const height = 104;
/** Milliseconds between two paintings while cards move. */
const repaintPause = 250;
/** Room around the graph, in pixels of the map. */
const margin = 6;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type State = Pick<FlowState, 'nodes' | 'transform' | 'width' | 'height'>;

/**
 * The whole graph at a glance, in one picture: it is painted again when nodes change, and a rectangle moves over it when
 * the canvas does. (An element for each node, as React Flow's own map has, would cost more than the canvas itself.)
 */
export function OverviewMap() {
  const store = useStoreApi<FlowNode, FlowEdge>();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const paper = useRef<HTMLCanvasElement>(null);
  const sight = useRef<HTMLDivElement>(null);
  const map = useMemo(() => createMap(), []);
  useEffect(() => {
    const update = (): void => {
      if (paper.current !== null && sight.current !== null) map.show(store.getState(), paper.current, sight.current);
    };
    const { soon, drop } = frameWork(update);
    let later: ReturnType<typeof setTimeout> | undefined;
    const leave = store.subscribe((now, before) => {
      const isSame = now.transform === before.transform && now.width === before.width && now.height === before.height;
      if (!isSame) soon();
      // While a card is dragged it moves by less than a pixel of the map in a frame.
      else if (now.nodes !== before.nodes) {
        later ??= setTimeout(() => {
          later = undefined;
          soon();
        }, repaintPause);
      }
    });
    const themes = new MutationObserver(() => {
      map.forget();
      soon();
    });
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    soon();
    return () => {
      leave();
      clearTimeout(later);
      themes.disconnect();
      drop();
    };
  }, [store, map]);

  const goTo = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = map.toCanvas({ x: event.clientX - box.x, y: event.clientY - box.y });
    // A movement that is replaced by the next one is no fault.
    flow.setCenter(point.x, point.y, { zoom: flow.getZoom() }).catch(() => undefined);
  };
  return (
    <Panel position="bottom-right" className="overview-map">
      {/* Commands and keys do the same: the picture is for the eye and the hand. */}
      <div
        role="img"
        aria-label={t('canvas.minimap')}
        className="overview-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
        }}
        onWheel={(event) => {
          flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002)).catch(() => undefined);
        }}
      >
        <canvas ref={paper} />
        <div ref={sight} className="overview-sight" />
      </div>
    </Panel>
  );
}

function createMap() {
  let drawn: { nodes: readonly FlowNode[]; bounds: Box } | undefined;
  let colours = new Map<string, string>();
  let scale = 1;
  let origin = { x: 0, y: 0 };
  let sightSize = '';

  const place = (bounds: Box): void => {
    scale = Math.min((width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height);
    origin = {
      x: bounds.x - (width / scale - bounds.width) / 2,
      y: bounds.y - (height / scale - bounds.height) / 2,
    };
  };

  const colourOf = (node: FlowNode, element: Element): string => {
    const name = mapColour(node);
    const known = colours.get(name);
    if (known !== undefined) return known;
    const colour = getComputedStyle(element).getPropertyValue(name);
    colours.set(name, colour);
    return colour;
  };

  const paint = (nodes: readonly FlowNode[], paper: HTMLCanvasElement): void => {
    const density = Math.max(1, window.devicePixelRatio);
    paper.width = width * density;
    paper.height = height * density;
    const context = paper.getContext('2d');
    if (context === null) return;
    context.scale(density, density);
    for (const node of nodes) {
      const box = boxOf(node);
      context.globalAlpha = node.type === 'frame' ? 0.5 : 1;
      context.fillStyle = colourOf(node, paper);
      const [x, y] = [(box.x - origin.x) * scale, (box.y - origin.y) * scale];
      const [wide, high] = [Math.max(1, box.width * scale), Math.max(1, box.height * scale)];
      // Corners that nobody would see are not drawn.
      if (high < 4) {
        context.fillRect(x, y, wide, high);
        continue;
      }
      context.beginPath();
      context.roundRect(x, y, wide, high, Math.min(2, 8 * scale));
      context.fill();
    }
  };

  return {
    show(
      { nodes, transform: [x, y, zoom], width: wide, height: high }: State,
      paper: HTMLCanvasElement,
      sight: HTMLElement,
    ) {
      const seen: Box = { x: -x / zoom, y: -y / zoom, width: wide / zoom, height: high / zoom };
      const bounds = around(nodes, seen);
      if (drawn === undefined || drawn.nodes !== nodes || !isSame(drawn.bounds, bounds)) {
        drawn = { nodes, bounds };
        place(bounds);
        paint(nodes, paper);
      }
      const [left, top] = [(seen.x - origin.x) * scale, (seen.y - origin.y) * scale];
      sight.style.transform = `translate(${left}px, ${top}px)`;
      const size = `${(seen.width * scale).toFixed(1)}px ${(seen.height * scale).toFixed(1)}px`;
      // Moving it costs nothing as long as its size stays.
      if (size === sightSize) return;
      sightSize = size;
      const [sightWidth = '', sightHeight = ''] = size.split(' ');
      Object.assign(sight.style, { width: sightWidth, height: sightHeight });
    },
    /** Colours are read anew. */
    forget() {
      drawn = undefined;
      colours = new Map();
    },
    toCanvas: (point: { x: number; y: number }) => ({ x: origin.x + point.x / scale, y: origin.y + point.y / scale }),
  };
}

function boxOf(node: FlowNode): Box {
  const { width: wide = node.width ?? 0, height: high = node.height ?? 0 } = node.measured ?? {};
  return { ...node.position, width: wide, height: high };
}

/** All nodes and what is in sight. */
function around(nodes: readonly FlowNode[], seen: Box): Box {
  let [left, top, right, bottom] = [seen.x, seen.y, seen.x + seen.width, seen.y + seen.height];
  for (const node of nodes) {
    const box = boxOf(node);
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

function isSame(one: Box, other: Box): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
