export { loadFaceDetector } from './blazeface/load-face-detector';
export { cropFace, type CropFaceOptions, cropRegion } from './crop-face';
export { cropFaces } from './crop-faces';
export { type CropScaleScore, scoreCropScales } from './crop-scales';
export { detectFaces, type DetectFacesOptions } from './detect-faces';
export {
  detectEmotions,
  type DetectEmotionsOptions,
  type EmotionalFace,
  type EmotionModels,
} from './emotion-detector';
export { csvColumns, csvHeader, csvLine } from './face-csv';
export {
  type DescribedFace,
  type EmotionWord,
  type FaceRow,
  type FrameOfFaces,
  rowsOfFrame,
} from './face-row';
export { type Box, type Face, type Landmark, type Point } from './face';
export { type FaceInScene, type FacesInScenesOptions, findFacesInScenes } from './faces-in-scenes';
export {
  type EmotionDetector,
  type EmotionDetectorOptions,
  loadEmotionDetector,
  type Photograph,
} from './load-emotion-detector';
export {
  assessCrop,
  assessQuality,
  type FaceQuality,
  IS_BEYOND,
  QUALITY_LIMITS,
  type QualityFlag,
} from './quality';
export { createEmotionSmoother, type EmotionProbabilities, type EmotionSmoother } from './smooth-emotions';
export { createFaceTracker, type FaceTracker, type FaceTrackerOptions } from './track-faces';
