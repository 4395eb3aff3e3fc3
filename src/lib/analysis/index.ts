export { type AnalysisOptions, analyzeFile } from './analyze-file';
export { listMedia } from './list-media';
export { parseCsv } from './parse-csv';
