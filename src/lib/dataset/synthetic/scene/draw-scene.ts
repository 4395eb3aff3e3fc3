import { expectation } from '../../../errors';
import { createRandom, deriveSeed } from '../../../random';
import type { Box } from '../../box';
import { loadSharp } from '../../decode/load-sharp';
import { channelsOf, type RawImage } from '../../raw-image';
import { CANVAS, drawPerson, MIDDLE } from '../face-svg';
import type { FaceParameters } from '../face-parameters';
import { faceOutline } from '../parts/head';
import { createSketch } from '../sketch';
import { decimal, type Point } from '../svg-path';
import { drawRoom } from './draw-room';
import { assertPlaced, isPicture, type PlacedFace } from './placed-face';

/** Options of {@link drawScene}. */
export interface DrawSceneOptions {
  /** Pixels of the scene. */
  width?: number;
  height?: number;
  /** Determines the room and the noise; an integer. */
  seed?: number;
  /** Standard deviation of the camera's noise, in gray values. */
  noise?: number;
  /** Of a film, which frame it is: another one has other noise in the same room. */
  frame?: number;
}

/** A scene, and where its faces are. */
export interface Scene {
  /** RGB: `[height * width * 3]`. */
  readonly image: RawImage;
  /**
   * The box of each face, in the order in which they were given. Around a drawn person's face it
   * goes from the temples to the chin, as a face detector's does; a picture's box is around the
   * whole picture.
   */
  readonly boxes: readonly Box[];
}

/** The largest side: beyond it the drawing no longer fits in memory. */
const LARGEST = 4096;

/**
 * Draws a room with people in it, as a camera would see it, for everything that begins with a whole
 * picture. Those given first stand behind the others. The same seed, options and version of sharp
 * give the same pixels.
 *
 * @param faces none gives an empty room
 * @throws ExpectationError for a size or a face that is not possible
 * @example
 * const picture = { data: face, width: 48, height: 48 }; // an image of a data set
 * const { image, boxes } = await drawScene([{ face: picture, x: 320, y: 200, size: 160 }]);
 * const party = await drawScene(arrangePeople(['Happiness', 'Surprise'], { seed: 3 }));
 */
export async function drawScene(
  faces: readonly PlacedFace[],
  { width = 640, height = 480, seed = 1, noise = 2, frame = 0 }: DrawSceneOptions = {},
): Promise<Scene> {
  for (const [side, found] of Object.entries({ width, height }))
    if (!(Number.isInteger(found) && found >= 16 && found <= LARGEST))
      throw expectation(`the scene's ${side}`, {
        expectation: `a whole number of pixels from 16 to ${LARGEST}`,
        found,
      });
  faces.forEach(assertPlaced);
  const people = await Promise.all(faces.map(drawPlaced));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `${drawRoom({ width, height, random: createRandom(deriveSeed(seed, 1)) })}${people.join('')}</svg>`;
  const sharp = await loadSharp();
  const data: Buffer = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  addNoise(data, { deviation: noise, seed: deriveSeed(seed, 2, frame) });
  return { image: { data, width, height, channels: 3 }, boxes: faces.map(boxOf) };
}

/** The face as an SVG group; its ids get a number, since every person uses the same ones. */
async function drawPlaced(placed: PlacedFace, index: number): Promise<string> {
  const { face, x, y, size, angle = 0 } = placed;
  const degrees = decimal((angle * 180) / Math.PI);
  const place = `translate(${decimal(x)} ${decimal(y)}) rotate(${degrees})`;
  if (isPicture(face)) {
    const side = Math.round(size);
    const png = await enlarge(face, side);
    return (
      `<g transform="${place}"><image x="${-side / 2}" y="${-side / 2}" width="${side}" height="${side}" ` +
      `href="data:image/png;base64,${png.toString('base64')}"/></g>`
    );
  }
  const person = drawPerson(face).replace(/(id="|url\(#)/g, `$1p${index}-`);
  const scale = (size / CANVAS).toFixed(4);
  return `<g transform="${place} scale(${scale}) translate(${-CANVAS / 2} ${-CANVAS / 2})">${person}</g>`;
}

async function enlarge(picture: RawImage, side: number): Promise<Buffer> {
  const sharp = await loadSharp();
  const { data, width, height } = picture;
  const png: Buffer = await sharp(data, { raw: { width, height, channels: channelsOf(picture) } })
    .resize(side, side, { kernel: 'cubic' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return png;
}

/** The upright rectangle around a face in the scene. */
function boxOf({ face, x, y, size, angle = 0 }: PlacedFace): Box {
  const half = size / 2;
  const corners: Point[] = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ];
  const points = isPicture(face) ? corners : outlineOf(face).map((point) => scaled(point, size / CANVAS));
  const turnedPoints = points.map((point) => turned(point, angle));
  const xs = turnedPoints.map((point) => x + point[0]);
  const ys = turnedPoints.map((point) => y + point[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The outline of a drawn face, from the centre of its picture, in units of the canvas. */
function outlineOf(parameters: FaceParameters): Point[] {
  const { tilt, scale, shift } = parameters.pose;
  return faceOutline(createSketch(parameters)).map((point): Point => {
    const [x, y] = turned(scaled(point, scale), (tilt * Math.PI) / 180);
    return [x + MIDDLE.x + shift.x - CANVAS / 2, y + MIDDLE.y + shift.y - CANVAS / 2];
  });
}

const scaled = ([x, y]: Point, factor: number): Point => [x * factor, y * factor];

function turned([x, y]: Point, angle: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [x * cos - y * sin, x * sin + y * cos];
}

/** Gray noise: the same for all channels of a pixel. */
function addNoise(rgb: Buffer, { deviation, seed }: { deviation: number; seed: number }): void {
  if (!(deviation > 0)) return;
  const random = createRandom(seed);
  for (let i = 0; i < rgb.length; i += 3) {
    const grain = deviation * random.normal();
    for (let c = i; c < i + 3; c++) rgb[c] = Math.max(0, Math.min(255, Math.round(rgb[c] + grain)));
  }
}
