import type { DraftRow } from '#core/services/document-views';

/** A gesture that goes on (typing, dragging) is journalled again and again with all of it: only its last row counts. */
export function compactRows(rows: readonly DraftRow[]): DraftRow[] {
  return rows.filter((row, index) => {
    const next = rows[index + 1];
    return !(row.row === 'edit' && next?.row === 'edit' && next.entry.id === row.entry.id);
  });
}

/** Whether rows hold something that the last save, or the file that the draft began with, does not. */
export function isUnsaved(rows: readonly DraftRow[]): boolean {
  // Each edit gets a number of its own, so that a gesture that went on after the save counts as another one.
  const past: { readonly id: string; readonly number: number }[] = [];
  let future: typeof past = [];
  let saved = 0;
  for (const [index, row] of rows.entries()) {
    const last = past.at(-1);
    switch (row.row) {
      case 'edit':
        if (last?.id === row.entry.id && future.length === 0) past.pop();
        past.push({ id: row.entry.id, number: index + 1 });
        future = [];
        break;
      case 'undo':
        if (last === undefined) break;
        past.pop();
        future.push(last);
        break;
      case 'redo': {
        const next = future.pop();
        if (next !== undefined) past.push(next);
        break;
      }
      case 'save':
        saved = last?.number ?? 0;
    }
  }
  return (past.at(-1)?.number ?? 0) !== saved;
}
