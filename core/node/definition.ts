import type { RecipeSource } from '../recipe/schema.ts';
import type { LocalText } from '../text.ts';
import type { BaseType, PortType } from '../value/type.ts';
import type { Json, MediaValue, Value } from '../value/value.ts';
import type { FileRef, ParamDefinition, ParamDefinitions } from './param.ts';

/** A port type as it is written in a definition. */
export type PortTypeText = BaseType | `list<${BaseType}>` | `list<list<${BaseType}>>`;

export interface InputDefinition {
  readonly type: PortTypeText;
  readonly label: LocalText;
  /** Without it the node cannot run. */
  readonly required?: boolean;
}

export interface OutputDefinition {
  readonly type: PortTypeText;
  readonly label: LocalText;
  /** It accompanies the other outputs: it is there to be wired, and is not what the node is shown or run for. */
  readonly aside?: boolean;
}

export type InputDefinitions = Readonly<Record<string, InputDefinition>>;
export type OutputDefinitions = Readonly<Record<string, OutputDefinition>>;

type BaseValue<T> = T extends 'text'
  ? string
  : T extends 'number'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'json'
        ? Json
        : T extends 'any'
          ? Value
          : MediaValue;

/** The TypeScript type of a value of a port; in a list `null` is a gap, which only a node that takes gaps sees. */
export type ValueOf<T> = T extends `list<list<${infer B}>>`
  ? readonly (readonly BaseValue<B>[])[]
  : T extends `list<${infer B}>`
    ? readonly BaseValue<B>[]
    : BaseValue<T>;

/** The TypeScript type of a param's value. */
export type ParamValueOf<P> = P extends { type: 'text' | 'model' }
  ? string
  : P extends { type: 'number' | 'integer' }
    ? number
    : P extends { type: 'boolean' }
      ? boolean
      : P extends { type: 'choice' }
        ? string | number
        : P extends { type: 'file' }
          ? FileRef
          : Json;

/** What a node that touches files gets; a pure node does not use it. Paths of a workflow never leave its folder. */
export interface FilePower {
  /** Takes a file that the user brought into the artifact store. @throws AppError `file.not-found`, `file.outside-folder` */
  open(ref: FileRef): Promise<MediaValue>;
  /** Reads a JSON file (a workflow) in the workflow's folder. @throws AppError `file.not-found`, `file.outside-folder`, `file.not-json` */
  readJson(path: string): Promise<Json>;
  /**
   * Copies one leaf (media, text or JSON) into `folder` (relative to the workflow's folder, empty: that folder itself)
   * under the name, which has no extension: that follows from the content. Returns the file name that was written.
   * @throws AppError `file.outside-folder`, `file.write-failed`, `disk.full`, `artifact.missing`
   */
  save(value: Value, folder: string, name: string): Promise<string>;
  /**
   * Cuts a picture (PNG or JPEG) into `rows` × `columns` parts, each an artifact of its own, row by row from the top
   * left. What a side does not divide evenly goes to the last parts.
   * @throws AppError `input.invalid` when it cannot be read or is smaller than that, `artifact.missing`, `disk.full`
   */
  split(picture: MediaValue, rows: number, columns: number): Promise<MediaValue[]>;
}

/** Everything that a running node may reach. */
export interface ComputeContext<
  I = Readonly<Record<string, Value | undefined>>,
  P = Readonly<Record<string, Json | undefined>>,
> {
  readonly inputs: I;
  readonly params: P;
  /** The type that each wired input has in this run (its depth after mapping). */
  readonly types: Readonly<Record<string, PortType>>;
  readonly files: FilePower;
  readonly signal: AbortSignal;
  /** Which item of a mapped node this is; empty when the node is not mapped. */
  readonly item: readonly number[];
}

export type Outputs = Readonly<Record<string, Value>>;

