import { AppError, bug, type ErrorInfo, toAppError } from '#core/errors';
import type { GraphNode } from '#core/graph/graph';
import { type ItemInputs, type Mapping, mapInputs } from '#core/graph/mapping';
import type { NodeDefinition, Outputs } from '#core/node/definition';
import { formatItem, itemKey } from '#core/run/address';
import type { EventBody, RunEvent, Shape } from '#core/run/event';
import { finishedStates, type ItemRun, shapePaths } from '#core/run/state';
import { listed, say, wording } from '#core/text';
import type { PortType } from '#core/value/type';
import { gapPaths, type Value, valueProblem } from '#core/value/value';
import {
  bindInputs,
  bypassOutputs,
  completeInputs,
  completeParams,
  gapProblem,
  inputSentence,
  missingSource,
  outputTypesOf,
} from './bindings.ts';
import { type Bought, CallRunner, ownerOf } from './call-runner.ts';
import { assembleOutputs } from './node-outputs.ts';
import type { RunSetup } from './run-setup.ts';
import { WaitingEnded } from './task-waiter.ts';
import { loadOutputs, saveOutputs, type TypedOutputs, typeOutputs } from './values.ts';

/** What the session lends to the runner of its nodes. */
export interface SessionPowers {
  emit(event: EventBody<RunEvent>): void;
  item(node: string, key: string): ItemRun | undefined;
  shape(node: string): Shape | undefined;
  readonly results: ReadonlyMap<string, TypedOutputs>;
  settle(node: string, outputs: TypedOutputs): void;
  track(work: Promise<void>): void;
  stopped(): WaitingEnded['why'] | undefined;
  readonly waitSignal: AbortSignal;
  readonly hardSignal: AbortSignal;
  readonly computeSignal: AbortSignal;
  trouble(error: ErrorInfo): never;
}

/** A node whose items are under way. */
interface NodeInWork {
  readonly entry: GraphNode;
  readonly definition: NodeDefinition;
  readonly mapping: Mapping;
  types: Readonly<Record<string, PortType>>;
  /** Items that have not ended. */
  left: number;
  /** Of the items of a mapped node; most nodes are not mapped. */
  readonly outputs: Map<string, TypedOutputs> | undefined;
}

/** One item, ready to run. */
export interface ItemInWork {
  readonly work: NodeInWork;
  readonly item: readonly number[];
  readonly inputs: Readonly<Record<string, Value | undefined>>;
  readonly inputTypes: Readonly<Record<string, PortType>>;
}

/** Runs nodes: binds their inputs, spreads them over lists, runs each item and puts the outputs together. */
export class NodeRunner {
  private readonly nodes = new Map<string, NodeInWork>();
  private readonly calls: CallRunner;

  constructor(
    private readonly setup: RunSetup,
    private readonly powers: SessionPowers,
  ) {
    this.calls = new CallRunner(setup, powers, {
      finish: (item, outputs, extra) => this.finishItem(item, outputs, extra),
      reuse: (item, outputs, from) => this.reuseItem(item, outputs, from),
      fail: (item, error, attempt) => this.failItem(item, error, attempt),
    });
  }

  /** Runs a node whose sources have all ended, or goes on with it after a restart. */
  runNode(id: string): void {
    const { graph, registry } = this.setup;
    const entry = graph.nodes.get(id);
    const definition = entry === undefined ? undefined : registry.node(entry.node.type);
    if (entry === undefined || definition === undefined) throw bug(`the run has a node "${id}" that it cannot run`);
    const { node } = entry;
    if (node.mode === 'muted') return this.skipNode(entry, 'muted');
    const bindings = bindInputs(entry, graph, this.powers.results);
    if (node.pin !== undefined) return this.passOutputs(entry, loadOutputs(node.pin, this.setup.call.artifacts), true);
    if (node.mode === 'bypassed') {
      const outputs = bypassOutputs(entry, bindings);
      if (Object.keys(outputs).length === 0) return this.skipNode(entry, 'bypassed');
      return this.passOutputs(entry, outputs, false);
    }
    const mapping = mapInputs(bindings, node.map);
    const items = mapping.depth === 0 ? [[]] : shapePaths(mapping.shape);
    if (mapping.depth > 0 && JSON.stringify(this.powers.shape(id)) !== JSON.stringify(mapping.shape)) {
      this.powers.emit({ event: 'node-items', ...this.address(id, []), shape: mapping.shape });
      if (mapping.uneven !== undefined) {
        this.powers.emit({ event: 'node-issue', ...this.address(id, []), ...wording(mapping.uneven) });
      }
    }
    const types = outputTypesOf(entry, definition, {});
    const outputs = mapping.depth === 0 ? undefined : new Map<string, TypedOutputs>();
    const work: NodeInWork = { entry, definition, mapping, types, left: items.length, outputs };
    if (items.length === 0) return this.settleNode(work);
    for (const item of items) this.runItem(work, item);
    if (work.left > 0) this.nodes.set(id, work);
  }

