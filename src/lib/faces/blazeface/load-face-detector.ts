import { compileForPrediction } from '../../engine/openvino/compile-for-prediction';
import type { tf } from '../../engine/tensorflow';
import { faceDetectorFrom } from './face-detector-from';
import { readFaceDetector } from './read-face-detector';

/**
 * Loads the face detector that set-up has fetched: BlazeFace, the variant for a phone's back camera
 * (Apache-2.0, by Google's MediaPipe), with an input of 256x256.
 *
 * @param folder the folder of its two files
 * @throws ExpectationError when a file is missing or is not the one that was tested
 * @example const largestFirst = await detectFaces(await loadFaceDetector(), photo);
 */
export async function loadFaceDetector(folder?: string): Promise<tf.GraphModel> {
  const detector = await faceDetectorFrom(await readFaceDetector(folder));
  compileForPrediction(detector);
  return detector;
}
