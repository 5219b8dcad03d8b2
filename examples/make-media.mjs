// Draws the pictures in examples/media and lets the practice gateway speak the recording: none of it comes from elsewhere.
// Run it after a build: node examples/make-media.mjs
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';

const folder = fileURLToPath(new URL('media', import.meta.url));
const size = 512;

const mix = (a, b, t) => a.map((value, index) => value + (b[index] - value) * t);
const clamp = (value) => Math.min(1, Math.max(0, value));
const smooth = (from, to, value) => {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
};
/** How much of a pixel lies inside a shape whose edge is this far away. */
const cover = (distance) => clamp(0.5 - distance);
const roundBox = (x, y, halfWidth, halfHeight, radius) => {
  const dx = Math.max(0, Math.abs(x) - halfWidth + radius);
  const dy = Math.max(0, Math.abs(y) - halfHeight + radius);
  return Math.hypot(dx, dy) - radius;
};
/** About how far a point lies outside an ellipse. */
const ellipse = (x, y, a, b) => (Math.hypot(x / a, y / b) - 1) * Math.min(a, b);

/** A teal mug on a pale table. */
function mug(x, y) {
  const isTable = smooth(348, 356, y);
  let colour = mix(mix([236, 232, 226], [250, 248, 244], y / 350), [222, 212, 200], isTable);
  colour = mix(colour, [120, 104, 90], 0.45 * (1 - smooth(0.55, 1, Math.hypot((x - 262) / 165, (y - 404) / 34))));
  const handle = Math.abs(ellipse(x - 342, y - 268, 62, 72)) - 13;
  colour = mix(colour, mix([22, 98, 102], [60, 160, 158], smooth(190, 260, 400 - y)), cover(handle));
  const body = Math.min(ellipse(x - 232, y - 374, 110, 28), roundBox(x - 232, y - 275, 110, 99, 2));
  const across = (x - 122) / 220;
  const light = 0.55 + 0.6 * Math.exp(-(((across - 0.28) / 0.2) ** 2)) - 0.28 * smooth(0.55, 1, across);
  colour = mix(
    colour,
    [30, 132, 134].map((value) => Math.min(255, value * light * 1.15)),
    cover(body),
  );
  const band = cover(Math.abs(y - 300 - 26 * Math.sqrt(Math.max(0, 1 - (across * 2 - 1) ** 2))) - 9) * cover(body);
  colour = mix(
    colour,
    [246, 226, 184].map((value) => Math.min(255, value * (0.62 + light * 0.4))),
    band,
  );
  colour = mix(colour, [86, 190, 186], cover(ellipse(x - 232, y - 176, 110, 27)));
  colour = mix(colour, [18, 76, 80], cover(ellipse(x - 232, y - 178, 99, 21)));
  return mix(
    colour,
    [64, 36, 22],
    cover(Math.max(ellipse(x - 232, y - 178, 99, 21), ellipse(x - 232, y - 190, 92, 21))),
  );
}

/** Mountains behind a lake in the evening. */
function lake(x, y) {
  const isWater = y > 330;
  const mirrored = isWater ? 330 - (y - 330) * 1.15 + 3 * Math.sin(y / 3.2) : y;
  let colour = mix([62, 70, 128], [250, 176, 122], smooth(0, 330, mirrored));
  colour = mix(colour, [255, 232, 178], cover(ellipse(x - 356, mirrored - 214, 40, 40)));
  const ridge = (height, wide, phase) =>
    330 - height * Math.abs(Math.sin(x / wide + phase)) - 12 * Math.abs(Math.sin(x / 23 + phase * 3));
  colour = mix(colour, [104, 92, 140], cover(ridge(130, 118, 0.6) - mirrored));
  colour = mix(colour, [58, 62, 104], cover(ridge(78, 84, 2.1) - mirrored));
  return isWater ? mix(colour, [24, 40, 82], 0.28 + 0.3 * smooth(330, 512, y)) : colour;
}

/** A red kite over a meadow. */
function kite(x, y) {
  let colour = mix([92, 168, 226], [206, 232, 246], smooth(0, 400, y));
  for (const [cx, cy, wide] of [
    [120, 120, 62],
    [172, 134, 46],
    [82, 138, 40],
    [396, 232, 52],
    [352, 242, 38],
  ])
    colour = mix(colour, [250, 252, 254], 0.9 * cover(ellipse(x - cx, y - cy, wide, wide * 0.42)));
  const hill = 404 + 22 * Math.sin(x / 96 + 1);
  colour = mix(colour, mix([124, 178, 82], [64, 128, 62], smooth(380, 512, y)), cover(hill - y));
  const string = (height) => 263 - (height - 218) * 0.5 + 14 * Math.sin((height - 218) / 34);
  if (y > 218 && y < hill) colour = mix(colour, [70, 60, 60], cover(Math.abs(x - string(y)) - 1.2));
  const [u, v] = [(x - 296) * 0.94 + (y - 134) * 0.34, (y - 134) * 0.94 - (x - 296) * 0.34];
  const inside = cover((Math.abs(u) / 60 + Math.abs(v) / (v < 0 ? 66 : 92) - 1) * 48);
  colour = mix(colour, u * v > 0 ? [216, 58, 52] : [242, 148, 60], inside);
  for (const at of [262, 306, 350]) colour = mix(colour, [246, 206, 76], cover(ellipse(x - string(at), y - at, 13, 7)));
  return colour;
}

for (const [name, draw] of Object.entries({ mug, lake, kite })) {
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) data.set(draw(x + 0.5, y + 0.5).map(Math.round), (y * size + x) * 3);
  await writeFile(path.join(folder, `${name}.png`), encode({ width: size, height: size, channels: 3, data }));
}

const command = fileURLToPath(new URL('../out/patchbay.js', import.meta.url));
const practice = spawn(process.execPath, [command, 'practice', '--json', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { url } = await new Promise((resolve, reject) => {
    createInterface({ input: practice.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    practice.once('exit', () => reject(new Error('the practice gateway did not start')));
  });
  const answer = await fetch(`${url}/v1/audio/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-practice' },
    body: JSON.stringify({
      model: 'tts-1',
      voice: 'alloy',
      input: 'Welcome to the harbour. The last ferry leaves at half past six, so there is time for one more coffee.',
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await writeFile(path.join(folder, 'welcome.mp3'), new Uint8Array(await answer.arrayBuffer()));
} finally {
  practice.kill();
}