  /** Runs an item whose question was answered. */
  runItemAgain(node: string, item: readonly number[]): void {
    const work = this.nodes.get(node);
    if (work !== undefined) this.runItem(work, item);
  }

  private runItem(work: NodeInWork, item: readonly number[]): void {
    const { entry, definition } = work;
    const id = entry.node.id;
    const current = this.powers.item(id, itemKey(item));
    if (current === undefined) throw bug(`the node "${id}" has no item [${item}]`);
    const inputs = work.mapping.inputsOf(item);
    if (inputs.kind === 'ready' && definition.outputTypes !== undefined) {
      work.types = outputTypesOf(entry, definition, inputs.types);
    }
    if (finishedStates.has(current.state)) return this.endItem(work, item, finishedOutputs(current, this.setup));
    if (current.state === 'needs-user') return;
    if (inputs.kind === 'invalid') return this.refuseInput(work, item, current, inputs);
    if (gapProblem(inputs, definition) !== null) return this.skipItem(work, item);
    if (inputs.gaps && current.state === 'waiting') this.sayMissing(id, item, inputs);
    const ready = { work, item, inputs: completeInputs(entry, inputs.inputs), inputTypes: inputs.types };
    if (definition.work.kind === 'call') this.calls.run(ready, current);
    else this.compute(ready, current, definition.work.compute);
  }

  private compute(item: ItemInWork, current: ItemRun, compute: (context: never) => Outputs | Promise<Outputs>): void {
    const { work } = item;
    const id = work.entry.node.id;
    const attempt = current.state === 'waiting' ? current.attempt + 1 : current.attempt;
    if (current.state === 'waiting') {
      this.powers.emit({ event: 'node-start', path: [], node: id, item: [...item.item], attempt });
    }
    const context = {
      inputs: item.inputs,
      params: completeParams(work.entry),
      types: item.inputTypes,
      files: this.setup.files,
      signal: this.powers.computeSignal,
      item: item.item,
    };
    try {
      const outputs = (compute as (context: unknown) => Outputs | Promise<Outputs>)(context);
      if (!(outputs instanceof Promise)) return this.finishItem(item, outputs, { attempt });
      this.powers.track(
        outputs.then(
          (value) => this.finishItem(item, value, { attempt }),
          (error: unknown) => this.computeFailed(item, error),
        ),
      );
    } catch (error) {
      this.computeFailed(item, error);
    }
  }

  private computeFailed(item: ItemInWork, error: unknown): void {
    if (this.powers.computeSignal.aborted) throw new WaitingEnded('interrupt');
    this.failItem(item, toAppError(error).info);
  }

  private finishItem(
    item: ItemInWork,
    outputs: Readonly<Record<string, Value>>,
    extra: Bought & { attempt?: number } = {},
  ): void {
    const { work } = item;
    const id = work.entry.node.id;
    const typed = typeOutputs(outputs, work.types);
    for (const port in typed) {
      const value = typed[port];
      const problem = value === undefined ? null : valueProblem(value);
      if (problem !== null)
        return this.failItem(item, bug(`the output "${port}" of ${work.definition.type} ${problem.en}`).info);
    }
    const saved = saveOutputs(typed, this.setup.call.artifacts);
    const attempt = extra.attempt ?? this.powers.item(id, itemKey(item.item))?.attempt ?? 1;
    this.powers.emit({
      event: 'node-end',
      path: [],
      node: id,
      item: [...item.item],
      attempt,
      outputs: saved,
      ...(extra.key !== undefined && { key: extra.key }),
      ...(extra.purchase !== undefined && { purchase: extra.purchase }),
    });
    if (extra.key !== undefined) {
      const at = new Date(this.setup.call.clock.now()).toISOString();
      const { purchase } = extra;
      const by = ownerOf(this.setup, id, item.item);
      this.setup.reuse.add(extra.key, { run: this.setup.id, at, outputs: saved, purchase, by });
    }
    this.endItem(work, item.item, typed);
  }

