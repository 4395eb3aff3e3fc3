import path from 'node:path';
import { expectation } from '../../errors';
import { readFileBytes } from '../../files/read-file';
import { sha256 } from '../../files/sha256';
import { libraryPath } from '../../library-path';
import { SETUP_COMMAND } from '../../setup-command';
import type { FaceDetectorParts } from './face-detector-from';
import { FACE_DETECTOR } from './files.cjs';

const ADVICE = `Run ${SETUP_COMMAND}, which fetches it.`;

/**
 * Reads the face detector's two files, without TensorFlow.
 *
 * @param folder the folder of its two files
 * @throws ExpectationError when a file is missing or is not the one that was tested
 * @example const { weightData } = await readFaceDetector();
 */
export async function readFaceDetector(
  folder = libraryPath('models', 'face-detector'),
): Promise<FaceDetectorParts> {
  const [topology, weights] = [await readPart(folder, 0), await readPart(folder, 1)];
  const { modelTopology, weightsManifest } = JSON.parse(topology.toString()) as {
    modelTopology: object;
    weightsManifest: [{ weights: FaceDetectorParts['weightSpecs'] }];
  };
  return {
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: new Uint8Array(weights).buffer,
  };
}

async function readPart(folder: string, part: 0 | 1): Promise<Buffer> {
  const { name, sha256: sum, bytes: size } = FACE_DETECTOR.files[part];
  const file = path.join(folder, name);
  const what = 'a file of the face detector';
  const bytes = await readFileBytes(file, { what, largest: size, missing: ADVICE, advice: ADVICE });
  const found = sha256(bytes);
  if (found === sum) return bytes;
  throw expectation(file, {
    expectation: `the file of ${FACE_DETECTOR.package} ${FACE_DETECTOR.version} with SHA-256 ${sum}`,
    found,
    advice: `Delete it and run ${SETUP_COMMAND}.`,
  });
}
