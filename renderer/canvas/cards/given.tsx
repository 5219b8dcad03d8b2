import { useMemo } from 'react';
import { type FileRef, fileRefSchema } from '#core/node/param';
import { type PortType, parsePortType } from '#core/value/type';
import { isMediaValue, type Json } from '#core/value/value';
import { t } from '../../i18n/index.ts';
import type { NodeFacts } from '../facts.ts';
import { nameOfNode } from '../flow-elements.ts';
import { type Result, resultsOfPlain } from '../results.ts';
import { MediaGrid } from './media.tsx';
import { ResultBody } from './result-body.tsx';
import { useFiles } from './use-files.ts';

interface GivenProps {
  readonly draft: string;
  readonly facts: NodeFacts;
}

/** Before anything was made: what was typed into the node itself. */
export function GivenBody({ draft, facts }: GivenProps) {
  if (facts.type === 'input') return <InputBody draft={draft} facts={facts} />;
  const { prompt, text, value, path } = facts.params;
  const given = [prompt, text, facts.params['default'], value, path].find((held) => held !== undefined && held !== '');
  if (given === undefined) return null;
  const shown = typeof given === 'string' ? given : JSON.stringify(given);
  return <div className="text-body given">{shown.slice(0, 300)}</div>;
}

/** The default of an input, as it is shown once it is a result. */
function InputBody({ draft, facts }: GivenProps) {
  const { type: typeName, default: held } = facts.params;
  const leaves = useMemo(() => leavesOf(held, parsePortType(String(typeName ?? 'text'))), [held, typeName]);
  const refs = useMemo(() => leaves.flatMap((leaf) => ('ref' in leaf ? [leaf.ref] : [])), [leaves]);
  const files = useFiles(draft, refs);
  const results = useMemo(
    () =>
      leaves.map((leaf): Result => {
        if (!('ref' in leaf)) return leaf;
        const media = files[refs.indexOf(leaf.ref)];
        return media === undefined ? { kind: 'text', text: nameOfFile(leaf.ref) } : { kind: 'media', media };
      }),
    [leaves, refs, files],
  );
  return results.length === 0 ? null : <ResultBody results={results} title={nameOfNode(facts)} />;
}

const fileBases: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'document', 'media']);

/** What an input holds, one by one; files that are only named are still to be opened. */
function leavesOf(held: Json | undefined, type: PortType | undefined): readonly (Result | { readonly ref: FileRef })[] {
  if (held === undefined || held === null || held === '' || type === undefined) return [];
  // A single value for a list is a list of one, as on a wire.
  const values = type.depth > 0 && Array.isArray(held) ? held : [held];
  return values.flatMap((value): readonly (Result | { readonly ref: FileRef })[] => {
    const ref = fileBases.has(type.base) && !isMediaValue(value) ? fileRefSchema.safeParse(value) : undefined;
    return ref?.success === true ? [{ ref: ref.data as FileRef }] : resultsOfPlain(value, { ...type, depth: 0 });
  });
}

const nameOfFile = (file: FileRef): string => file.name ?? file.path ?? '';

export function FileBody({ draft, facts }: GivenProps) {
  const held = facts.params['file'];
  const refs = useMemo(() => {
    const parsed = fileRefSchema.safeParse(held);
    return parsed.success ? [parsed.data as FileRef] : [];
  }, [held]);
  const [media] = useFiles(draft, refs);
  const [file] = refs;
  if (file === undefined) return <div className="text-body faint">{t('node.chooseFile')}</div>;
  if (media === undefined) return <div className="text-body faint">{nameOfFile(file)}</div>;
  return <MediaGrid media={[media]} title={file.name ?? media.name ?? nameOfNode(facts)} />;
}
