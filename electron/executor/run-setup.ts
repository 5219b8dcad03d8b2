import type { Gateway } from '#core/gateway/contract';
import type { Graph } from '#core/graph/graph';
import type { FilePower } from '#core/node/definition';
import type { Registry } from '#core/node/registry';
import type { CallServices } from './call-types.ts';
import type { EventListener, Journal, ReservedSpace, ReuseIndex } from './services.ts';
import type { TaskKeeper } from './task-keeper.ts';
import type { TypedOutputs } from './values.ts';

/** Everything that one run needs. The workflow is a snapshot: editing goes on meanwhile. */
export interface RunSetup {
  readonly id: string;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly graph: Graph;
  readonly registry: Registry;
  /** The nodes that are part of it; with a node, all that it needs. */
  readonly scope: ReadonlySet<string>;
  /** The nodes that run again even though an earlier result would fit. */
  readonly fresh: ReadonlySet<string>;
  /** The nodes that take what another node has bought for the same request. */
  readonly take: ReadonlySet<string>;
  readonly journal: Journal;
  /** For the journal, when the disk gets full. */
  readonly space: ReservedSpace;
  readonly files: FilePower;
  /** Undefined when no connection is set up; then only nodes that work here can run. */
  readonly gateway: Gateway | undefined;
  readonly call: Omit<CallServices, 'gateway'>;
  readonly reuse: ReuseIndex;
  /** Results that other runs of this program are just buying, by reuse key. */
  readonly inFlight: Map<string, Promise<TypedOutputs | undefined>>;
  readonly keeper: TaskKeeper;
  /** Milliseconds after which waiting for tasks stops; the tasks go on at the gateway. */
  readonly waitLimit: number;
  readonly listener: EventListener;
}
