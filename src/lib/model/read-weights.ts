import path from 'node:path';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { readFileBytes } from '../files/read-file';
import { sha256 } from '../files/sha256';
import { MODEL_JSON, type ModelJson, type WeightSpec } from './model-json';
import { MOST_PARAMETERS } from './model-from-topology';

/** A saved weight: its description and its bytes. */
interface StoredWeight {
  spec: WeightSpec;
  bytes: Uint8Array;
}

/** Returns the total number of parameters of a saved model. */
export function countNumbers(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * Reads a saved model's weights as described in `model.json` and verifies the file's length, its
 * SHA-256, and that all numbers are finite.
 *
 * @returns the weights' tensors by name
 * @throws ExpectationError that names the file, or the weight in it
 * @example
 * const json = await readModelJson('models/emotion/model.json');
 * const weights = await readWeights('models/emotion', json);
 */
export async function readWeights(
  folder: string,
  { specs, weightsFile, metadata }: Pick<ModelJson, 'specs' | 'weightsFile' | 'metadata'>,
): Promise<Map<string, tf.Tensor>> {
  const { advice } = MODEL_JSON;
  const file = path.join(folder, weightsFile);
  const numbers = countNumbers(specs);
  if (!(numbers <= MOST_PARAMETERS))
    throw expectation(`the weights in ${path.join(folder, 'model.json')}`, {
      expectation: `at most ${MOST_PARAMETERS.toLocaleString('en')} numbers`,
      found: numbers.toLocaleString('en'),
      advice,
    });
  const expected = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  const bytes = await readFileBytes(file, {
    what: `the weights that model.json describes (${expected.toLocaleString('en')} bytes)`,
    largest: 4 * MOST_PARAMETERS,
    missing: advice,
    advice,
  });
  if (bytes.length !== expected)
    throw expectation(file, {
      expectation: `the ${expected.toLocaleString('en')} bytes of the weights that model.json describes`,
      found: `${bytes.length.toLocaleString('en')} bytes`,
      advice,
    });
  const sum = sha256(bytes);
  if (sum !== metadata.weightsSha256)
    throw expectation(file, {
      expectation: `the weights with SHA-256 ${metadata.weightsSha256}`,
      found: sum,
      advice,
    });
  let offset = 0;
  const stored = specs.map((spec): StoredWeight => {
    const own = bytes.subarray(offset, (offset += bytesOf(spec)));
    return { spec, bytes: own };
  });
  for (const weight of stored) checkFinite(weight, file);
  return new Map(stored.map((weight) => [weight.spec.name, decode(weight)]));
}

/** Checks that a weight is finite: otherwise the model's outputs would not be. */
function checkFinite({ spec, bytes }: StoredWeight, file: string): void {
  const { name, dtype, quantization } = spec;
  if (dtype !== 'float32') return;
  // The exponent is all ones for infinity and NaN only.
  const width = quantization ? 2 : 4;
  const [high, mask] = quantization ? [0x7c, 0x7c] : [0x7f, 0x7f];
  for (let i = width - 1; i < bytes.length; i += width) {
    if ((bytes[i] & mask) !== high || (!quantization && bytes[i - 1] < 0x80)) continue;
    throw expectation(`the weight ${name} in ${file}`, {
      expectation: 'finite numbers',
      found: `NaN or infinity at index ${(i - width + 1) / width}`,
      advice: 'Train the model again: it was saved after training had diverged.',
    });
  }
}

function decode({ spec, bytes }: StoredWeight): tf.Tensor {
  // Copy: a weight's bytes may not be aligned for its numbers.
  const { buffer } = new Uint8Array(bytes);
  return tf.io.decodeWeights(buffer, [spec])[spec.name];
}

function bytesOf({ shape, dtype, quantization }: WeightSpec): number {
  return sizeOf(shape) * (dtype === 'bool' ? 1 : quantization ? 2 : 4);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
