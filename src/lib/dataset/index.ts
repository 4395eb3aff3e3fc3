export {
  augmentImages,
  DEFAULT_AUGMENTATION,
  STRONG_AUGMENTATION,
  type AugmentationOptions,
} from './augment/augment-images';
export { augmentDataset } from './augment/augment-dataset';
export { createBatches, type Batch, type Batches, type BatchOptions, type SoftTargets } from './batches';
export { brightness } from './brightness';
export { classWeights } from './class-weights';
export { contrast } from './contrast';
export { countByClass, totalOf } from './count-by-class';
export { IMAGE_BYTES, IMAGE_SIZE, SPLITS, type Dataset, type DatasetSource, type Split } from './dataset';
export { decodeImage, type DecodeImageOptions } from './decode/decode-image';
export { deviationFace } from './deviation-face';
export {
  drawFace,
  drawFaces,
  DRAWN_COUNTS,
  sampleFaceParameters,
  faceSvg,
  type DrawFacesOptions,
  type FaceParameters,
  type DrawFaceOptions,
} from './synthetic';
export { FER2013_COUNTS } from './fer2013-counts';
export { findDuplicates, type Duplicates } from './find-duplicates';
export { loadDataset, type LoadOptions } from './load-dataset';
export { locateFer2013 } from './sources/locate-fer2013';
export { meanFace } from './mean-face';
export { findOutliers, type Outliers } from '../statistics/outliers';
export { subset } from './subset';
export {
  fitPrincipalComponents,
  type PrincipalComponents,
  type PrincipalComponentsOptions,
} from '../statistics/principal-components';
export { sampleImages } from './sample-images';
export { selectSplit } from './select-split';
export { stratifiedSubset } from './stratified-subset';
