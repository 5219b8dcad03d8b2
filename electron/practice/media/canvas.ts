/** A colour as red, green, blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** A raster of RGBA bytes, row by row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A canvas on which everything is transparent. */
export function createCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Uint8Array(width * height * 4) };
}

/** The colour between two colours; `share` 0 gives the first. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const at = (index: 0 | 1 | 2) => first[index] + (second[index] - first[index]) * share;
  return [at(0), at(1), at(2)];
}

/** Fills pixels `from` up to, not including, `to` of one row. Bounds are cut to the canvas. */
export function fillRow(canvas: Canvas, row: number, from: number, to: number, colour: Colour): void {
  if (row < 0 || row >= canvas.height) return;
  const start = Math.max(0, Math.floor(from));
  const end = Math.min(canvas.width, Math.ceil(to));
  const [red, green, blue] = colour;
  const word = ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
  if (end > start) wordsOf(canvas).fill(word, row * canvas.width + start, row * canvas.width + end);
}

/** Lays a colour over one pixel with an opacity from 0 to 1. */
export function blend(canvas: Canvas, x: number, y: number, colour: Colour, opacity: number): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  const offset = (y * canvas.width + x) * 4;
  const { data } = canvas;
  for (const index of [0, 1, 2] as const) {
    data[offset + index] = (data[offset + index] ?? 0) * (1 - opacity) + colour[index] * opacity;
  }
  data[offset + 3] = Math.max(data[offset + 3] ?? 0, Math.round(opacity * 255));
}

/** Fills a circle. */
export function fillCircle(canvas: Canvas, centreX: number, centreY: number, radius: number, colour: Colour): void {
  fillEllipse(canvas, centreX, centreY, radius, radius, colour);
}

/** Fills an ellipse whose axes lie along the edges. */
export function fillEllipse(
  canvas: Canvas,
  centreX: number,
  centreY: number,
  radiusX: number,
  radiusY: number,
  colour: Colour,
): void {
  for (let row = Math.floor(centreY - radiusY); row <= centreY + radiusY; row += 1) {
    const distance = (row - centreY) / radiusY;
    const half = radiusX * Math.sqrt(Math.max(0, 1 - distance * distance));
    if (half > 0) fillRow(canvas, row, centreX - half, centreX + half, colour);
  }
}

/** A soft glow: opacity falls from `strength` in the middle to 0 at the radius. */
export function glow(
  canvas: Canvas,
  centreX: number,
  centreY: number,
  radius: number,
  colour: Colour,
  strength: number,
): void {
  const left = Math.max(0, Math.floor(centreX - radius));
  const right = Math.min(canvas.width - 1, Math.ceil(centreX + radius));
  const top = Math.max(0, Math.floor(centreY - radius));
  const bottom = Math.min(canvas.height - 1, Math.ceil(centreY + radius));
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const near = 1 - ((x - centreX) ** 2 + (y - centreY) ** 2) / (radius * radius);
      if (near > 0) blend(canvas, x, y, colour, near * near * strength);
    }
  }
}

/** Fills a polygon with corners given as x, y pairs. */
export function fillPolygon(canvas: Canvas, corners: readonly (readonly [number, number])[], colour: Colour): void {
  const rows = corners.map(([, y]) => y);
  for (let row = Math.floor(Math.min(...rows)); row <= Math.max(...rows); row += 1) {
    const crossings: number[] = [];
    for (const [index, [x, y]] of corners.entries()) {
      const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
      const level = row + 0.5;
      if (y <= level !== nextY <= level) crossings.push(x + ((level - y) / (nextY - y)) * (nextX - x));
    }
    crossings.sort((left, right) => left - right);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      fillRow(canvas, row, crossings[index] ?? 0, crossings[index + 1] ?? 0, colour);
    }
  }
}

/** Copies a canvas onto another at a place; what lies outside is cut off. */
export function paste(target: Canvas, source: Canvas, left: number, top: number): void {
  const firstColumn = Math.max(0, -left);
  const lastColumn = Math.min(source.width, target.width - left);
  for (let row = Math.max(0, -top); row < source.height && row + top < target.height; row += 1) {
    const from = row * source.width;
    const piece = source.data.subarray((from + firstColumn) * 4, (from + lastColumn) * 4);
    target.data.set(piece, ((row + top) * target.width + left + firstColumn) * 4);
  }
}

/** A copy of `source` that covers `width` × `height`, cut in the middle; nearest pixel. */
export function cover(source: Canvas, width: number, height: number): Canvas {
  const result = createCanvas(width, height);
  const scale = Math.min(source.width / width, source.height / height);
  const offsetX = (source.width - width * scale) / 2;
  const offsetY = (source.height - height * scale) / 2;
  const from = wordsOf(source);
  const to = wordsOf(result);
  const columns = Int32Array.from({ length: width }, (_, x) =>
    Math.min(source.width - 1, Math.floor(offsetX + (x + 0.5) * scale)),
  );
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(source.height - 1, Math.floor(offsetY + (y + 0.5) * scale)) * source.width;
    for (let x = 0; x < width; x += 1) to[y * width + x] = from[row + (columns[x] ?? 0)] ?? 0;
  }
  return result;
}

function wordsOf(canvas: Canvas): Uint32Array {
  return new Uint32Array(canvas.data.buffer, canvas.data.byteOffset, canvas.width * canvas.height);
}
