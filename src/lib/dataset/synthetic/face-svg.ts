import { expectation } from '../../errors';
import type { FaceParameters } from './face-parameters';
import { drawBeard } from './parts/beard';
import { drawBrows } from './parts/brows';
import { drawEyes } from './parts/eyes';
import { drawFolds } from './parts/folds';
import { drawGlasses } from './parts/glasses';
import { drawHairBehind } from './parts/hair-behind';
import { drawHairInFront } from './parts/hair-in-front';
import { drawBody, drawHead } from './parts/head';
import { drawMouth } from './parts/mouth';
import { drawNose } from './parts/nose';
import { createSketch } from './sketch';
import { decimal } from './svg-path';

/** Width and height of the canvas in SVG units, whatever size it is rendered at. */
export const CANVAS = 192;

/** The centre of the face: a little below that of the canvas, to leave room for the hair. */
export const MIDDLE = { x: CANVAS / 2, y: CANVAS / 2 + 9 };

/** Light from one side and shadow from the other, over the whole image. */
function drawLight({ direction, strength }: FaceParameters['light']): string {
  const angle = (direction * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle) * 0.5, Math.sin(angle) * 0.5];
  return (
    `<linearGradient id="light" x1="${decimal(0.5 - dx)}" y1="${decimal(0.5 - dy)}" x2="${decimal(0.5 + dx)}" y2="${decimal(0.5 + dy)}">` +
    `<stop stop-color="#fff" stop-opacity="${decimal(strength * 0.4)}"/><stop offset=".45" stop-color="#888" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="#000" stop-opacity="${decimal(strength)}"/></linearGradient>` +
    `<rect width="${CANVAS}" height="${CANVAS}" fill="url(#light)"/>`
  );
}

function drawBackground({ top, bottom }: FaceParameters['background']): string {
  const gray = (value: number) => `rgb(${Array(3).fill(Math.round(value)).join()})`;
  return (
    `<linearGradient id="background" x2="0" y2="1"><stop stop-color="${gray(top)}"/><stop offset="1" stop-color="${gray(bottom)}"/></linearGradient>` +
    `<rect width="${CANVAS}" height="${CANVAS}" fill="url(#background)"/>`
  );
}

/**
 * Draws a face as SVG, in colour, without the camera's blur, noise, brightness and contrast.
 *
 * @param parameters such as those of `sampleFaceParameters`
 * @param options `size`: the SVG's width and height in pixels
 * @throws ExpectationError for a size that is not a number above 0
 * @example const svg = faceSvg(sampleFaceParameters('Anger', createRandom(1)), { size: 384 });
 */
export function faceSvg(parameters: FaceParameters, { size = CANVAS }: { size?: number } = {}): string {
  if (!(size > 0 && Number.isFinite(size)))
    throw expectation('size', { expectation: 'a number of pixels above 0', found: size });
  const { background, light } = parameters;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CANVAS} ${CANVAS}" width="${size}" height="${size}">` +
    `${drawBackground(background)}${drawPerson(parameters)}${drawLight(light)}</svg>`
  );
}

/**
 * Draws a person on the canvas without background and light, as an SVG group. It goes on below the
 * canvas: clothes have no end.
 */
export function drawPerson(parameters: FaceParameters): string {
  const { pose } = parameters;
  const sketch = createSketch(parameters);
  const place =
    `translate(${decimal(MIDDLE.x + pose.shift.x)} ${decimal(MIDDLE.y + pose.shift.y)}) ` +
    `rotate(${decimal(pose.tilt)}) scale(${decimal(pose.scale)})`;
  return (
    `<g transform="${place}">` +
    drawHairBehind(sketch) +
    drawBody(sketch) +
    drawHead(sketch) +
    drawBeard(sketch) +
    drawFolds(sketch) +
    drawEyes(sketch) +
    drawBrows(sketch) +
    drawNose(sketch) +
    drawMouth(sketch) +
    drawHairInFront(sketch) +
    drawGlasses(sketch) +
    `</g>`
  );
}
