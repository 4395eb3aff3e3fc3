import { sourceName } from '../dataset/source-name';
import type { ClassificationMetrics } from '../evaluation/classification-report';
import type { SplitScore } from '../evaluation/score-splits';
import type { VoteScores } from '../evaluation/score-votes';
import { formatPercent } from '../format';
import type { AnnotatedFace } from './annotated-photograph';
import { nounFor } from './class-names';

/** A layer in a model's summary. */
export interface LayerFacts {
  readonly name: string;
  readonly type: string;
  /** Without the batch dimension: `[24, 24, 64]`. */
  readonly outputShape: readonly (number | null)[];
  readonly params: number;
  readonly multiplyAdds?: number;
}

/**
 * The rows of a model's summary, with a last row for the whole model.
 *
 * @example await showTable(layerRows(summary.layers), { caption: 'compact' });
 */
export function layerRows(layers: readonly LayerFacts[]): Record<string, string | number>[] {
  const total = (key: 'params' | 'multiplyAdds') => layers.reduce((sum, layer) => sum + (layer[key] ?? 0), 0);
  const row = (
    layer: Pick<LayerFacts, 'params' | 'multiplyAdds'>,
    name: string,
    type: string,
    shape: string,
  ) => ({
    layer: name,
    type,
    'output shape': shape,
    parameters: layer.params,
    ...(layer.multiplyAdds === undefined ? {} : { 'multiply-adds per image': layer.multiplyAdds }),
  });
  const counted = layers.some(({ multiplyAdds }) => multiplyAdds !== undefined);
  return [
    ...layers.map((layer) =>
      row(
        counted ? { ...layer, multiplyAdds: layer.multiplyAdds ?? 0 } : layer,
        layer.name,
        layer.type,
        layer.outputShape.map((size) => size ?? 'any').join(' × '),
      ),
    ),
    row(
      { params: total('params'), multiplyAdds: counted ? total('multiplyAdds') : undefined },
      'all',
      '',
      '',
    ),
  ];
}

/**
 * The rows of a table of scores: each accuracy with its split, its interval and how the checkpoint
 * was selected.
 *
 * @example await showTable(scoreRows(scores), { caption: 'Accuracy' });
 */
export function scoreRows(scores: readonly SplitScore[]): Record<string, string | number>[] {
  return scores.map(({ split, source, labels, n, accuracy, interval, chosenOn, note }) => ({
    split,
    data: sourceName({ kind: source, labeledBy: labels }),
    images: n,
    accuracy: formatPercent(accuracy),
    '95 % interval': `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`,
    'checkpoint chosen on': chosenOn,
    note,
  }));
}

/**
 * The rows of a table that compares labels, models and people by FER+'s votes. The last two rows
 * are what an annotator and what the majority reaches: the ceiling of every score.
 *
 * @param scores by name, those of `scoreVotes` or `labelAgreement`, all on the same images
 * @example
 * const labels = labelAgreement(tests);
 * const votes = scoreVotes(tests, probabilities);
 * await showTable(voteRows({ "FER-2013's labels": labels, [trained.title]: votes }));
 */
export function voteRows(
  scores: Readonly<
    Record<string, Pick<VoteScores, 'seven' | 'agreement' | 'voterAgreement' | 'majorityAgreement'>>
  >,
): Record<string, string | number>[] {
  const [reference] = Object.values(scores);
  if (reference === undefined) return [];
  const row = (name: string, values: readonly [string, string, string]) => ({
    'who answers': name,
    images: reference.seven.n,
    'agrees with the majority': values[0],
    '95 % interval': values[1],
    'agrees with one annotator': values[2],
  });
  return [
    ...Object.entries(scores).map(([name, { seven, agreement }]) =>
      row(name, [
        formatPercent(seven.accuracy),
        `${formatPercent(seven.interval.low)} to ${formatPercent(seven.interval.high)}`,
        formatPercent(agreement),
      ]),
    ),
    // An annotator agrees with the majority as often as the majority with an annotator.
    row('one of the annotators', [
      formatPercent(reference.majorityAgreement),
      '',
      `${formatPercent(reference.voterAgreement)} (another one)`,
    ]),
    row('the majority', [formatPercent(1), '', formatPercent(reference.majorityAgreement)]),
  ];
}

/**
 * The rows of a classification report: one per class, then the macro and the weighted average.
 *
 * @example await showTable(reportRows(report), { percent: ['precision', 'recall', 'F1'] });
 */
export function reportRows(report: ClassificationMetrics): Record<string, string | number>[] {
  const { classes, macro, weighted } = report;
  const noun = nounFor(classes.map(({ emotion }) => emotion));
  return [
    ...classes,
    { emotion: 'macro average', ...macro },
    { emotion: 'weighted average', ...weighted },
  ].map(({ emotion, precision, recall, f1, support }) => ({
    [noun]: emotion,
    precision,
    recall,
    F1: f1,
    images: support,
  }));
}

/** A face with its emotion and its quality, as `detectEmotions` finds it. */
export interface JudgedFace extends AnnotatedFace {
  readonly quality: {
    readonly size: number;
    readonly sharpness: number;
    readonly turn: number;
    readonly brightness: number;
    readonly outside: number;
    readonly flags: readonly string[];
  };
}

/**
 * The rows of a table of faces: each with its emotion, and what makes it hard to judge.
 *
 * @example
 * const [faces] = await detectEmotions([photo], { detector, model });
 * await showTable(faceRows(faces), { digits: 2 });
 */
export function faceRows(faces: readonly JudgedFace[]): Record<string, string | number>[] {
  return faces.map(({ emotion, confidence, quality }, i) => ({
    face: i + 1,
    emotion,
    confidence,
    size: Math.round(quality.size),
    sharpness: quality.sharpness,
    turn: quality.turn,
    brightness: Math.round(quality.brightness),
    outside: quality.outside,
    flags: quality.flags.join(', ') || 'none',
  }));
}
