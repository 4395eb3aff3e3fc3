import emotion from 'bundled:emotion.json';
import emotionWeights from 'bundled:emotion.bin';
import detector from 'bundled:face-detector.json';
import detectorWeights from 'bundled:face-detector.bin';
import { faceDetectorFrom } from '../../src/lib/faces/blazeface/face-detector-from';
import type { EmotionModels } from '../../src/lib/faces/emotion-detector';
import { tf } from '../tensorflow';

/** Loads the face detector and the bundled emotion model, both of which are in the page. */
export async function loadModels(): Promise<EmotionModels> {
  return {
    detector: await faceDetectorFrom({ ...detector, weightData: detectorWeights.buffer }),
    model: await tf.loadLayersModel(tf.io.fromMemory({ ...emotion, weightData: emotionWeights.buffer })),
  };
}
