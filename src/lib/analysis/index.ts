export { type AnalysisOptions, analyzeFile } from './analyze-file';
export { annotateImage } from './annotate-image';
export { describeLimits } from './describe-limits';
export { listMedia } from './list-media';
export { parseCsv } from './parse-csv';
export { type AnalyzedFile, reportPage, type ReportOptions } from './report-page';
export { type FaceSummary, summarizeVideo } from './summarize-video';
