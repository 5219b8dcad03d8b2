import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Canvas, cover, createCanvas, glow } from './canvas.ts';
import { createEncoder } from './encoder.ts';
import { readSamples } from './mp4-read.ts';
import { writeFilm } from './mp4-write.ts';
import { label } from './picture.ts';
import { paintScene } from './scene.ts';

/** What film to make: size in pixels (even numbers), length in seconds; `base` is a reference picture to start from. */
export interface FilmOrder {
  readonly text: string;
  readonly seed: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly base?: Canvas | undefined;
}

const FRAMES_PER_SECOND = 8;
/** The motion comes back to its beginning after this time, so only this much is encoded and then repeated. */
const LOOP_SECONDS = 4;
const LOOP_FRAMES = FRAMES_PER_SECOND * LOOP_SECONDS;

let queue: Promise<unknown> = Promise.resolve();

/**
 * Makes a silent H.264 film: a slow camera over the reference picture or over a painted landscape, the word PRACTICE on it.
 * One film after the other, giving other requests a turn after each picture.
 */
export function makeFilm(order: FilmOrder): Promise<Uint8Array> {
  const turn = queue.then(() => encode(order));
  queue = turn.catch(() => undefined);
  return turn;
}

async function encode(order: FilmOrder): Promise<Uint8Array> {
  const { width, height, seconds, text } = order;
  const frames = Math.round(seconds * FRAMES_PER_SECOND);
  const swing = Math.round(Math.min(width, height) * 0.06);
  const wide = order.base
    ? cover(order.base, width + swing * 2, height + swing * 2)
    : createCanvas(width + swing * 2, height + swing * 2);
  if (!order.base) paintScene(wide, text, order.seed);
  const encoder = await createEncoder();
  try {
    Object.assign(encoder, { width, height, frameRate: FRAMES_PER_SECOND, speed: 10, quantizationParameter: 28 });
    encoder.groupOfPictures = LOOP_FRAMES;
    encoder.initialize();
    const frame = createCanvas(width, height);
    for (let index = 0; index < Math.min(frames, LOOP_FRAMES); index += 1) {
      drawFrame(frame, wide, (index / LOOP_FRAMES) * Math.PI * 2, swing, text);
      encoder.addFrameRgba(frame.data);
      await nextTurn();
    }
    encoder.finalize();
    const { description, samples } = readSamples(encoder.FS.readFile(encoder.outputFilename));
    const repeated = Array.from({ length: frames }, (_, index) => samples[index % samples.length] ?? new Uint8Array(0));
    const comment = 'PRACTICE: made by the Patchbay practice gateway';
    return writeFilm({
      description,
      samples: repeated,
      width,
      height,
      framesPerSecond: FRAMES_PER_SECOND,
      keyEvery: LOOP_FRAMES,
      comment,
    });
  } finally {
    encoder.delete();
  }
}

/** The picture at an angle of the camera's round trip. */
function drawFrame(frame: Canvas, wide: Canvas, angle: number, swing: number, text: string): void {
  const left = Math.round(swing + Math.sin(angle) * swing);
  const top = Math.round(swing + Math.sin(angle * 2) * swing * 0.4);
  for (let row = 0; row < frame.height; row += 1) {
    const from = ((row + top) * wide.width + left) * 4;
    frame.data.set(wide.data.subarray(from, from + frame.width * 4), row * frame.width * 4);
  }
  const spark = Math.min(frame.width, frame.height);
  glow(
    frame,
    frame.width * (0.5 + 0.35 * Math.cos(angle)),
    frame.height * (0.3 + 0.08 * Math.sin(angle * 3)),
    spark * 0.05,
    [255, 255, 255],
    0.8,
  );
  label(frame, text);
}
