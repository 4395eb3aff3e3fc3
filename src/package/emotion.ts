// What `import … from 'emotion-notebooks'` gets: from a photograph to its faces and their emotions,
// and from a face of 48x48 to its probabilities. docs/library.md describes the three imports.
export { type RawImage, decodeImage, decodePhotograph } from '../lib/dataset/index';
export { EMOTIONS, type Emotion } from '../lib/emotions';
export { tf, useFastTraining } from '../lib/engine/index';
export { ExpectationError } from '../lib/errors';
export { classify, predict, type PredictOptions } from '../lib/evaluation/index';
export {
  type Box,
  cropFaces,
  detectEmotions,
  type DetectEmotionsOptions,
  detectFaces,
  type DetectFacesOptions,
  type EmotionalFace,
  type EmotionDetector,
  type EmotionDetectorOptions,
  type Face,
  type FaceQuality,
  loadEmotionDetector,
  loadFaceDetector,
  type Photograph,
} from '../lib/faces/index';
export { type BundledModel, classesOf, folderOfModel, loadModel } from '../lib/model/index';
