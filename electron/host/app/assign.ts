import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, toAppError } from '#core/errors';
import { viewDocument, type WorkflowDocument } from '#core/graph/document';
import { buildGraph, type GraphNode, nameOf } from '#core/graph/graph';
import { interfaceName, paramSentence } from '#core/graph/validate';
import { type ParamDefinition, paramProblem } from '#core/node/param';
import { verbatim } from '#core/text';
import { isMediaKind, parsePortType } from '#core/value/type';
import type { Json } from '#core/value/value';
import { readError } from '../../store/file-errors.ts';
import type { App } from './app.ts';
import { findNode } from './find-node.ts';

/** What a user sets for one run: `NODE.PARAM=VALUE` and `NAME=VALUE` for the workflow's inputs, as they were written. */
export interface Assignments {
  readonly set: readonly string[];
  readonly input: readonly string[];
  /** The folder that the paths in them start from. */
  readonly folder: string;
}

/**
 * A copy of the document with the assignments made. A value `@path` reads a file, `@@…` is a literal `@…`.
 * @throws AppError `usage.invalid`, `file.not-found`
 */
export async function applyAssignments(
  app: App,
  document: WorkflowDocument,
  assignments: Assignments,
): Promise<WorkflowDocument> {
  if (assignments.set.length === 0 && assignments.input.length === 0) return document;
  const changed = structuredClone(document);
  const { folder } = assignments;
  for (const text of assignments.set) await assignParam(app, changed, text, folder);
  for (const text of assignments.input) await assignInput(app, changed, text, folder);
  return changed;
}

async function assignParam(app: App, document: WorkflowDocument, text: string, folder: string): Promise<void> {
  const { name, value } = splitAssignment(text, '--set', 'NODE.PARAM=VALUE');
  const { workflow } = viewDocument(document);
  const { graph } = buildGraph(workflow, app.registry);
  const at = name.lastIndexOf('.');
  if (at <= 0)
    throw usage(`--set needs NODE.PARAM=VALUE, not "${text}".`, 'Write for example --set "Idea.text=a cat".');
  const node = findNode(workflow, name.slice(0, at));
  const param = name.slice(at + 1);
  const entry = graph.nodes.get(node.id);
  const definition =
    entry !== undefined && Object.hasOwn(entry.paramDefinitions, param) ? entry.paramDefinitions[param] : undefined;
  const title = nameOf(node, node.id);
  if (entry === undefined || definition === undefined) {
    const known = Object.keys(entry?.paramDefinitions ?? {});
    throw usage(`"${title}" has no param "${param}".`, `It has ${known.join(', ') || 'none'}.`, node.id, param);
  }
  if (graph.incoming.get(node.id)?.some((edge) => edge.to.port === param) === true) {
    throw usage(
      `"${param}" of "${title}" is wired, so a value set for it would not be used.`,
      'Remove the wire or set it where the wire comes from.',
      node.id,
      param,
    );
  }
  setParam(document, node.id, param, await parseParam(app, definition, value, entry, param, folder));
}

async function parseParam(
  app: App,
  definition: ParamDefinition,
  text: string,
  entry: GraphNode,
  param: string,
  folder: string,
): Promise<Json> {
  const place = { node: entry.node.id, field: param };
  const parsed = await parseValue(app, definition.type, text, folder).catch((error: unknown) => {
    throw toAppError(error).at(place);
  });
  const value = definition.type === 'choice' ? choiceValue(definition, parsed) : parsed;
  const problem = paramProblem(definition, value);
  if (problem !== null) {
    throw usage(
      paramSentence(verbatim(param), verbatim(nameOf(entry.node, entry.node.id)), problem).en,
      'Give another value.',
      place.node,
      param,
    );
  }
  return value;
}

/** Choices are written literally; some of them are numbers. */
function choiceValue(definition: Extract<ParamDefinition, { type: 'choice' }>, value: Json): Json {
  const option = definition.options.find((known) => String(known.value) === value);
  return option?.value ?? value;
}

async function parseValue(app: App, type: ParamDefinition['type'], text: string, folder: string): Promise<Json> {
  const file = filePath(text, folder);
  switch (type) {
    case 'text':
    case 'model':
    case 'choice':
      return file === undefined ? literal(text) : readText(file);
    case 'file':
      if (file === undefined)
        throw usage('A file is given as @path.', 'Write for example --set "Photo.file=@photo.png".');
      return importFile(app, file);
    default:
      return parseJson(file === undefined ? literal(text) : await readText(file));
  }
}

async function assignInput(app: App, document: WorkflowDocument, text: string, folder: string): Promise<void> {
  const { name, value } = splitAssignment(text, '--input', 'NAME=VALUE');
  const { workflow } = viewDocument(document);
  const { graph } = buildGraph(workflow, app.registry);
  const inputs = [...graph.nodes.values()].filter(({ node }) => node.type === 'input');
  const entry = inputs.find(({ node, params }) => interfaceName(node, params) === name);
  if (entry === undefined) {
    const known = inputs.map(({ node, params }) => interfaceName(node, params));
    throw usage(
      `The workflow has no input "${name}".`,
      known.length === 0 ? 'It has no inputs.' : `It has ${known.join(', ')}.`,
    );
  }
  const type = parsePortType(entry.outputs['value']?.type ?? 'text');
  const file = filePath(value, folder);
  const isMedia = type !== undefined && (isMediaKind(type.base) || type.base === 'media');
  let parsed: Json;
  if (isMedia && file !== undefined) parsed = await importFile(app, file);
  else if (type?.base === 'text' && type.depth === 0)
    parsed = file === undefined ? literal(value) : await readText(file);
  else if (isMedia && !value.startsWith('{') && !value.startsWith('[')) parsed = literal(value);
  else parsed = parseJson(file === undefined ? literal(value) : await readText(file));
  setParam(document, entry.node.id, 'default', parsed);
}

function setParam(document: WorkflowDocument, id: string, param: string, value: Json): void {
  const nodes = document['nodes'];
  if (!Array.isArray(nodes)) return;
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null || Array.isArray(node) || node['id'] !== id) continue;
    const params = node['params'];
    const held = typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {};
    node['params'] = { ...held, [param]: value };
    return;
  }
}

function splitAssignment(text: string, option: string, form: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at <= 0) throw usage(`${option} needs ${form}, not "${text}".`, `Write it as ${form}.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** The path behind `@path`; undefined for a plain value. */
function filePath(text: string, folder: string): string | undefined {
  return text.startsWith('@') && !text.startsWith('@@') ? path.resolve(folder, text.slice(1)) : undefined;
}

function literal(text: string): string {
  return text.startsWith('@@') ? text.slice(1) : text;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw readError(error, file);
  }
}

/** A file that the user names on the command line may lie anywhere; it is taken into the artifact store. */
async function importFile(app: App, file: string): Promise<Json> {
  const temporary = app.artifacts.temporary();
  try {
    await copyFile(file, temporary);
  } catch (error) {
    throw readError(error, file);
  }
  const stored = await app.artifacts.adopt(temporary, undefined);
  return { artifact: stored.id, name: path.basename(file) };
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw usage(
      `"${text.slice(0, 60)}" is not JSON.`,
      'Numbers, true, false, "texts" in quotes, [lists] and {objects} are JSON.',
    );
  }
}

/** What is typed in a terminal is answered there, in English. */
function usage(message: string, hint: string, node?: string, field?: string): AppError {
  return new AppError('usage.invalid', verbatim(message), {
    hint: verbatim(hint),
    ...(node !== undefined && { place: { node, ...(field !== undefined && { field }) } }),
  });
}
