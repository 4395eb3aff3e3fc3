import path from 'node:path';
import { formatPercent } from '../../../src/lib/format';
import { BUNDLED_MODELS } from '../../../src/lib/model/index';
import { readCard } from '../../../src/lib/release/index';
import { projectRoot } from '../environment.mjs';
import { BENCHMARKS, benchmarkNotesText, benchmarksText } from './benchmarks';
import { COMPARISON, comparisonPhotographsText, comparisonText } from './comparison';
import { COMPARISON_VOTES, comparisonVotesText } from './comparison-votes';
import { CROWD_NOTES, crowdModelText, voteFigures } from './crowd-model';
import { EXPERIMENTS, experimentsText, lossesText } from './experiments';
import { EXPORTS, exportsText } from './exports';
import { fiveNumbersText } from './five-numbers';
import { PACKAGE_SIZES, packageSizesText } from './package-sizes';
import { PROFILES, profilesText } from './profiles';
import { PUBLISHED, publishedText } from './published';
import {
  ROBUSTNESS,
  robustnessFalseHitsText,
  robustnessMachineText,
  robustnessQualityText,
  robustnessScenesText,
  robustnessTilesText,
} from './robustness';
import { ABLATIONS, RUNS, runsText } from './runs';
import { intervalText, privateTestFigures, SHIPPED_NOTES, shippedModelText } from './shipped-model';
import { TEACHERS, teachersText } from './teachers';
import { whichModelText } from './which-model';
import { ZOO, zooText } from './zoo';

/**
 * Renders the parts of pages, by the name in their marks: `<!-- begin:benchmarks -->`.
 *
 * @throws ExpectationError that names a file of figures that is missing or damaged
 * @example const { benchmarks } = await renderParts();
 */
export async function renderParts(): Promise<Readonly<Record<string, string>>> {
  const [
    card,
    crowdCard,
    shippedNotes,
    crowdNotes,
    benchmarks,
    zoo,
    comparison,
    votes,
    runs,
    ablations,
    teachers,
    experiments,
    published,
    robustness,
    exports,
    packageSizes,
    profiles,
  ] = await Promise.all([
    readCard(path.join(projectRoot, BUNDLED_MODELS.shipped)),
    readCard(path.join(projectRoot, BUNDLED_MODELS.crowd)),
    SHIPPED_NOTES.read(),
    CROWD_NOTES.read(),
    BENCHMARKS.read(),
    ZOO.read(),
    COMPARISON.read(),
    COMPARISON_VOTES.read(),
    RUNS.read(),
    ABLATIONS.read(),
    TEACHERS.read(),
    EXPERIMENTS.read(),
    PUBLISHED.read(),
    ROBUSTNESS.read(),
    EXPORTS.read(),
    PACKAGE_SIZES.read(),
    PROFILES.read(),
  ]);
  const { oneView, flipAveraged } = privateTestFigures(card);
  return {
    'shipped-model': shippedModelText(card, shippedNotes),
    'crowd-accuracy': formatPercent(voteFigures(crowdCard).flipAveraged.paper.accuracy, 2),
    'crowd-model': crowdModelText(crowdCard, crowdNotes),
    'shipped-accuracy': formatPercent(flipAveraged.accuracy, 2),
    'shipped-accuracy-one-view': formatPercent(oneView.accuracy, 2),
    'shipped-interval': intervalText(flipAveraged.interval),
    'shipped-calibration-error': oneView.calibrationError.toFixed(3),
    'five-numbers': fiveNumbersText({ card, crowdCard, benchmarks, runs }),
    benchmarks: benchmarksText(benchmarks),
    'benchmark-notes': benchmarkNotesText(benchmarks),
    zoo: zooText(zoo),
    profiles: profilesText(profiles),
    comparison: comparisonText(comparison),
    'comparison-photographs': comparisonPhotographsText(comparison),
    'comparison-votes': comparisonVotesText(votes),
    'which-model': whichModelText(votes),
    'package-sizes': packageSizesText(packageSizes),
    published: publishedText(published),
    runs: runsText(runs),
    ablations: runsText(ablations),
    teachers: teachersText(teachers),
    experiments: experimentsText(experiments),
    losses: lossesText(experiments),
    exports: exportsText(exports),
    'robustness-machine': robustnessMachineText(robustness),
    'robustness-scenes': robustnessScenesText(robustness),
    'robustness-tiles': robustnessTilesText(robustness),
    'robustness-false-hits': robustnessFalseHitsText(robustness),
    'robustness-quality': robustnessQualityText(robustness),
  };
}
