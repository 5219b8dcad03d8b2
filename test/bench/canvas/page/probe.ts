import type { Measured } from '../graph.ts';
import type { Probe, Pushed, StateChange } from '../probe.ts';

/** Runs in both pages before their own scripts, and notes when something is on the screen. Times are milliseconds. */

/** Whether the frame is being made that shows what is changed now. */
let isDrawing = false;

function soonAfter(done: () => void): void {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done();
  channel.port2.postMessage(undefined);
}

const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) =>
  nextFrame((time) => {
    if (!isDrawing) {
      isDrawing = true;
      soonAfter(() => {
        isDrawing = false;
      });
    }
    draw(time);
  });

/** Calls back after the frame was handed over that shows what is there now. */
function afterPaint(done: () => void): void {
  if (isDrawing) soonAfter(done);
  else requestAnimationFrame(() => soonAfter(done));
}

/** Resolves with the time at which as many elements as that are drawn. */
function painted(selector: string, count: number): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = document.querySelectorAll<HTMLElement>(selector);
      const isThere = found.length >= count && found[found.length - 1]?.style.visibility !== 'hidden';
      if (isThere) afterPaint(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** When the user last did something. */
let acted = 0;
for (const name of ['click', 'keydown'] as const) {
  window.addEventListener(
    name,
    (event) => {
      acted = event.timeStamp;
    },
    { capture: true },
  );
}

const changes: StateChange[] = [];

/** From now on notes which state each card shows. */
function watchStates(): void {
  new MutationObserver((mutations) => {
    const fresh = mutations.flatMap(({ target }) => {
      const card = target as HTMLElement;
      const node = card.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      return node === undefined ? [] : [{ node, state: card.dataset['state'] ?? '' }];
    });
    afterPaint(() => {
      const at = performance.timeOrigin + performance.now();
      for (const { node, state } of fresh) changes.push({ node, state, at });
    });
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
}

const pushed: Pushed[] = [];

/** Listens beside the page to what the main process tells. */
const PageEvents = window.EventSource;
window.EventSource = class extends PageEvents {
  constructor(url: string | URL) {
    super(url);
    this.addEventListener('run.event', (message) => {
      const received = performance.timeOrigin + performance.now();
      const { events } = JSON.parse((message as MessageEvent<string>).data) as {
        events: { event: string; node?: string; at: string }[];
      };
      for (const { event, node, at } of events) {
        if (node !== undefined) pushed.push({ event, node, at: Date.parse(at), received });
      }
    });
  }
};

/** The nodes that are drawn, with their places on the screen. */
function boxes(): { left: number; top: number; width: number; height: number }[] {
  return [...document.querySelectorAll('.react-flow__node')].map((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return { left, top, width, height };
  });
}

/** What Patchbay's cards look like when they are near: by the id of their node. */
function cards(): [id: string, size: Measured][] {
  const names = (node: Element, side: string): string[] =>
    [...node.querySelectorAll<HTMLElement>(`.port.${side}`)].map((port) => port.dataset['handleid'] ?? '');
  return [...document.querySelectorAll<HTMLElement>('.react-flow__node')].map((node) => [
    node.dataset['id'] ?? '',
    {
      width: node.offsetWidth,
      height: node.offsetHeight,
      inputs: names(node, 'input'),
      outputs: names(node, 'output'),
    },
  ]);
}

/** How far the canvas is zoomed. */
function zoom(): number {
  const viewport = document.querySelector<HTMLElement>('.react-flow__viewport');
  return new DOMMatrixReadOnly(viewport?.style.transform).a;
}

const probe: Probe = { painted, acted: () => acted, watchStates, changes, pushed, boxes, cards, zoom };
Object.assign(window, { probe });
