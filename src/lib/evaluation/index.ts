export { accuracy } from './accuracy';
export {
  calibrationCurve,
  expectedCalibrationError,
  type Calibration,
  type CalibrationBin,
} from './calibration';
export { classificationReport, type ClassificationReport, type ReportScores } from './classification-report';
export { classify } from './classify';
export { confusionMatrix } from './confusion-matrix';
export { evaluateSplits, type EvaluateOptions } from './evaluate-splits';
export { computeFeatureMaps, type FeatureMaps } from './feature-maps';
export { extractFeatures, type Features, type FeaturesOptions } from './features';
export { convolutionFilters, type Filters } from './filters';
export { gradCam, type GradCamOptions } from './grad-cam';
export type { ExplainOptions, HeatMaps } from './heat-maps';
export { findMistakes, type Mistake } from './mistakes';
export { occlusionMap, type OcclusionOptions } from './occlusion-map';
export { predict, type PredictOptions } from './predict';
export { predictedLabels } from './predicted-labels';
export { computeRiskCoverage, type CoveragePoint, type RiskCoverage } from './risk-coverage';
export { scoreSplits, type ScoreOptions, type SplitScore } from './score-splits';
export { mostConfident, type Answer, type MostConfidentOptions } from './most-confident';
export { applyTemperature, fitTemperature } from './temperature';
export { wilsonInterval, type Interval } from './wilson-interval';
