import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { WorkflowEntry } from '#core/services/document-views';
import { readError } from './file-errors.ts';
import type { FileLayer } from './file-layer.ts';
import { largestWorkflow } from './workflow-file.ts';

/** How workflow files end. */
export const workflowExtension = '.patchbay';

const headSchema = z.object({
  format: z.literal('patchbay.workflow'),
  name: z.string().catch(''),
  nodes: z.array(z.unknown()),
});

/** What is known of a workflow file by its content. */
export interface FileVersion {
  /** SHA-256 of the content, hexadecimal: another one with every change. */
  readonly revision: string;
  /** How many nodes it has; undefined when it is no workflow. */
  readonly nodes: number | undefined;
  readonly bytes: Buffer;
}

/** The revision that a content has. */
export function revisionOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The file as it is now; undefined when there is none. @throws AppError `file.unreadable` */
export function readVersion(layer: FileLayer, file: string): FileVersion | undefined {
  try {
    const facts = layer.facts(file);
    if (facts === undefined) return undefined;
    const bytes = layer.readFile(file);
    return { revision: revisionOf(bytes), nodes: readHead(bytes)?.nodes.length, bytes };
  } catch (error) {
    const known = readError(error, file);
    if (known.code === 'file.not-found') return undefined;
    throw known;
  }
}

function readHead(bytes: Buffer): z.infer<typeof headSchema> | undefined {
  try {
    const parsed = headSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The name of a workflow for people: its own, else that of its file. */
export function workflowName(own: unknown, file: string | undefined): string {
  if (typeof own === 'string' && own.trim() !== '') return own;
  return file === undefined ? 'Untitled' : path.basename(file, workflowExtension);
}

/** Looks at workflow files; one that did not change since is not read again. */
export interface Library {
  /** Undefined when the file is not there or no workflow. */
  describe(file: string): WorkflowEntry | undefined;
  /** The workflows of a folder, those changed last first. */
  list(folder: string): WorkflowEntry[];
}

/** A library that remembers what it has seen, as long as the program runs. */
export function createLibrary(layer: FileLayer): Library {
  const seen = new Map<string, { readonly stamp: string; readonly entry: WorkflowEntry | undefined }>();

  const describe = (file: string): WorkflowEntry | undefined => {
    try {
      const facts = layer.facts(layer.realPath(file));
      if (facts?.kind !== 'file' || facts.bytes > largestWorkflow) return undefined;
      const stamp = `${facts.identity} ${facts.bytes} ${facts.modified}`;
      const known = seen.get(file);
      if (known?.stamp === stamp) return known.entry;
      const head = readHead(layer.readFile(layer.realPath(file)));
      const entry = head && {
        path: file,
        name: workflowName(head.name, file),
        changedAt: new Date(facts.modified).toISOString(),
        nodes: head.nodes.length,
      };
      seen.set(file, { stamp, entry });
      return entry;
    } catch {
      // It went away, or this account may not read it: then it is not in the list.
      return undefined;
    }
  };

  return {
    describe,
    list(folder) {
      let names: string[];
      try {
        names = layer.list(folder);
      } catch {
        return [];
      }
      return names
        .filter((name) => name.endsWith(workflowExtension) && !name.startsWith('.'))
        .flatMap((name) => describe(path.join(folder, name)) ?? [])
        .sort((one, other) => other.changedAt.localeCompare(one.changedAt));
    },
  };
}
