export { type AnalysisOptions, analyzeFile } from './analyze-file';
export { csvColumns, csvLine, parseCsv } from './csv';
export { type DescribedFace, type EmotionWord, type FaceRow, MIN_CONFIDENCE } from './face-row';
export { listMedia } from './list-media';
