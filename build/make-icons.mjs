// Draws the icon of the program and writes it as PNG, ICO (Windows) and ICNS (macOS): `node build/make-icons.mjs`.
import { writeFileSync } from 'node:fs';
import { encode } from 'fast-png';

const background = [0x1b, 0x1e, 0x24];
const wire = [0x9a, 0xa3, 0xb2];
const start = [0xf0, 0xb9, 0x5a];
const end = [0xb4, 0x8c, 0xff];

/** The points of the wire: a curve from one node to the other. */
const curve = Array.from({ length: 65 }, (_, index) => {
  const t = index / 64;
  const at = (a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  return [at(0.27, 0.62, 0.38, 0.73), at(0.31, 0.31, 0.69, 0.69)];
});

/** How far a point is inside (above 0) or outside of the rounded square. */
function inside(x, y) {
  const radius = 0.2;
  const margin = 0.04;
  const dx = Math.max(Math.abs(x - 0.5) - (0.5 - margin - radius), 0);
  const dy = Math.max(Math.abs(y - 0.5) - (0.5 - margin - radius), 0);
  return radius - Math.hypot(dx, dy);
}

function toWire(x, y) {
  let nearest = 1;
  for (let index = 1; index < curve.length; index += 1) {
    const [ax, ay] = curve[index - 1];
    const [bx, by] = curve[index];
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return nearest;
}

function mix(under, over, part) {
  return under.map((value, index) => value + (over[index] - value) * part);
}

/** A picture of the icon with smooth edges. */
function draw(side) {
  const data = new Uint8Array(side * side * 4);
  const cover = (distance) => Math.min(1, Math.max(0, distance * side + 0.5));
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const x = (column + 0.5) / side;
      const y = (row + 0.5) / side;
      let color = mix(background, wire, cover(0.032 - toWire(x, y)));
      color = mix(color, start, cover(0.115 - Math.hypot(x - 0.27, y - 0.31)));
      color = mix(color, end, cover(0.115 - Math.hypot(x - 0.73, y - 0.69)));
      const alpha = Math.round(255 * cover(inside(x, y)));
      data.set([...color.map(Math.round), alpha], (row * side + column) * 4);
    }
  }
  return Buffer.from(encode({ width: side, height: side, data, channels: 4, depth: 8 }));
}

const pictures = new Map([16, 32, 48, 64, 128, 256, 512, 1024].map((side) => [side, draw(side)]));

function ico(sides) {
  const head = Buffer.alloc(6 + 16 * sides.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sides.length, 4);
  let offset = head.length;
  sides.forEach((side, index) => {
    const { length } = pictures.get(side);
    const at = 6 + 16 * index;
    head[at] = side % 256;
    head[at + 1] = side % 256;
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += length;
  });
  return Buffer.concat([head, ...sides.map((side) => pictures.get(side))]);
}

function icns(entries) {
  const parts = entries.map(([type, side]) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + pictures.get(side).length, 4);
    return Buffer.concat([head, pictures.get(side)]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

const folder = new URL('.', import.meta.url);
writeFileSync(new URL('icon.png', folder), pictures.get(1024));
writeFileSync(new URL('icon.ico', folder), ico([16, 32, 48, 64, 128, 256]));
writeFileSync(
  new URL('icon.icns', folder),
  icns([
    ['icp4', 16],
    ['icp5', 32],
    ['ic07', 128],
    ['ic08', 256],
    ['ic09', 512],
    ['ic10', 1024],
    ['ic11', 32],
    ['ic12', 64],
    ['ic13', 256],
    ['ic14', 512],
  ]),
);
