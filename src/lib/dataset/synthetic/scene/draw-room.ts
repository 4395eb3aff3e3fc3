import type { Random } from '../../../random';
import { blend, css, shade, type Colour } from '../colour';
import { decimal } from '../svg-path';

/** The colours of walls, muted so that people stand out. */
const WALLS: readonly Colour[] = [
  [196, 204, 200],
  [214, 204, 186],
  [178, 192, 208],
  [204, 190, 196],
  [168, 184, 168],
];

/** The colours of what stands and hangs in the room. */
const THINGS: readonly Colour[] = [
  [150, 84, 62],
  [64, 92, 122],
  [98, 122, 84],
  [188, 150, 82],
  [92, 80, 100],
  [222, 214, 200],
];

interface Room {
  width: number;
  height: number;
  random: Random;
}

const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)];

/**
 * Draws an empty room as SVG: a wall with a window, pictures and a shelf, and a floor. The random
 * numbers determine all of it.
 */
export function drawRoom(room: Room): string {
  const { width, height, random } = room;
  const wall = blend(pick(random, WALLS), { with: pick(random, WALLS), share: random.next() * 0.4 });
  const lightFromLeft = random.next() < 0.5;
  const floor = height * (0.74 + 0.1 * random.next());
  const [near, far] = [css(shade(wall, 1.12)), css(shade(wall, 0.72))];
  const slots = random.shuffle([drawWindow, drawPicture, drawShelf, drawPicture]);
  const things = slots.map((draw, i) => {
    const slot = width / slots.length;
    return draw(room, { x: slot * (i + 0.1), y: height * (0.06 + 0.1 * random.next()), width: slot * 0.8 });
  });
  return (
    `<linearGradient id="wall"><stop stop-color="${lightFromLeft ? near : far}"/><stop offset="1" stop-color="${lightFromLeft ? far : near}"/></linearGradient>` +
    `<rect width="${width}" height="${height}" fill="url(#wall)"/>` +
    `<rect y="${decimal(floor)}" width="${width}" height="${height}" fill="${css(shade(pick(random, THINGS), 0.7))}"/>` +
    `<rect y="${decimal(floor - height * 0.02)}" width="${width}" height="${decimal(height * 0.02)}" fill="${css(shade(wall, 1.2))}"/>` +
    things.join('')
  );
}

/** Where a thing hangs. */
interface Slot {
  x: number;
  y: number;
  width: number;
}

const rectangle = (x: number, y: number, width: number, height: number, colour: Colour) =>
  `<rect x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}" fill="${css(colour)}"/>`;

function drawWindow({ height, random }: Room, { x, y, width }: Slot): string {
  const tall = height * (0.3 + 0.12 * random.next());
  const frame: Colour = [236, 234, 228];
  const bar = width * 0.05;
  const sky = blend([176, 206, 232], { with: [232, 236, 238], share: random.next() });
  const hill = blend([104, 132, 96], { with: [150, 150, 120], share: random.next() });
  return (
    rectangle(x, y, width, tall, frame) +
    rectangle(x + bar, y + bar, width - 2 * bar, tall - 2 * bar, sky) +
    rectangle(x + bar, y + tall * 0.7, width - 2 * bar, tall * 0.3 - bar, hill) +
    rectangle(x + width / 2 - bar / 2, y, bar, tall, frame) +
    rectangle(x, y + tall * 0.45, width, bar, frame)
  );
}

function drawPicture({ height, random }: Room, { x, y, width }: Slot): string {
  const wide = width * (0.6 + 0.4 * random.next());
  const tall = height * (0.16 + 0.12 * random.next());
  const frame = wide * 0.06;
  const [back, front] = [pick(random, THINGS), pick(random, THINGS)];
  const [top, middle] = [y + tall * (0.3 + 0.3 * random.next()), x + wide * (0.3 + 0.4 * random.next())];
  const [left, right, bottom] = [x + frame, x + wide - frame, y + tall - frame];
  return (
    rectangle(x, y, wide, tall, [70, 58, 48]) +
    rectangle(left, y + frame, wide - 2 * frame, tall - 2 * frame, shade(back, 1.25)) +
    `<path d="M${decimal(left)} ${decimal(bottom)}L${decimal(middle)} ${decimal(top)}L${decimal(right)} ${decimal(bottom)}Z" fill="${css(front)}"/>`
  );
}

function drawShelf({ height, random }: Room, { x, y, width }: Slot): string {
  const tall = height * 0.13;
  let books = '';
  for (let at = x + 2; at < x + width * 0.92;) {
    const thick = width * (0.04 + 0.06 * random.next());
    const own = tall * (0.6 + 0.4 * random.next());
    books += rectangle(
      at,
      y + tall - own,
      thick,
      own,
      shade(pick(random, THINGS), 0.8 + 0.4 * random.next()),
    );
    at += thick + 1;
  }
  return books + rectangle(x, y + tall, width, height * 0.015, [112, 84, 60]);
}
