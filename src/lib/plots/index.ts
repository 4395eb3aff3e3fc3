export { beforeAndAfter } from './before-and-after';
export { brightnessDistribution } from './brightness-distribution';
export { classBalance } from './class-balance';
export { classReportBars } from './class-report-bars';
export type { ColorScale } from './color-scale';
export { confusionHeatmap } from './confusion-heatmap';
export { contrastDistribution } from './contrast-distribution';
export { deviationFaces } from './deviation-faces';
export { duplicatesGrid } from './duplicates-grid';
export { featureMapGrid, type FeatureMapGridOptions } from './feature-map-grid';
export { createFigure, type Figure, type FigureParts } from './figure';
export { filterGrid } from './filter-grid';
export { heatMapGrid, type HeatMapGridOptions } from './heat-map-grid';
export { imageGrid, type ColorBar, type ImageGridOptions } from './image-grid';
export { imageMap, type ImageMapOptions } from './image-map';
export { imageOf } from './image-of';
export { imagesOf } from './images-of';
export { createLiveOutput, type LiveOutput } from './live-output';
export { meanFaces } from './mean-faces';
export { MIME_BUNDLE, type MimeBundle } from './mime-bundle';
export { mistakesGrid } from './mistakes-grid';
export { networkDiagram, type ConnectedLayer } from './network-diagram';
export { outlierGrid } from './outlier-grid';
export { EMOTION_COLORS, PALETTE, SPLIT_COLORS } from './palette';
export { predictionGrid } from './prediction-grid';
export { probabilitiesBar } from './probabilities-bar';
export { reliabilityDiagram } from './reliability-diagram';
export { renderSvg } from './render-svg';
export { riskCoverageCurve } from './risk-coverage-curve';
export { sampleGrid } from './sample-grid';
export { scoreBars } from './score-bars';
export { show } from './show';
export { showTable } from './show-table';
export { createTable, type DataFrameLike, type Table, type TableOptions } from './table';
export { layerRows, reportRows, scoreRows, type LayerFacts } from './table-rows';
export { throughputCurve, type EpochSpeed } from './throughput-curve';
export { titleOf, type SourceKind } from './titles';
export {
  accuracyCurves,
  learningRateCurve,
  lossCurves,
  trainingPanels,
  type CurveOptions,
  type EpochScores,
} from './training-curves';
export type { DistributionOptions } from './value-distribution';
