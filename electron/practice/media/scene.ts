import { createRandom, type Random } from '../random.ts';
import { blend, type Canvas, fillCircle, fillEllipse, fillPolygon, fillRow, glow, mix } from './canvas.ts';
import { chooseLook, type Look } from './palette.ts';

const SEA = /sea|ocean|beach|lake|water|coast|island|海|湖|水|岸/i;
const TREES = /forest|tree|wood|jungle|garden|park|林|树|树|园/i;
const CITY = /city|town|street|tokyo|paris|london|york|building|skyline|城|街|楼/i;
const CAT = /\bcats?\b|kitten|猫|貓/i;
const ROOF = /roof|house|village|屋|房|村/i;

/**
 * Paints a landscape: sky, sun or moon, clouds or stars, hills, and what the text speaks of (sea, trees, a town, a roof, a cat).
 * The same text and seed give the same picture at every size. `transparent` leaves the sky out.
 */
export function paintScene(canvas: Canvas, text: string, seed: string, transparent = false): void {
  const random = createRandom(`${seed}|${text}`);
  const look = chooseLook(text, random);
  const horizon = random.between(0.58, 0.7);
  if (!transparent) paintSky(canvas, look, horizon, random);
  const unit = Math.min(canvas.width, canvas.height);
  if (SEA.test(text)) paintSea(canvas, look, horizon, random);
  else paintHills(canvas, look, horizon, random);
  if (CITY.test(text)) paintCity(canvas, look, horizon, random);
  if (TREES.test(text)) paintTrees(canvas, look, random);
  const ground = canvas.height * 0.88;
  const middle = canvas.width * random.between(0.35, 0.65);
  if (ROOF.test(text)) {
    const [left, right] = [middle - unit * 0.24, middle + unit * 0.24];
    fillPolygon(
      canvas,
      [
        [left, ground],
        [middle - unit * 0.1, ground - unit * 0.14],
        [middle + unit * 0.1, ground - unit * 0.14],
        [right, ground],
      ],
      mix(look.ink, look.near, 0.35),
    );
    fillPolygon(
      canvas,
      [
        [left + unit * 0.03, ground],
        [right - unit * 0.03, ground],
        [right - unit * 0.03, canvas.height],
        [left + unit * 0.03, canvas.height],
      ],
      mix(look.ink, look.near, 0.15),
    );
  }
  if (CAT.test(text)) paintCat(canvas, middle, ROOF.test(text) ? ground - unit * 0.14 : ground, unit * 0.13, look);
}

function paintSky(canvas: Canvas, look: Look, horizon: number, random: Random): void {
  const { width, height } = canvas;
  const unit = Math.min(width, height);
  for (let y = 0; y < height; y += 1) {
    const share = Math.min(1, y / (height * horizon));
    fillRow(canvas, y, 0, width, mix(look.skyTop, look.skyLow, share ** 1.3));
  }
  const [x, y] = [width * random.between(0.2, 0.8), height * random.between(0.16, horizon - 0.18)];
  const radius = unit * random.between(0.06, 0.1);
  if (look.night) {
    for (let star = 0; star < 140; star += 1) {
      const [starX, starY] = [Math.floor(width * random.next()), Math.floor(height * horizon * random.next())];
      const size = Math.max(1, Math.round(unit / 700));
      for (let dot = 0; dot < size * size; dot += 1) {
        blend(canvas, starX + (dot % size), starY + Math.floor(dot / size), [255, 255, 255], random.between(0.3, 0.95));
      }
    }
  }
  glow(canvas, x, y, radius * 3.2, look.light, look.night ? 0.35 : 0.6);
  fillCircle(canvas, x, y, radius, look.light);
  if (look.night) return;
  for (let cloud = 0; cloud < 4; cloud += 1) {
    const [cloudX, cloudY] = [width * random.next(), height * random.between(0.06, horizon - 0.15)];
    for (let puff = 0; puff < 5; puff += 1) {
      const size = unit * random.between(0.05, 0.11);
      glow(
        canvas,
        cloudX + unit * random.between(-0.14, 0.14),
        cloudY + unit * random.between(-0.015, 0.02),
        size,
        [255, 255, 255],
        0.5,
      );
    }
  }
}

function paintHills(canvas: Canvas, look: Look, horizon: number, random: Random): void {
  const layers = 4;
  for (let layer = 0; layer < layers; layer += 1) {
    const share = layer / (layers - 1);
    const base = canvas.height * (horizon + 0.22 * share);
    const colour = mix(mix(look.far, look.skyLow, 0.35 * (1 - share)), mix(look.near, look.ink, 0.25 * share), share);
    ridge(canvas, base, canvas.height * (0.075 - 0.03 * share), colour, random);
  }
}

