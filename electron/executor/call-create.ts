import { AppError, type ErrorInfo } from '#core/errors';
import type { PreparedMedia, PriceRange, SubmitOutcome } from '#core/gateway/contract';
import type { Question } from '#core/run/event';
import { messageIn, say, wording } from '#core/text';
import type { CallItem, CallResult, CallServices } from './call-types.ts';
import { missingUploads, prepareMedia } from './media.ts';
import { promptOf } from './purse.ts';
import { decideRetry, isHeldBack, suspendedBy } from './retry.ts';
import { keepingSink, keptInMemory, roomFor, untilThereIsRoom } from './room.ts';
import type { Attempt, ReservedSpace } from './services.ts';

/** What came of trying to send a request: an attempt whose outcome counts, or a result without one. */
export type Created =
  /** `space` is what is left of the reserve for an answer that is to be delivered now; its taker releases it. */
  | { readonly kind: 'attempt'; readonly attempt: Attempt; readonly space: ReservedSpace | undefined }
  | { readonly kind: 'result'; readonly result: Exclude<CallResult, { kind: 'done' }> };

/**
 * Sends the creating request of an item, again only as long as surely nothing was done.
 * Consent to an upload and to an unknown price is asked for before.
 */
export async function createAttempt(item: CallItem, services: CallServices, lastAttempt: number): Promise<Created> {
  const { call } = item;
  const upload = missingUploads(call.media, services);
  if (upload.length > 0 && !services.consent.allowed()) {
    if (item.answer === 'give-up') return failed(uploadRefused());
    if (item.answer === 'allow') services.consent.allow();
    else return ask(uploadQuestion(upload.length, services));
  }
  const media = await prepareMedia(call.media, services, item.signal);
  let attempt = Math.max(item.address.attempt, lastAttempt + 1);
  for (let tries = 1; ; tries += 1, attempt += 1) {
    const permission = services.purse.reserve(call, item.answer === 'allow');
    if (permission.kind === 'refused') return failed(permission.error.info);
    if (permission.kind === 'ask') {
      if (item.answer === 'give-up') return failed(gaveUp());
      return ask(permission.question);
    }
    const sent = await services.limiter
      .run(call.system, call.model, item.signal, () => send(item, services, media, attempt, permission.price))
      .catch((error: unknown) => {
        // Without room, or beside another computer, nothing was sent.
        if (isHeldBack(error)) services.purse.release(permission.price);
        throw error;
      });
    if (sent.outcome.kind !== 'unsent' && sent.outcome.kind !== 'rejected') {
      return { kind: 'attempt', attempt: sent.attempt, space: sent.space };
    }
    services.purse.release(permission.price);
    const { error } = sent.outcome;
    const decision = decideRetry(error, tries, services.random);
    if (sent.outcome.kind === 'unsent' && decision.kind === 'wait') {
      if (decision.slowSystem) services.limiter.pause(call.system, decision.milliseconds);
      item.onProgress(undefined, messageIn(error));
      await services.clock.sleep(decision.milliseconds, item.signal);
      item.onProgress(undefined, '');
      continue;
    }
    if (suspendedBy(error) !== undefined) item.onTrouble(error);
    return failed(error);
  }
}

const failed = (error: ErrorInfo): Created => ({ kind: 'result', result: { kind: 'failed', error } });
const ask = (question: Question): Created => ({ kind: 'result', result: { kind: 'question', question } });

interface Sent {
  readonly outcome: SubmitOutcome;
  readonly attempt: Attempt;
  readonly space: ReservedSpace | undefined;
}

/** One request; when it may cost, nobody else buys here and the disk has room for what it brings before it leaves. */
async function send(
  item: CallItem,
  services: CallServices,
  media: PreparedMedia,
  attemptNumber: number,
  price: PriceRange | undefined,
): Promise<Sent> {
  if (item.call.charges) services.mayBuy();
  const space = item.call.charges ? await services.reserve.secure(roomFor(item.call)) : undefined;
  let isKept = false;
  try {
    const sent = await sendWithin(space, item, services, media, attemptNumber, price);
    isKept = sent.outcome.kind === 'received';
    return { ...sent, space: isKept ? space : undefined };
  } finally {
    if (!isKept) space?.release();
  }
}

