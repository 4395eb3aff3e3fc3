import { tf } from '../../engine/tensorflow';
import type { WeightSpec } from '../../model/model-json';

/** What the face detector's two files hold. */
export interface FaceDetectorParts {
  modelTopology: object;
  weightSpecs: WeightSpec[];
  weightData: ArrayBuffer;
}

/** Builds the face detector of what `readFaceDetector` has read, in Node or in a browser. */
export async function faceDetectorFrom(parts: FaceDetectorParts): Promise<tf.GraphModel> {
  return tf.loadGraphModel(tf.io.fromMemory(parts));
}
