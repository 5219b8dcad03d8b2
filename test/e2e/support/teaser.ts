import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { paramValue } from '#core/node/param';
import type { LocalText } from '#core/text';
import { createDefaultRegistry } from '#nodes/index';
import { filesBelow } from './files.ts';
import { expectDrawn } from './work.ts';

interface SavedNode {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly mode?: string;
  readonly params: Readonly<Record<string, string | number>>;
}
interface SavedEnd {
  readonly node: string;
  readonly port: string;
}
interface SavedWorkflow {
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly SavedNode[];
  readonly edges: readonly { readonly from: SavedEnd; readonly to: SavedEnd }[];
}

const registry = createDefaultRegistry();
const english = (text: LocalText | undefined): string => text?.en ?? '';

function readWorkflow(file: string): SavedWorkflow {
  return JSON.parse(readFileSync(file, 'utf8')) as SavedWorkflow;
}

/** The example that is built by hand. */
export const teaser = readWorkflow(fileURLToPath(new URL('../../../examples/teaser.patchbay', import.meta.url)));

/** What the palette calls a node's type. */
export function typeTitle(type: string): string {
  return english(registry.node(type)?.title);
}

/** The params that are not as they come, with their labels: what somebody has to fill in. */
export function fieldsOf(node: SavedNode): { label: string; value: string }[] {
  const definitions = registry.paramsOf(node.type, node.params);
  return Object.entries(node.params).flatMap(([name, value]) => {
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`${node.type} has no param ${name}`);
    if (paramValue(definition, undefined) === value) return [];
    if (definition.type !== 'text' && definition.type !== 'json')
      throw new Error(`${node.type}.${name} is not filled in by typing`);
    return [{ label: english(definition.label), value: String(value) }];
  });
}

/** What the screen calls a port. */
export function portTitle(node: SavedNode, side: 'inputs' | 'outputs', port: string): string {
  return english(registry.portsOf(node.type, node.params)[side][port]?.label);
}

/** Whether a node has one port only. */
export function hasOnePort(node: SavedNode): boolean {
  const { inputs, outputs } = registry.portsOf(node.type, node.params);
  return Object.keys(inputs).length + Object.keys(outputs).length === 1;
}

export function nodeOf(id: string): SavedNode {
  const node = teaser.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`the teaser has no node ${id}`);
  return node;
}

/** What a workflow says, whatever its nodes are named inside, wherever they lie and whichever defaults are written out. */
function meaningOf(workflow: SavedWorkflow): unknown {
  const keys = new Map(workflow.nodes.map((node) => [node.id, `${node.type} ${node.title}`]));
  const nodes = workflow.nodes.map(({ type, title, mode, params }) => ({
    type,
    title,
    mode: mode ?? 'active',
    params: Object.fromEntries(
      Object.entries(registry.paramsOf(type, params)).map(([name, definition]) => [
        name,
        paramValue(definition, params[name]),
      ]),
    ),
  }));
  const wires = workflow.edges.map(
    ({ from, to }) => `${keys.get(from.node)}.${from.port} to ${keys.get(to.node)}.${to.port}`,
  );
  const { name, description } = workflow;
  const byName = (one: { type: string; title: string }, other: { type: string; title: string }): number =>
    `${one.type} ${one.title}`.localeCompare(`${other.type} ${other.title}`);
  return { name, description, nodes: nodes.sort(byName), wires: wires.sort() };
}

/** What was saved in this home is the teaser. */
export function expectTeaserSaved(home: string): void {
  const folder = path.join(home, 'workflows');
  const files = readdirSync(folder).filter((name) => name.endsWith('.patchbay'));
  expect(files).toHaveLength(1);
  expect(meaningOf(readWorkflow(path.join(folder, files[0] ?? '')))).toEqual(meaningOf(teaser));
}

/** The run's results are on the screen and on the disk: pictures, a film and a voice, each by its own first bytes. */
export async function expectTeaserMade(page: Page, home: string): Promise<void> {
  const results = page.getByRole('list', { name: 'Results' });
  await expectDrawn(results.locator('img'), 3);
  const lengths = async (kind: 'video' | 'audio'): Promise<number[]> =>
    results.locator(kind).evaluateAll((list) => list.map((one) => Math.round(Number(Reflect.get(one, 'duration')))));
  await expect.poll(() => lengths('video')).toEqual([15]);
  const files = filesBelow(path.join(home, 'artifacts')).map((file) => readFileSync(file));
  const count = (offset: number, bytes: string, least: number): number =>
    files.filter(
      (file) => file.length >= least && file.subarray(offset, offset + bytes.length).toString('latin1') === bytes,
    ).length;
  expect(count(0, '\x89PNG', 1000)).toBeGreaterThanOrEqual(3);
  expect(count(4, 'ftyp', 10_000)).toBe(1);
  const voices =
    count(0, 'ID3', 1000) + count(0, '\xff\xfb', 1000) + count(0, '\xff\xf3', 1000) + count(0, 'RIFF', 1000);
  expect(voices).toBe(1);
}