/** Fills everything below a line made of three waves. */
function ridge(
  canvas: Canvas,
  base: number,
  swing: number,
  colour: readonly [number, number, number],
  random: Random,
): void {
  const waves = [1, 2.3, 5.1].map((rate) => ({ rate: rate * random.between(0.8, 1.3), phase: random.between(0, 6.3) }));
  const tops = Array.from({ length: canvas.width }, (_, x) => {
    const along = (x / canvas.width) * Math.PI * 2;
    return base - waves.reduce((sum, { rate, phase }) => sum + (Math.sin(along * rate + phase) * swing) / rate, 0);
  });
  const lowest = Math.ceil(Math.max(...tops));
  for (let y = Math.max(0, Math.floor(Math.min(...tops))); y < Math.min(lowest, canvas.height); y += 1) {
    let start = -1;
    for (let x = 0; x <= canvas.width; x += 1) {
      const inside = x < canvas.width && y >= (tops[x] ?? 0);
      if (inside && start < 0) start = x;
      if (!inside && start >= 0) {
        fillRow(canvas, y, start, x, colour);
        start = -1;
      }
    }
  }
  for (let y = Math.max(0, lowest); y < canvas.height; y += 1)
    fillRow(canvas, y, 0, canvas.width, mix(colour, [0, 0, 0], (0.25 * (y - lowest)) / canvas.height));
}

function paintSea(canvas: Canvas, look: Look, horizon: number, random: Random): void {
  const top = Math.floor(canvas.height * horizon);
  const unit = Math.min(canvas.width, canvas.height);
  const deep = mix(look.skyTop, look.ink, 0.45);
  for (let y = top; y < canvas.height; y += 1) {
    fillRow(
      canvas,
      y,
      0,
      canvas.width,
      mix(mix(look.skyLow, look.skyTop, 0.4), deep, (y - top) / (canvas.height - top)),
    );
  }
  for (let wave = 0; wave < 90; wave += 1) {
    const depth = random.next() ** 1.5;
    const y = Math.floor(top + depth * (canvas.height - top));
    const length = unit * (0.02 + 0.14 * depth) * random.between(0.6, 1.4);
    const x = canvas.width * random.next();
    for (let line = 0; line < Math.max(1, (unit / 400) * (0.4 + depth)); line += 1) {
      for (let step = 0; step < length; step += 1) blend(canvas, Math.floor(x + step), y + line, look.light, 0.28);
    }
  }
}

function paintCity(canvas: Canvas, look: Look, horizon: number, random: Random): void {
  const { width, height } = canvas;
  const base = height * (horizon + 0.16);
  for (let x = 0; x < width; ) {
    const breadth = width * random.between(0.035, 0.09);
    const top = base - height * random.between(0.05, 0.22);
    const colour = mix(look.ink, look.far, random.between(0.15, 0.4));
    for (let y = Math.floor(top); y < height; y += 1) fillRow(canvas, y, x, x + breadth, colour);
    const pane = Math.max(2, Math.round(width / 200));
    for (let row = top + pane * 2; row < base; row += pane * 3) {
      for (let column = x + pane; column < x + breadth - pane * 2; column += pane * 2.5) {
        if (random.next() < 0.55) continue;
        for (let line = 0; line < pane; line += 1)
          fillRow(canvas, Math.floor(row) + line, column, column + pane, look.light);
      }
    }
    x += breadth;
  }
}

function paintTrees(canvas: Canvas, look: Look, random: Random): void {
  const unit = Math.min(canvas.width, canvas.height);
  for (let tree = 0; tree < 26; tree += 1) {
    const depth = tree / 26;
    const foot = canvas.height * (0.8 + 0.2 * depth);
    const size = unit * (0.09 + 0.14 * depth) * random.between(0.8, 1.2);
    const x = canvas.width * random.next();
    const colour = mix(mix(look.near, look.far, 0.2), look.ink, 0.3 + 0.6 * depth);
    for (let tier = 0; tier < 3; tier += 1) {
      const low = foot - size * 0.28 * tier;
      const half = size * (0.3 - 0.07 * tier);
      fillPolygon(
        canvas,
        [
          [x - half, low],
          [x, low - size * 0.5],
          [x + half, low],
        ],
        colour,
      );
    }
  }
}

function paintCat(canvas: Canvas, x: number, ground: number, size: number, look: Look): void {
  const ink = mix(look.ink, [0, 0, 0], 0.4);
  const head = ground - size * 1.45;
  fillEllipse(canvas, x, ground - size * 0.6, size * 0.5, size * 0.68, ink);
  fillCircle(canvas, x, head, size * 0.38, ink);
  for (const side of [-1, 1]) {
    fillPolygon(
      canvas,
      [
        [x + side * size * 0.38, head - size * 0.05],
        [x + side * size * 0.34, head - size * 0.62],
        [x + side * size * 0.05, head - size * 0.3],
      ],
      ink,
    );
    fillEllipse(canvas, x + side * size * 0.15, head - size * 0.02, size * 0.075, size * 0.1, look.light);
    fillEllipse(canvas, x + side * size * 0.15, head - size * 0.02, size * 0.02, size * 0.09, ink);
  }
  for (let step = 0; step <= 24; step += 1) {
    const along = step / 24;
    fillCircle(canvas, x + size * (0.4 + 0.55 * along), ground - size * (0.1 + 0.75 * along ** 2.2), size * 0.085, ink);
  }
}
