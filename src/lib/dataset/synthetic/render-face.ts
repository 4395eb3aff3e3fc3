import { createRandom } from '../../random';
import type { FaceParameters } from './face-parameters';
import { faceSvg } from './face-svg';
import { loadSharp } from '../decode/load-sharp';

/** Raw pixels for sharp: `[size * size * channels]`. */
export interface RenderedFace {
  pixels: Uint8Array;
  size: number;
  channels: 1 | 3;
}

/** The SVG is rendered at twice the size and reduced, for antialiasing. */
const SUPERSAMPLING = 2;

/** Halves the size of the rendered RGB(A) image by averaging blocks; gray is Rec. 601 luma. */
function reduce(
  rendered: Uint8Array,
  { size, rendererChannels, channels }: { size: number; rendererChannels: number; channels: 1 | 3 },
): Float32Array {
  const reduced = new Float32Array(size * size * channels);
  const width = size * SUPERSAMPLING;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let dy = 0; dy < SUPERSAMPLING; dy++) {
        for (let dx = 0; dx < SUPERSAMPLING; dx++) {
          const i = ((y * SUPERSAMPLING + dy) * width + x * SUPERSAMPLING + dx) * rendererChannels;
          red += rendered[i];
          green += rendered[i + 1];
          blue += rendered[i + 2];
        }
      }
      const samples = SUPERSAMPLING ** 2;
      const i = (y * size + x) * channels;
      if (channels === 1) reduced[i] = (0.299 * red + 0.587 * green + 0.114 * blue) / samples;
      else reduced.set([red / samples, green / samples, blue / samples], i);
    }
  }
  return reduced;
}

/** One pass of a separable Gaussian blur; edge pixels are repeated beyond the edge. */
function blurAlong(
  pixels: Float32Array,
  {
    size,
    channels,
    kernel,
    isVertical,
  }: { size: number; channels: number; kernel: Float32Array; isVertical: boolean },
): Float32Array {
  const blurred = new Float32Array(pixels.length);
  const radius = (kernel.length - 1) / 2;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          const sampleX = isVertical ? x : Math.min(size - 1, Math.max(0, x + k));
          const sampleY = isVertical ? Math.min(size - 1, Math.max(0, y + k)) : y;
          sum += kernel[k + radius] * pixels[(sampleY * size + sampleX) * channels + channel];
        }
        blurred[(y * size + x) * channels + channel] = sum;
      }
    }
  }
  return blurred;
}

function blur(
  pixels: Float32Array,
  { size, channels, deviation }: { size: number; channels: number; deviation: number },
): Float32Array {
  // Below this, neighbouring pixels contribute less than one gray value of 255.
  if (deviation < 0.3) return pixels;
  const radius = Math.ceil(3 * deviation);
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * deviation ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const normalized = kernel.map((weight) => weight / total);
  const across = blurAlong(pixels, { size, channels, kernel: normalized, isVertical: false });
  return blurAlong(across, { size, channels, kernel: normalized, isVertical: true });
}

/**
 * Renders a face as a camera would see it: with blur, brightness, contrast and noise.
 *
 * @param parameters such as those of `sampleFaceParameters`
 * @param options `size` in pixels; `isColour` for three channels instead of one
 * @example const { pixels } = await renderFace(parameters, { size: 48 }); // 2304 gray values
 */
export async function renderFace(
  parameters: FaceParameters,
  { size, isColour = false }: { size: number; isColour?: boolean },
): Promise<RenderedFace> {
  const sharp = await loadSharp();
  const svg = Buffer.from(faceSvg(parameters, { size: size * SUPERSAMPLING }));
  const { data, info } = await sharp(svg).raw().toBuffer({ resolveWithObject: true });
  const channels = isColour ? 3 : 1;
  const reduced = reduce(data, { size, rendererChannels: info.channels, channels });
  const blurred = blur(reduced, { size, channels, deviation: (parameters.blur * size) / 48 });

  const { brightness, contrast } = parameters.light;
  const { deviation, seed } = parameters.noise;
  const random = createRandom(seed);
  // Uint8ClampedArray rounds, and clips to 0..255.
  const pixels = new Uint8ClampedArray(blurred.length);
  for (let i = 0; i < blurred.length; i += channels) {
    // The noise is gray: the same for all channels of a pixel.
    const grain = deviation * random.normal();
    for (let c = 0; c < channels; c++)
      pixels[i + c] = (blurred[i + c] - 128) * contrast + 128 + brightness + grain;
  }
  return { pixels: new Uint8Array(pixels.buffer), size, channels };
}