/** A node that works here, without the gateway. Same inputs and params, same outputs. */
export interface ComputeWork {
  readonly kind: 'compute';
  readonly compute: (context: ComputeContext) => Outputs | Promise<Outputs>;
  /** It uses `context.files`. */
  readonly files?: boolean;
  /** It changes the world outside (a saved file), so its result is never reused. */
  readonly effect?: boolean;
}

/** A node that calls the gateway by the recipe that fits its params. */
export interface CallWork {
  readonly kind: 'call';
}

/** A kind of node. Everything but `compute` is data. */
export interface NodeDefinition {
  /** Never renamed: it stands in saved files. Equals the file's name. */
  readonly type: string;
  readonly version: number;
  readonly family: 'text' | 'picture' | 'video' | 'sound' | 'flow' | 'file' | 'gateway';
  readonly title: LocalText;
  readonly summary: LocalText;
  /** Other words under which people look for it. */
  readonly keywords?: readonly string[];
  readonly params: ParamDefinitions;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  /** Ports that depend on params (the variables of a prompt, the type of an input); they replace the ones above. */
  readonly ports?: (params: Readonly<Record<string, Json | undefined>>) => {
    readonly inputs?: InputDefinitions;
    readonly outputs?: OutputDefinitions;
  };
  /** The output types when they follow the types of the wired inputs (`list`, `flatten`). */
  readonly outputTypes?: (inputs: Readonly<Record<string, PortType>>) => Readonly<Record<string, PortType>>;
  /** It takes a list that has gaps and says itself what is missing. */
  readonly takesGaps?: boolean;
  readonly work: ComputeWork | CallWork;
  /**
   * How it is called, when that follows from its own params (`api-call`). The id is the type, a colon and as JSON the
   * params that reading an answer depends on: from them alone the recipe is made again after a restart.
   * @throws AppError `param.invalid`
   */
  readonly recipe?: (params: Readonly<Record<string, Json | undefined>>) => RecipeSource;
  /** Brings params of an older version of the node up to date, one version at a time. */
  readonly migrate?: (params: Record<string, Json>, fromVersion: number) => Record<string, Json>;
  /** A case that the contract test runs: for a pure node the outputs that it must give. */
  readonly example: {
    readonly params?: Readonly<Record<string, Json>>;
    readonly inputs?: Readonly<Record<string, Value>>;
    readonly outputs?: Readonly<Record<string, Value>>;
  };
}

type InputValues<I extends InputDefinitions> = {
  readonly [K in keyof I]: I[K] extends { required: true } ? ValueOf<I[K]['type']> : ValueOf<I[K]['type']> | undefined;
};
type ParamValues<P extends ParamDefinitions> = {
  readonly [K in keyof P]: P[K] extends { default: unknown } ? ParamValueOf<P[K]> : ParamValueOf<P[K]> | undefined;
};

interface TypedDefinition<
  I extends InputDefinitions,
  O extends OutputDefinitions,
  P extends Readonly<Record<string, ParamDefinition>>,
> extends Omit<NodeDefinition, 'inputs' | 'outputs' | 'params' | 'work'> {
  readonly inputs: I;
  readonly outputs: O;
  readonly params: P;
  readonly work:
    | CallWork
    | (Omit<ComputeWork, 'compute'> & {
        readonly compute: (
          context: ComputeContext<InputValues<I>, ParamValues<P>>,
        ) => { readonly [K in keyof O]: Value } | Promise<{ readonly [K in keyof O]: Value }>;
      });
}

/** Declares a node; the types of `inputs`, `params` and the outputs of `compute` follow from the declaration. */
export function defineNode<
  const I extends InputDefinitions,
  const O extends OutputDefinitions,
  const P extends Readonly<Record<string, ParamDefinition>>,
>(definition: TypedDefinition<I, O, P>): NodeDefinition {
  // The executor checks every value against the declared ports before it calls `compute`, so the narrower type holds.
  return definition as unknown as NodeDefinition;
}
