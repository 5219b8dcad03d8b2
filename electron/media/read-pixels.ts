import webpCode from '@jsquash/webp/codec/dec/webp_dec.wasm?inline';
import decodeWebpFile, { init as startWebp } from '@jsquash/webp/decode.js';
import { decode as decodeBmpFile } from 'bmp-ts';
import { convertIndexedToRgb, decode as decodePngFile } from 'fast-png';
import { imageSize } from 'image-size';
import jpeg from 'jpeg-js';
import { GifReader } from 'omggif';
import type { Pixels } from './pixels.ts';
import { upright } from './upright.ts';

/** Larger pictures are not taken apart: each pixel takes 4 bytes, several times over. */
const mostPixels = 100_000_000;
const memoryMegabytes = 1024;

const readers: Readonly<Record<string, (bytes: Buffer) => Pixels | Promise<Pixels>>> = {
  'image/bmp': readBmp,
  'image/gif': readGif,
  'image/jpeg': readJpeg,
  'image/png': readPng,
  'image/webp': readWebp,
};

/** Reads a picture upright, as its EXIF data says; of a GIF the first one. Throws for what it cannot read. */
export async function readPixels(bytes: Buffer, mime: string): Promise<Pixels> {
  const { width, height } = imageSize(bytes);
  if (width * height > mostPixels) throw new Error('too many pixels');
  const reader = readers[mime];
  if (reader === undefined) throw new Error(`no reader for ${mime}`);
  return await reader(bytes);
}

function readJpeg(bytes: Buffer): Pixels {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    maxResolutionInMP: mostPixels / 1e6,
    maxMemoryUsageInMB: memoryMegabytes,
  });
  return upright({ width, height, data }, bytes);
}

function readPng(bytes: Buffer): Pixels {
  const image = decodePngFile(bytes);
  const { width, height, depth } = image;
  const channels = image.palette === undefined ? image.channels : (image.palette[0]?.length ?? 3);
  const samples = image.palette === undefined ? image.data : convertIndexedToRgb(image);
  if (depth !== 8 && depth !== 16 && image.palette === undefined) throw new Error('unusual depth');
  const shift = depth === 16 && image.palette === undefined ? 8 : 0;
  const data = new Uint8Array(width * height * 4);
  const isGrey = channels < 3;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * channels;
    const to = pixel * 4;
    for (let colour = 0; colour < 3; colour += 1)
      data[to + colour] = (samples[from + (isGrey ? 0 : colour)] ?? 0) >> shift;
    const hasAlpha = channels === 2 || channels === 4;
    data[to + 3] = hasAlpha ? (samples[from + channels - 1] ?? 255) >> shift : 255;
  }
  return { width, height, data };
}

async function readWebp(bytes: Buffer): Promise<Pixels> {
  const wasmBinary = new Uint8Array(Buffer.from(webpCode.slice(webpCode.indexOf(',') + 1), 'base64')).buffer;
  await startWebp({ wasmBinary });
  const { width, height, data } = await decodeWebpFile(new Uint8Array(bytes).buffer);
  return { width, height, data: new Uint8Array(data.buffer) };
}

function readGif(bytes: Buffer): Pixels {
  const gif = new GifReader(bytes);
  const { width, height } = gif;
  const data = new Uint8Array(width * height * 4);
  gif.decodeAndBlitFrameRGBA(0, data);
  return { width, height, data };
}

function readBmp(bytes: Buffer): Pixels {
  // Each pixel comes as alpha, blue, green, red; alpha is 0 everywhere in a file that has none.
  const { width, height, data } = decodeBmpFile(bytes);
  const pixels = Buffer.from(data).swap32();
  let isClear = true;
  for (let at = 3; isClear && at < pixels.length; at += 4) isClear = pixels[at] === 0;
  if (isClear) for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return { width, height, data: new Uint8Array(pixels) };
}
