export { augmentDataset } from './augment/augment-dataset';
export {
  type AugmentationOptions,
  augmentImages,
  DEFAULT_AUGMENTATION,
  STRONG_AUGMENTATION,
} from './augment/augment-images';
export { scaleAugmentation } from './augment/scale-augmentation';
export { type Batch, type Batches, type BatchOptions, createBatches } from './batches';
export { brightness } from './brightness';
export { classWeights } from './class-weights';
export { concatImages } from './concat-images';
export { contrast } from './contrast';
export { countByClass } from './count-by-class';
export {
  type Dataset,
  type DatasetSource,
  IMAGE_BYTES,
  IMAGE_SIZE,
  LABEL_SOURCES,
  type LabelSource,
  type Split,
  SPLITS,
} from './dataset';
export { decodeImage } from './decode/decode-image';
export { decodePhotograph } from './decode/decode-photograph';
export { deviationFace } from './deviation-face';
export { FER2013_COUNTS } from './fer2013-counts';
export { findDuplicates } from './find-duplicates';
export { loadDataset } from './load-dataset';
export { meanFace } from './mean-face';
export { sampleImages } from './sample-images';
export { selectSplit } from './select-split';
export { sourceName, type SourceName } from './source-name';
export { subset } from './subset';
export { drawFace } from './synthetic/draw-face';
export { drawFaces } from './synthetic/draw-faces';
export {
  type Actor,
  arrangePeople,
  drawFilm,
  type DrawnFrame,
  drawScene,
  type PlacedFace,
  type PlacedPerson,
  type Scene,
} from './synthetic/scene/index';
export { ANSWERS, type Answer } from './votes/answers';
export { createRowIndex } from './votes/create-row-index';
export { crowdLabels } from './votes/crowd-labels';
export { labelDistributions } from './votes/label-distributions';
export { loadVotes } from './votes/load-votes';
export { mostDisputed } from './votes/most-disputed';
export { ROW_INDEX } from './votes/row-index';
export { voteShares } from './votes/vote-shares';
export { allImages } from './image-at';
export type { ImageBatch } from './image-batch';
export type { RawImage } from './raw-image';
