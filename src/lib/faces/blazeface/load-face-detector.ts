import path from 'node:path';
import { tf } from '../../engine/tensorflow';
import { expectation } from '../../errors';
import { readFileBytes } from '../../files/read-file';
import { sha256 } from '../../files/sha256';
import type { WeightSpec } from '../../model/model-json';
import { FACE_DETECTOR } from './files.cjs';

const ADVICE = 'Run `npm run setup`, which fetches it.';

/**
 * Loads the face detector that set-up has fetched: BlazeFace, the variant for a phone's back camera
 * (Apache-2.0, by Google's MediaPipe), with an input of 256x256.
 *
 * @param folder the folder of its two files
 * @throws ExpectationError when a file is missing or is not the one that was tested
 * @example const largestFirst = await detectFaces(await loadFaceDetector(), photo);
 */
export async function loadFaceDetector(
  folder = path.join('models', 'face-detector'),
): Promise<tf.GraphModel> {
  const [topology, weights] = await Promise.all(
    FACE_DETECTOR.files.map(async ({ name, sha256: sum, bytes: size }) => {
      const file = path.join(folder, name);
      const what = 'a file of the face detector';
      const bytes = await readFileBytes(file, { what, largest: size, missing: ADVICE, advice: ADVICE });
      const found = sha256(bytes);
      if (found === sum) return bytes;
      throw expectation(file, {
        expectation: `the file of ${FACE_DETECTOR.package} ${FACE_DETECTOR.version} with SHA-256 ${sum}`,
        found,
        advice: 'Delete it and run `npm run setup`.',
      });
    }),
  );
  const { modelTopology, weightsManifest } = JSON.parse(topology.toString()) as {
    modelTopology: object;
    weightsManifest: [{ weights: WeightSpec[] }];
  };
  const weightData = new Uint8Array(weights).buffer;
  return tf.loadGraphModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  );
}
