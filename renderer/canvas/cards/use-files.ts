import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { FileRef } from '#core/node/param';
import type { MediaValue } from '#core/value/value';
import { api } from '../../api.ts';
import { useDocuments } from '../../store/documents.ts';

const useOpened = create<{ readonly media: Readonly<Record<string, MediaValue>> }>(() => ({ media: {} }));

/** What is known of files that a node names, in their order; undefined for one that is not there or not opened yet. */
export function useFiles(draft: string, files: readonly FileRef[]): readonly (MediaValue | undefined)[] {
  const path = useDocuments((state) => state.documents[draft]?.path);
  const keys = useMemo(() => files.map((file) => keyOf(file, path)), [files, path]);
  // A card is drawn anew for its own files only: many are opened one after the other.
  const media = useOpened(useShallow((state) => keys.map((key) => state.media[key])));
  useEffect(() => {
    for (const file of files) {
      const key = keyOf(file, path);
      if (useOpened.getState().media[key] !== undefined) continue;
      api()
        .call('file.open', { file, ...(path !== undefined && { path }) })
        .then((value) => useOpened.setState((state) => ({ media: { ...state.media, [key]: value } })))
        // A file that is not there shows its name; validation says the rest.
        .catch(() => undefined);
    }
  }, [files, path]);
  return media;
}

/** A file by content is the same everywhere, one by its path only beside its workflow. */
function keyOf(file: FileRef, workflow: string | undefined): string {
  return JSON.stringify([file.artifact, file.artifact === undefined ? workflow : '', file.path]);
}
