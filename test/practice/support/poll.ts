import type { PracticeProcess } from './practice-process.ts';

/** A JSON object whose fields are looked at one by one. */
export type Json = Record<string, unknown>;

/** Asks again and again (every 20 ms) until `done` likes the answer; gives all the answers. */
export async function pollUntil(
  practice: PracticeProcess,
  path: string,
  done: (answer: Json) => boolean,
): Promise<{ last: Json; all: readonly Json[] }> {
  const all: Json[] = [];
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const answer = (await (await practice.get(path)).json()) as Json;
    all.push(answer);
    if (done(answer)) return { last: answer, all };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no end in sight: ${JSON.stringify(all.at(-1))}`);
}

/** Creates a video task and gives its id. */
export async function createVideo(practice: PracticeProcess, body: Json = {}): Promise<string> {
  const answer = await practice.post('/v1/video/create', {
    model: 'sora-2',
    prompt: 'a cat on a roof',
    images: [],
    ...body,
  });
  if (answer.status !== 200) throw new Error(await answer.text());
  return ((await answer.json()) as { id: string }).id;
}

/** The address at which a video task is asked for. */
export function videoQuery(id: string): string {
  return `/v1/video/query?id=${encodeURIComponent(id)}`;
}

/** Bytes of a result. */
export async function download(url: unknown): Promise<Uint8Array> {
  const answer = await fetch(String(url));
  if (!answer.ok) throw new Error(`${answer.status} for ${String(url)}`);
  return new Uint8Array(await answer.arrayBuffer());
}
