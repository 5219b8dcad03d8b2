import { create } from 'zustand';

export type BottomPanel = 'runs' | 'tasks' | 'results' | 'issues';

/** What the screen shows and nobody saves: selection, open panels, the state of the connection to the main process. */
interface ViewState {
  /** Selected elements (nodes, frames, notes) by draft. */
  readonly selection: Readonly<Record<string, ReadonlySet<string>>>;
  readonly selectedEdges: Readonly<Record<string, ReadonlySet<string>>>;
  readonly bottom: BottomPanel | undefined;
  readonly palette: boolean;
  readonly inspector: boolean;
  /** Open surfaces above everything. */
  readonly overlay: 'commands' | 'settings' | 'start' | 'open' | undefined;
  /** The plan overlay on the graph before a run. */
  readonly planning: boolean;
  readonly isConnected: boolean;
  /** Short messages for people, newest last. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'bad';
  readonly text: string;
}

export const useView = create<ViewState>(() => ({
  selection: {},
  selectedEdges: {},
  bottom: undefined,
  palette: true,
  inspector: true,
  overlay: undefined,
  planning: false,
  isConnected: true,
  notices: [],
}));

const nothing: ReadonlySet<string> = new Set();

export function selectionOf(draft: string): ReadonlySet<string> {
  return useView.getState().selection[draft] ?? nothing;
}

export function select(draft: string, elements: Iterable<string>, edges: Iterable<string> = []): void {
  const { selection, selectedEdges } = useView.getState();
  useView.setState({
    selection: { ...selection, [draft]: new Set(elements) },
    selectedEdges: { ...selectedEdges, [draft]: new Set(edges) },
  });
}

let notices = 0;

/** Says something for a few seconds. */
export function notify(tone: Notice['tone'], text: string): void {
  notices += 1;
  const notice = { id: notices, tone, text };
  useView.setState({ notices: [...useView.getState().notices, notice].slice(-4) });
}

export function dismissNotice(id: number): void {
  useView.setState({ notices: useView.getState().notices.filter((notice) => notice.id !== id) });
}