/** The intent is on disk before the request leaves, its outcome before anybody acts on it. */
async function sendWithin(
  space: ReservedSpace | undefined,
  item: CallItem,
  services: CallServices,
  media: PreparedMedia,
  attemptNumber: number,
  price: PriceRange | undefined,
): Promise<Omit<Sent, 'space'>> {
  const { call } = item;
  const { connection } = services.gateway;
  const id = services.newId();
  const intent = {
    id,
    address: { ...item.address, attempt: attemptNumber },
    nodeType: item.nodeType,
    title: item.title,
    recipe: call.recipe.id,
    system: call.system,
    model: call.model,
    baseUrl: connection.baseUrl,
    practice: connection.practice,
    boot: services.boot,
    prompt: promptOf(call)?.slice(0, 200),
    key: item.key,
    price,
    // Its run may be gone when somebody looks for it.
    lookup: call.recipe.task?.list && services.gateway.referTo(call, '', '').params,
    state: 'intent',
  } as const;
  const sink = await services.answers.create(id, 'submit');
  const options = { signal: item.hardSignal, mark: id, onDelta: item.onDelta };
  if (space === undefined) {
    // What costs nothing is asked for again.
    const outcome = await services.gateway.submit(call, media, { ...options, sink, signal: item.signal });
    return { outcome, attempt: unchargedAttempt(intent, outcome, services.clock.now()) };
  }
  await services.ledger.record(intent, { sync: true });
  const waiting = { space, clock: services.clock, signal: item.hardSignal, onFull: onceToldBy(item) };
  const outcome = await services.gateway.submit(call, media, { ...options, sink: keepingSink(sink, waiting) });
  const row = { id, ...outcomeRow(outcome) };
  const attempt = await untilThereIsRoom(() => services.ledger.record(row, { sync: true }), waiting);
  return { outcome, attempt };
}

/** Tells people once that what the gateway answers waits in memory. */
function onceToldBy(item: CallItem): (error: ErrorInfo) => void {
  let isTold = false;
  return (error) => {
    const text = keptInMemory(error);
    item.onProgress(undefined, text.en);
    if (!isTold) item.onNotice(text);
    isTold = true;
  };
}

function outcomeRow(outcome: SubmitOutcome) {
  switch (outcome.kind) {
    case 'received':
      return { state: 'received', answer: outcome.answer } as const;
    case 'accepted':
      return { state: 'accepted', task: outcome.task, answer: outcome.answer } as const;
    case 'ambiguous':
      return { state: 'ambiguous', error: outcome.error } as const;
    case 'rejected':
    case 'unsent':
      return { state: 'rejected', error: outcome.error } as const;
  }
}

/** A call that cannot cost leaves no trace in the ledger, but goes the same way. */
function unchargedAttempt(
  intent: Omit<Attempt, 'state' | 'createdAt' | 'updatedAt' | 'task' | 'answer' | 'error' | 'outputs'>,
  outcome: SubmitOutcome,
  now: number,
): Attempt {
  const at = new Date(now).toISOString();
  return {
    ...intent,
    createdAt: at,
    updatedAt: at,
    task: undefined,
    answer: undefined,
    error: undefined,
    outputs: undefined,
    ...outcomeRow(outcome),
  };
}

function uploadQuestion(files: number, services: CallServices): Question {
  const host = services.gateway.connection.uploadUrl ?? { en: 'the upload host', zh: '上传服务器' };
  return {
    kind: 'upload',
    ...wording(
      files === 1
        ? say(
            'A file needs a public link: uploading to {host} makes it readable for everybody who has the link.',
            '有 1 个文件需要公开链接：上传到 {host} 后，任何持有链接的人都能查看。',
            { host },
          )
        : say(
            '{files} files need a public link: uploading to {host} makes them readable for everybody who has the link.',
            '有 {files} 个文件需要公开链接：上传到 {host} 后，任何持有链接的人都能查看。',
            { files, host },
          ),
    ),
    choices: ['allow', 'give-up'],
  };
}

function uploadRefused(): ErrorInfo {
  const message = {
    en: 'The file was not uploaded, because that was not allowed.',
    zh: '文件没有上传，因为未获允许。',
  };
  return new AppError('upload.not-allowed', message, { billed: 'no' }).info;
}

function gaveUp(): ErrorInfo {
  const message = { en: 'Given up: the price is unknown.', zh: '已放弃：价格未知。' };
  return new AppError('run.gave-up', message, { billed: 'no' }).info;
}
