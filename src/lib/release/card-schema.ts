import { CLASS_COUNT } from '../classes';
import { LABEL_SOURCES } from '../dataset/dataset';
import {
  checkReport,
  CLASS_REPORT,
  CONFUSION,
  SOURCE_KIND,
  SPLIT_SCORE,
  VOTE_SCORES,
} from '../evaluation/evaluation-schema';
import {
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  record,
  refine,
  share,
  text,
  tuple,
  type Schema,
} from '../json/index';
import { ARCHITECTURES } from '../model/architecture';
import { RUN_SIZES } from '../run/settings';
import { PRESET_NAMES } from '../training/presets';
import { RECIPE } from '../training/recipe-schema';
import type { ModelCard, ViewMeasurements } from './model-card';

const COUNT = integer({ from: 0 });
const SHA_256 = text({ expectation: 'a SHA-256 in hex', pattern: /^[0-9a-f]{64}$/ });

/** In this order, since tables show the views side by side. */
const CALIBRATION = tuple(
  ['both tests', 'publicTest', 'privateTest'].map((split) =>
    object({ split: oneOf([split]), n: COUNT, error: share }),
  ),
);

const BINS = list(
  object({ low: share, high: share, count: integer({ from: 1 }), confidence: share, accuracy: share }),
);

const CLASS_SCORES = object({ confusion: CONFUSION, report: CLASS_REPORT });

const VIEW: Schema<ViewMeasurements> = object({
  scores: list(SPLIT_SCORE, { from: 1 }),
  calibration: CALIBRATION,
  bins: BINS,
  classes: object({ bothTests: CLASS_SCORES, privateTest: CLASS_SCORES }),
  votes: optional(object({ publicTest: VOTE_SCORES, privateTest: VOTE_SCORES })),
});

const DATA = { kind: SOURCE_KIND, fingerprint: text() };

const FIELDS: Schema<ModelCard> = object({
  model: object({
    architecture: oneOf(ARCHITECTURES),
    parameters: integer({ from: 1 }),
    multiplyAdds: COUNT,
    bytes: integer({ from: 1 }),
    weightsSha256: text(),
  }),
  data: object({
    ...DATA,
    labels: optional(oneOf(LABEL_SOURCES)),
    counts: object({
      train: list(COUNT, CLASS_COUNT),
      publicTest: list(COUNT, CLASS_COUNT),
      privateTest: list(COUNT, CLASS_COUNT),
    }),
    duplicates: object({ groups: COUNT, redundant: COUNT, testsInTrain: COUNT, conflicting: COUNT }),
  }),
  training: object({
    command: text(),
    preset: oneOf(PRESET_NAMES),
    recipe: RECIPE,
    seed: integer({ from: 0 }),
    runSize: oneOf(RUN_SIZES),
    labels: optional(oneOf(LABEL_SOURCES)),
    data: object(DATA),
    precision: oneOf(['float32', 'bfloat16']),
    processor: object({ model: text(), cores: integer({ from: 1 }), features: list(text()) }),
    packages: record(text()),
    commits: list(text()),
    epochs: integer({ from: 1 }),
    bestEpoch: integer({ from: 1 }),
    chosenOn: oneOf(['publicTest']),
    seconds: number({ from: 0 }),
  }),
  temperature: object({ value: number({ above: 0 }), fittedOn: oneOf(['publicTest']) }),
  measurements: object({
    oneView: VIEW,
    flipAveraged: VIEW,
    asTrained: object({ calibration: CALIBRATION, bins: BINS }),
  }),
  accuracyUnrounded: share,
  latency: object({
    p50: number({ from: 0 }),
    p99: number({ from: 0 }),
    repeats: integer({ from: 1 }),
    processor: object({ model: text(), cores: integer({ from: 1 }) }),
  }),
  run: text(),
  commit: optional(text()),
  historySha256: optional(SHA_256),
});

/** The schema of `card.json`. */
export const CARD: Schema<ModelCard> = refine(FIELDS, ({ training, measurements, data }, place) => {
  const [one, flip] = [measurements.oneView, measurements.flipAveraged].map(({ scores }) =>
    scores.map(({ split }) => split),
  );
  if (!one.includes('privateTest'))
    return {
      place: [...place, 'measurements', 'oneView', 'scores'],
      expectation: 'scores that include one of privateTest',
      found: one.join('; '),
    };
  if (one.join() !== flip.join())
    return {
      place: [...place, 'measurements', 'flipAveraged', 'scores'],
      expectation: `scores of ${one.join('; ')}, like those of oneView`,
      found: flip.join('; '),
    };
  for (const view of ['oneView', 'flipAveraged'] as const)
    for (const part of ['bothTests', 'privateTest'] as const) {
      const at = [...place, 'measurements', view, 'classes', part];
      const violation = checkReport(measurements[view].classes[part], { data: data.kind, place: at });
      if (violation) return violation;
    }
  const { length } = measurements.oneView.classes.privateTest.confusion;
  for (const [split, counts] of Object.entries(data.counts))
    if (counts.length !== length)
      return {
        place: [...place, 'data', 'counts', split],
        expectation: `a list of ${length}`,
        found: counts,
      };
  if (training.bestEpoch > training.epochs)
    return {
      place: [...place, 'training', 'bestEpoch'],
      expectation: `one of the ${training.epochs} epochs`,
      found: training.bestEpoch,
    };
  return undefined;
});
