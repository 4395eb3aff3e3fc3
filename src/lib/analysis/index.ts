export { type AnalysisOptions, analyzeFile } from './analyze-file';
export { annotateImage } from './annotate-image';
export {
  type CroppedFace,
  cropPhotograph,
  type CropPhotographOptions,
  FACE_CHOICES,
  type FaceChoice,
  type LeftOut,
} from './crop-photograph';
export { describeLimits } from './describe-limits';
export { type ClassFolder, listClassFolders } from './list-class-folders';
export { listMedia } from './list-media';
export { parseCsv } from './parse-csv';
export { type AnalyzedFile, reportPage, type ReportOptions } from './report-page';
export { type FaceSummary, summarizeVideo } from './summarize-video';
