export {
  augmentImages,
  DEFAULT_AUGMENTATION,
  STRONG_AUGMENTATION,
  type AugmentationOptions,
} from './augment';
export { augmentDataset } from './augment-dataset';
export { batches, type Batch, type Batches, type BatchOptions, type SoftTargets } from './batches';
export { brightness } from './brightness';
export { classWeights } from './class-weights';
export { contrast } from './contrast';
export { countByClass, totalOf } from './count-by-class';
export { IMAGE_BYTES, IMAGE_SIZE, SPLITS, type Dataset, type DatasetSource, type Split } from './dataset';
export { decodePicture, type DecodePictureOptions } from './decode-picture';
export { deviationFace } from './deviation-face';
export {
  drawFace,
  drawFaces,
  DRAWN_COUNTS,
  faceParameters,
  faceSvg,
  type DrawFacesOptions,
  type FaceParameters,
  type PictureOptions,
} from './drawn/index';
export { FER2013_COUNTS } from './fer2013-counts';
export { findDuplicates, type Duplicates } from './find-duplicates';
export { loadDataset, type LoadOptions } from './load-dataset';
export { locateFer2013 } from './locate';
export { meanFace } from './mean-face';
export { outliers, type Outliers } from './outliers';
export { pickImages } from './pick-images';
export {
  principalComponents,
  type PrincipalComponents,
  type PrincipalComponentsOptions,
} from './principal-components';
export { sampleImages } from './sample-images';
export { selectSplit } from './select-split';
export { takeStratified } from './take-stratified';
