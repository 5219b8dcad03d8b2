import { create } from 'zustand';
import type { Result } from './results.ts';

/** A result with what people call the node that made it. */
export interface NamedResult extends Result {
  readonly name: string;
}

/** What is looked at in full size. */
export const useViewer = create<{ readonly results: readonly NamedResult[]; readonly index: number }>(() => ({
  results: [],
  index: 0,
}));

export function openViewer(results: readonly NamedResult[], index: number): void {
  useViewer.setState({ results, index });
}

export function closeViewer(): void {
  useViewer.setState({ results: [], index: 0 });
}

/** The next or previous one; at the ends it stays. */
export function stepViewer(step: number): void {
  const { results, index } = useViewer.getState();
  useViewer.setState({ index: Math.min(results.length - 1, Math.max(0, index + step)) });
}