  private reuseItem(item: ItemInWork, outputs: TypedOutputs, from: { run: string; at: string }): void {
    const { work } = item;
    const saved = saveOutputs(outputs, this.setup.call.artifacts);
    this.powers.emit({ event: 'node-reuse', ...this.address(work.entry.node.id, item.item), outputs: saved, from });
    this.endItem(work, item.item, outputs);
  }

  private failItem(item: ItemInWork, error: ErrorInfo, latest = 0): void {
    const { work } = item;
    const id = work.entry.node.id;
    const place = { node: id, ...(item.item.length > 0 && { item: [...item.item] }), ...error.place };
    const attempt = Math.max(this.powers.item(id, itemKey(item.item))?.attempt ?? 1, latest);
    this.powers.emit({ event: 'node-error', ...this.address(id, item.item, attempt), error: { ...error, place } });
    this.endItem(work, item.item, undefined);
  }

  private refuseInput(
    work: NodeInWork,
    item: readonly number[],
    current: ItemRun,
    problem: Extract<ItemInputs, { kind: 'invalid' }>,
  ): void {
    const id = work.entry.node.id;
    if (current.state === 'waiting')
      this.powers.emit({ event: 'node-start', ...this.address(id, item, current.attempt + 1) });
    const error = new AppError('input.invalid', inputSentence(work.entry, problem), {
      hint: { en: 'Change what is connected there.', zh: '请更换连到这里的内容。' },
      place: { field: problem.port },
      billed: 'no',
    });
    this.failItem({ work, item, inputs: {}, inputTypes: {} }, error.info);
  }

  /** A node that takes gaps goes on with what there is; which items are missing is said. */
  private sayMissing(id: string, item: readonly number[], inputs: Extract<ItemInputs, { kind: 'ready' }>): void {
    const missing = Object.entries(inputs.inputs).flatMap(([port, value]) =>
      gapPaths(value, inputs.types[port]?.depth ?? 0).map((path) => formatItem(path)),
    );
    const items = listed(missing);
    const what =
      missing.length === 1
        ? say('Item {items} is missing.', '缺少第 {items} 项。', { items })
        : say('Items {items} are missing.', '缺少第 {items} 项。', { items });
    this.powers.emit({ event: 'node-issue', ...this.address(id, item), ...wording(what) });
  }

  private skipItem(work: NodeInWork, item: readonly number[]): void {
    const id = work.entry.node.id;
    const because = missingSource(work.entry, this.setup.graph, this.powers.results);
    this.powers.emit({
      event: 'node-skip',
      ...this.address(id, item),
      reason: because === undefined ? { why: 'gap' } : { why: 'failed', because },
    });
    this.endItem(work, item, undefined);
  }

  private endItem(work: NodeInWork, item: readonly number[], outputs: TypedOutputs | undefined): void {
    work.left -= 1;
    if (work.mapping.depth === 0) return this.settleNode(work, outputs ?? {});
    if (outputs !== undefined) work.outputs?.set(itemKey(item), outputs);
    if (work.left === 0) this.settleNode(work);
  }

  private settleNode(
    work: NodeInWork,
    outputs: TypedOutputs = assembleOutputs(work.mapping, work.types, work.outputs ?? new Map()),
  ): void {
    const { id } = work.entry.node;
    this.nodes.delete(id);
    this.powers.settle(id, outputs);
  }

  private skipNode(entry: GraphNode, why: 'muted' | 'bypassed'): void {
    const id = entry.node.id;
    if (this.powers.item(id, '')?.state === 'waiting') {
      this.powers.emit({ event: 'node-skip', ...this.address(id, []), reason: { why } });
    }
    this.powers.settle(id, {});
  }

  /** A pinned or bypassed node gives outputs without running. */
  private passOutputs(entry: GraphNode, outputs: TypedOutputs, pinned: boolean): void {
    const id = entry.node.id;
    if (this.powers.item(id, '')?.state === 'waiting') {
      const saved = saveOutputs(outputs, this.setup.call.artifacts);
      if (pinned) {
        this.powers.emit({ event: 'node-reuse', ...this.address(id, []), outputs: saved, from: 'pin' });
      } else {
        this.powers.emit({ event: 'node-start', ...this.address(id, [], 1) });
        this.powers.emit({ event: 'node-end', ...this.address(id, [], 1), outputs: saved });
      }
    }
    this.powers.settle(id, outputs);
  }

  private address(node: string, item: readonly number[], attempt = 0) {
    return { path: [], node, item: [...item], attempt };
  }
}

function finishedOutputs(item: ItemRun, setup: RunSetup): TypedOutputs | undefined {
  return item.state === 'done' || item.state === 'reused' ? loadOutputs(item.outputs, setup.call.artifacts) : undefined;
}
