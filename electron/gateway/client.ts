import { readFile, stat } from 'node:fs/promises';
import { AppError, fromErrorInfo } from '#core/errors';
import type { Answer, ConnectionIdentity, Found, Gateway, GatewayCatalogue, TokenUsage } from '#core/gateway/contract';
import type { Registry } from '#core/node/registry';
import type { Find, Recipe } from '#core/recipe/schema';
import { say } from '#core/text';
import type { Json } from '#core/value/value';
import { type Account, createAccount } from './account.ts';
import { readStoredChat, readStoredJson } from './answer.ts';
import { type CallContext, createAccess } from './call-context.ts';
import { describeModel, fetchBalance, fetchPrices, listModels } from './catalogue.ts';
import { callsIn, continueCall } from './chat/answers.ts';
import { proxySettings, systemResolve } from './dispatchers.ts';
import { downloadFile } from './download.ts';
import { lookForTasks } from './look.ts';
import { EmptyCounts, pollTask } from './poll.ts';
import { pollTogether, togetherOf } from './poll-together.ts';
import { prepareCall } from './recipe/prepare.ts';
import { findOutputs, noResult, type ReadableAnswer } from './recipe/read.ts';
import { taskReference, valuesOf } from './recipe/request.ts';
import { createRedactor } from './redact.ts';
import {
  type ConnectionSettings,
  defaultLimits,
  defaultMaxDownloadBytes,
  type GatewayOptions,
  hostText,
  parseHost,
  systemClock,
} from './settings.ts';
import { submitCall } from './submit.ts';
import { createTransport } from './transport.ts';
import { uploadFile } from './upload.ts';
import { findUsage } from './usage.ts';

/** A gateway that can also be asked for the balance, and let go of. */
export interface GatewayClient extends Gateway, GatewayCatalogue {
  /** What the account says of itself, of its keys and of prices. */
  readonly account: Account;
  /** What Replicate says of the model `owner/name`. @throws AppError `connection.*`, `gateway.*` */
  describe(model: string, signal: AbortSignal): Promise<Json>;
  /** Closes all connections; what is under way fails. */
  close(): Promise<void>;
}

/**
 * A client for one connection. Nothing is sent before it is asked for something.
 * @throws AppError `connection.missing` when an address of the connection is none
 */
