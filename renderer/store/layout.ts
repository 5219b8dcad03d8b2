import { create } from 'zustand';
import { type BottomPanel, useView } from './view.ts';

export type Pane = 'left' | 'right' | 'bottom';

/** The sizes of the panes in pixels, and what else of the window is remembered on this computer. */
export interface Layout {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly leftTab: 'palette' | 'outline';
  /** Families of node types whose list is folded in the palette. */
  readonly folded: readonly string[];
  /** Say it when long work ends while nobody looks at the window; undefined until people decided. */
  readonly notifyWhenDone: boolean | undefined;
  /** The draft that was in front last. */
  readonly front: string | undefined;
}

export const paneLimits: Readonly<
  Record<Pane, { readonly min: number; readonly max: number; readonly start: number }>
> = {
  left: { min: 168, max: 420, start: 208 },
  right: { min: 240, max: 560, start: 300 },
  bottom: { min: 112, max: 640, start: 208 },
};

const initial: Layout = {
  left: paneLimits.left.start,
  right: paneLimits.right.start,
  bottom: paneLimits.bottom.start,
  leftTab: 'palette',
  folded: [],
  notifyWhenDone: undefined,
  front: undefined,
};

export const useLayout = create<Layout>(() => initial);

export function clampPane(pane: Pane, size: number): number {
  const { min, max } = paneLimits[pane];
  return Math.round(Math.min(max, Math.max(min, size)));
}

export function resizePane(pane: Pane, size: number): void {
  useLayout.setState({ [pane]: clampPane(pane, size) });
}

/** Folds the list of a family in the palette, or unfolds it. */
export function foldFamily(family: string, isFolded: boolean): void {
  const others = useLayout.getState().folded.filter((other) => other !== family);
  useLayout.setState({ folded: isFolded ? [...others, family] : others });
}

const storageKey = 'patchbay.layout';

interface Remembered extends Partial<Layout> {
  readonly palette?: boolean;
  readonly inspector?: boolean;
  readonly panel?: BottomPanel | 'none';
}

const panels: readonly unknown[] = ['runs', 'tasks', 'results', 'issues'];

/** What was remembered, as far as it makes sense. */
export function readLayout(text: string | null): { layout: Layout; view: Partial<ReturnType<typeof rememberedView>> } {
  let held: Remembered = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) held = parsed as Remembered;
  } catch {
    // Someone else wrote there; the window begins as new.
  }
  const size = (pane: Pane): number => {
    const value = held[pane];
    return typeof value === 'number' && Number.isFinite(value) ? clampPane(pane, value) : paneLimits[pane].start;
  };
  const layout: Layout = {
    left: size('left'),
    right: size('right'),
    bottom: size('bottom'),
    leftTab: held.leftTab === 'outline' ? 'outline' : 'palette',
    folded: Array.isArray(held.folded) ? held.folded.filter((family) => typeof family === 'string') : [],
    notifyWhenDone: typeof held.notifyWhenDone === 'boolean' ? held.notifyWhenDone : undefined,
    front: typeof held.front === 'string' ? held.front : undefined,
  };
  return {
    layout,
    view: {
      ...(typeof held.palette === 'boolean' && { palette: held.palette }),
      ...(typeof held.inspector === 'boolean' && { inspector: held.inspector }),
      ...(panels.includes(held.panel) && { bottom: held.panel as BottomPanel }),
      ...(held.panel === 'none' && { bottom: undefined }),
    },
  };
}

function rememberedView(): { palette: boolean; inspector: boolean; bottom: BottomPanel | undefined } {
  const { palette, inspector, bottom } = useView.getState();
  return { palette, inspector, bottom };
}

function store(): void {
  const { palette, inspector, bottom } = rememberedView();
  try {
    localStorage.setItem(
      storageKey,
      JSON.stringify({ ...useLayout.getState(), palette, inspector, panel: bottom ?? 'none' }),
    );
  } catch {
    // A full or forbidden storage only means that the window begins as new next time.
  }
}

/** Brings back how the window was and remembers how it becomes. Returns what ends it. */
export function followLayout(): () => void {
  let text: string | null = null;
  try {
    text = localStorage.getItem(storageKey);
  } catch {
    // As above.
  }
  const { layout, view } = readLayout(text);
  useLayout.setState(layout);
  useView.setState(view);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(store, 300);
  };
  const ends = [useLayout.subscribe(later), useView.subscribe(later)];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
