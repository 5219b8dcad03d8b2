import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Found, FoundFile, NodeCall, PreparedFile, PreparedMedia, TaskRef } from '#core/gateway/contract';
import type { MediaRule } from '#core/recipe/schema';
import type { MediaKind } from '#core/value/type';
import type { MediaValue, Value } from '#core/value/value';
import type { GatewayClient } from '#electron/gateway/client';
import { client, fileSink, folder } from '../../gateway/support/world.ts';
import type { PracticeProcess } from './practice-process.ts';

const media = fileURLToPath(new URL('../../../examples/media/', import.meta.url));
const files: Readonly<Partial<Record<MediaKind, { file: string; mime: string }>>> = {
  image: { file: path.join(media, 'mug.png'), mime: 'image/png' },
  audio: { file: path.join(media, 'welcome.mp3'), mime: 'audio/mpeg' },
};

/** A client of the practice gateway that polls without waiting. */
export function practiceClient(practice: PracticeProcess): GatewayClient {
  return client(practice.url, { connection: { uploadUrl: practice.uploadUrl, practice: true } });
}

/** A value of a media kind, by a small file that comes with the program. */
export function sample(kind: MediaKind): MediaValue {
  const known = files[kind];
  return { kind, mime: known?.mime ?? (kind === 'video' ? 'video/mp4' : 'application/pdf') };
}

/** What a call made: every output that was found, files as bytes. */
export interface Made {
  readonly texts: Readonly<Record<string, unknown>>;
  readonly media: Readonly<Record<string, readonly Uint8Array[]>>;
}

/** Prepares, submits, waits and reads a call on the practice gateway, as the program does it. */
export async function make(practice: PracticeProcess, call: NodeCall, links: Links): Promise<Made> {
  const gateway = practiceClient(practice);
  const prepared = gateway.prepare(call);
  const bodies: Record<string, PreparedFile[]> = {};
  for (const { input, value, form } of prepared.media) {
    bodies[input] = [...(bodies[input] ?? []), await bring(value, form, links)];
  }
  const sink = await fileSink();
  const outcome = await gateway.submit(prepared, bodies as PreparedMedia, {
    sink,
    signal: AbortSignal.timeout(20_000),
  });
  if (outcome.kind !== 'received' && outcome.kind !== 'accepted') {
    throw new Error(`${outcome.kind}: ${JSON.stringify(outcome.error)}`);
  }
  const answer = outcome.kind === 'received' ? outcome.answer : await wait(gateway, outcome.task);
  const task = outcome.kind === 'accepted' ? outcome.task : undefined;
  const found = await gateway.read(prepared.recipe.id, answer, task);
  const texts: Record<string, unknown> = {};
  const made: Record<string, readonly Uint8Array[]> = {};
  for (const [port, output] of Object.entries(found)) {
    if (output.kind === 'value') texts[port] = output.value;
    else if (output.kind !== 'link')
      made[port] = await Promise.all(filesOf(output).map((file) => fetched(gateway, file)));
  }
  return { texts, media: made };
}

/** Addresses of samples on the practice gateway's own hosts, for calls that need public links. */
export type Links = Readonly<Partial<Record<MediaKind, string>>>;

/** Puts samples where the practice gateway finds them. */
export async function publish(practice: PracticeProcess): Promise<Links> {
  const picture = readFileSync(files.image?.file ?? '');
  const form = new FormData();
  form.append('file', new Blob([picture], { type: 'image/png' }), 'mug.png');
  const uploaded = await fetch(`${practice.uploadUrl}/api/upload`, { method: 'POST', body: form });
  const { url } = (await uploaded.json()) as { url: string };
  return { image: url, video: 'https://example.com/clip.mp4', audio: 'https://example.com/voice.mp3' };
}

async function bring(value: MediaValue, form: MediaRule['form'], links: Links): Promise<PreparedFile> {
  const about = { form, mime: value.mime, name: `sample.${value.mime.split('/')[1]}`, bytes: undefined };
  if (form === 'public-url') return { ...about, content: links[value.kind] ?? '' };
  const known = files[value.kind];
  const bytes = known === undefined ? Buffer.from('%PDF-1.4 practice') : readFileSync(known.file);
  if (form === 'file') {
    const file = path.join(folder(), about.name);
    writeFileSync(file, bytes);
    return { ...about, content: file };
  }
  const base64 = bytes.toString('base64');
  return { ...about, content: form === 'base64' ? base64 : `data:${value.mime};base64,${base64}` };
}

async function wait(gateway: GatewayClient, task: TaskRef) {
  for (let polls = 0; polls < 400; polls += 1) {
    const sink = await fileSink();
    const outcome = await gateway.poll(task, { sink, signal: AbortSignal.timeout(20_000) });
    if (outcome.kind === 'done') return outcome.answer;
    if (outcome.kind === 'failed' || outcome.kind === 'expired') throw new Error(JSON.stringify(outcome.error));
    expect(outcome.kind).toBe('running');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no end of the task ${task.id}`);
}

const filesOf = (output: Found): readonly FoundFile[] =>
  output.kind === 'file' ? [output.file] : output.kind === 'files' ? output.files : [];

async function fetched(gateway: GatewayClient, file: FoundFile): Promise<Uint8Array> {
  if ('answer' in file) return readFileSync(file.answer.file);
  if ('base64' in file) return Buffer.from(file.base64, 'base64');
  const target = path.join(folder(), 'result');
  await gateway.download(file.url, target, { kind: file.media, signal: AbortSignal.timeout(20_000) });
  return readFileSync(target);
}

/** Values for the inputs of a node, as far as a recipe takes them. */
export function sampleInputs(
  ports: Readonly<Record<string, { type: string; required?: boolean }>>,
  takes: Readonly<Record<string, MediaRule>>,
): Record<string, Value> {
  const inputs: Record<string, Value> = {};
  for (const [name, { type, required }] of Object.entries(ports)) {
    const kind = /image|audio|video|document/.exec(type)?.[0] as MediaKind | undefined;
    if (kind !== undefined) {
      if (takes[name] !== undefined) inputs[name] = type.startsWith('list') ? [sample(kind)] : sample(kind);
    } else if (/^media$/.test(type)) inputs[name] = sample('image');
    else if (type === 'text' && required === true) inputs[name] = 'a cat on a roof at dusk';
    else if (type === 'list<text>' && required === true) inputs[name] = ['a cat on a roof', 'a dog in a field'];
  }
  return inputs;
}