export function createGateway(
  connection: ConnectionSettings,
  registry: Registry,
  options: GatewayOptions = {},
): GatewayClient {
  const base = parseHost(connection.baseUrl, { en: 'base URL', zh: '基础地址' });
  const upload = connection.uploadUrl === undefined ? base : uploadHost(connection.uploadUrl);
  const hosts = { base, upload };
  const identity: ConnectionIdentity = {
    name: connection.name,
    baseUrl: hostText(base),
    uploadUrl: connection.uploadUrl === undefined ? undefined : hostText(upload),
    practice: connection.practice,
  };
  const context: CallContext = {
    identity,
    hosts,
    transport: createTransport({
      limits: { ...defaultLimits, ...options.limits },
      proxy: proxySettings(options.environment ?? process.env),
      resolve: options.resolve ?? systemResolve,
    }),
    clock: options.clock ?? systemClock,
    redactor: createRedactor(
      () => connection.key?.(),
      () => connection.system?.()?.token,
    ),
    access: createAccess(connection, hosts),
  };
  const counts = new EmptyCounts();
  const recipeOf = (id: string): Recipe => {
    const recipe = registry.recipe(id);
    if (recipe !== undefined) return recipe;
    const message = say(
      'The recipe {id} is not there any more, so its answers cannot be read.',
      '调用方案 {id} 已不存在，无法读取它的答复。',
      { id },
    );
    const hint = {
      en: 'Use the version of Patchbay that made the call, or put the recipe back.',
      zh: '请用发起调用时的 Patchbay 版本，或恢复该调用方案。',
    };
    throw new AppError('task.not-found', message, { hint });
  };

  return {
    connection: identity,
    prepare: (call) => prepareCall(call, registry),
    submit: (call, media, submitOptions) => submitCall(call, media, submitOptions, context),
    poll: async (task, pollOptions) => pollTask(task, recipeOf(task.recipe), pollOptions, context, counts),
    together: (task) => togetherOf(registry.recipe(task.recipe)),
    pollTogether: (tasks, signal) => pollTogether(tasks, (task) => recipeOf(task.recipe), signal, context),
    look: (call, lookOptions) => lookForTasks(call, lookOptions, context),
    recall: (id, params) => {
      const recipe = registry.recipe(id);
      if (recipe === undefined) return undefined;
      const { system, charges } = recipe;
      const nothing = { inputs: {}, media: [], recipeDigest: '', model: undefined };
      return { ...nothing, recipe, system, charges, params, values: params };
    },
    referTo: (call, id, createdAt) => {
      const { query } = call.recipe.task ?? {};
      const seen = { params: call.params, inputs: call.inputs, media: {}, id };
      const values = call.values ?? (query === undefined ? {} : valuesOf(query, seen));
      return taskReference(call, { baseUrl: identity.baseUrl, id, createdAt }, values);
    },
    read: async (id, answer, task, params) => readAnswer(recipeOf(id), answer, { task, params }, context),
    callsIn,
    continueCall,
    usage: async (id, answer) => readUsage(recipeOf(id), answer),
    download: (url, file, { kind, signal, part }) =>
      downloadFile(
        url,
        file,
        { kind, signal, part, maxBytes: options.maxDownloadBytes ?? defaultMaxDownloadBytes },
        context,
      ),
    upload: (file, uploadOptions) => uploadFile(file, uploadOptions, registry, context),
    models: (signal) => listModels(context, signal),
    prices: (signal) => fetchPrices(context, signal),
    balance: (signal) => fetchBalance(context, signal),
    describe: (model, signal) => describeModel(model, context, signal),
    account: createAccount(context, connection.system),
    close: () => context.transport.close(),
  };
}

async function readUsage(recipe: Recipe, answer: Answer): Promise<TokenUsage | undefined> {
  const chat = recipe.task === undefined && recipe.submit.adapter === 'chat-stream';
  if (!chat && !answer.contentType.includes('json')) return undefined;
  const json = chat ? await readStoredChat(answer) : await readStoredJson(answer);
  return json === undefined ? undefined : findUsage(json);
}

/** People paste the whole address of the upload call too. */
function uploadHost(address: string): URL {
  const url = parseHost(address, { en: 'upload URL', zh: '上传地址' });
  url.pathname = url.pathname.replace(/\/api\/upload$/, '');
  return url;
}

async function readAnswer(
  recipe: Recipe,
  answer: Answer,
  call: Pick<ReadableAnswer, 'task' | 'params'>,
  context: CallContext,
): Promise<Readonly<Record<string, Found>>> {
  const chat = recipe.task === undefined && recipe.submit.adapter === 'chat-stream';
  const isFile = (find: Find): boolean => find.as === 'media' && find.body === true;
  const finds = Object.values(recipe.outputs);
  // A film is not read as a text.
  const isMedia = finds.some(isFile) && /^(?:image|audio|video)\//.test(answer.contentType);
  const wantsJson = chat || answer.contentType.includes('json') || !(isMedia || finds.every(isFile));
  const json = chat ? await readStoredChat(answer) : wantsJson ? await readStoredJson(answer) : undefined;
  const text = (): Promise<string> => readFile(answer.file, 'utf8');
  const expiresAt =
    recipe.resultLifetime === undefined
      ? undefined
      : new Date((await stat(answer.file)).mtimeMs + recipe.resultLifetime * 1000).toISOString();
  const outputs = await findOutputs(recipe, { answer, json, text, base: context.hosts.base, expiresAt, ...call });
  if ('found' in outputs) return outputs.found;
  const error = noResult(recipe, outputs.missing, json, (await text()).slice(0, 4096));
  throw fromErrorInfo(context.redactor.error(error.info));
}
