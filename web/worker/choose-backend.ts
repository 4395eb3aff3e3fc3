import program from 'bundled:tensorflow.bin';
import { IMAGE_SIZE } from '../../src/lib/dataset/dataset';
import { INPUT_SIZE } from '../../src/lib/faces/blazeface/anchors';
import type { EmotionModels } from '../../src/lib/faces/emotion-detector';
import { checkPredictions } from '../../src/lib/model/check-predictions';
import type { Backend } from '../messages';
import { installWasm, tf } from '../tensorflow';

/** Names of programs that act as a graphics card, which is slower than WebAssembly. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;

/** How far a backend may be from the other: in a probability, and in sides of the detector's input. */
const TOLERANCE = 0.005;

/**
 * Starts WebAssembly, on which the models are loaded.
 *
 * @throws Error in words for the user
 */
export async function startWasm(): Promise<void> {
  const hasSimd = typeof WebAssembly === 'object' && (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'));
  if (!hasSimd)
    throw new Error(
      'The page needs WebAssembly with SIMD, which this browser does not have or does not allow. Use one of 2023 or later.',
    );
  installWasm(program);
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started. Reload the page.');
}

/**
 * Chooses between the graphics card and WebAssembly: the faster one. A graphics card whose numbers
 * differ from WebAssembly's is not used: those of some phones compute with 16 bits.
 *
 * @param models loaded on WebAssembly
 * @param wanted if given, this one, unless it can't be started
 */
export async function chooseBackend(models: EmotionModels, wanted?: Backend): Promise<Backend> {
  checkPredictions(models.model, { what: 'the emotion model' });
  const expected = await probe(models);
  if (wanted === 'wasm' || !(wanted === 'webgl' || hasGraphicsCard())) return 'wasm';
  const wasm = await timeOf(() => probe(models));
  // Otherwise each number of faces would be compiled anew.
  tf.env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
  if ((await tf.setBackend('webgl')) && agree(expected, await probe(models))) {
    const webgl = await timeOf(() => probe(models));
    if (wanted === 'webgl' || webgl < wasm) return 'webgl';
  }
  await tf.setBackend('wasm');
  return 'wasm';
}

/** Whether there is one that a worker can use, and not a program in its place. */
function hasGraphicsCard(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(String(renderer));
}

/**
 * What the models say of a picture with a little of everything: the emotions' probabilities, the
 * boxes' scores, the boxes in sides of the input.
 */
async function probe({ detector, model }: EmotionModels): Promise<number[]> {
  const outputs = tf.tidy(() => {
    const waves = (side: number, channels: number) =>
      tf.sin(tf.range(0, side * side * channels).mul(0.37)).reshape([1, side, side, channels]);
    const judged = model.predict(waves(IMAGE_SIZE, 1).add(1).mul(127.5)) as tf.Tensor;
    const found = detector.predict(waves(INPUT_SIZE, 3)) as tf.Tensor[];
    const bySize = [...found].sort((a, b) => a.size - b.size);
    return [
      judged,
      ...bySize.map((output) => (output.shape[2] === 1 ? output.sigmoid() : output.div(INPUT_SIZE))),
    ];
  });
  try {
    const numbers = await Promise.all(outputs.map((tensor) => tensor.data<'float32'>()));
    return numbers.flatMap((values) => [...values]);
  } finally {
    tf.dispose(outputs);
  }
}

const agree = (expected: readonly number[], found: readonly number[]) =>
  expected.every((value, i) => Math.abs(value - found[i]) <= TOLERANCE);

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
