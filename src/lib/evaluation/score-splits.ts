import type { Dataset, DatasetSource, LabelSource, Split } from '../dataset/dataset';
import { CROWD_LABELS } from '../dataset/source-name';
import { expectation } from '../errors';
import { formatCount } from '../format';
import { countClasses } from './count-classes';
import { predictedLabels } from './predicted-labels';
import { wilsonInterval, type Interval } from './wilson-interval';

/** Options of {@link scoreSplits}. */
export interface ScoreOptions {
  /**
   * The images whose score selected the checkpoint: a split, several splits, a description of
   * images from another data set, or null if no score did (the last epoch's weights). A score on
   * them is optimistic.
   */
  chosenOn: Split | readonly Split[] | { readonly elsewhere: string } | null;
  /**
   * Test images that also appear in train: their indices in the data set, or their names. If given,
   * the scores without them are added.
   */
  leaveOut?: readonly number[] | ReadonlySet<string>;
}

/** An accuracy, with what it was measured on and how the checkpoint was selected. */
export interface SplitScore {
  /** A description of the images scored: `all 7,178 (both tests)`. */
  readonly split: string;
  /** The splits that it covers. */
  readonly splits: readonly Split[];
  /** Whether test images that also appear in train were left out. */
  readonly withoutDuplicates: boolean;
  /** Images scored. */
  readonly n: number;
  /** Images classified correctly. */
  readonly correct: number;
  /** `correct / n`, 0 to 1. */
  readonly accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  readonly interval: Interval;
  /**
   * What the checkpoint was selected on: `publicTest`, `publicTest and privateTest`,
   * `no score (last epoch)`.
   */
  readonly chosenOn: string;
  /** Whether some of these images were also used to select the checkpoint. */
  readonly optimistic: boolean;
  /** A sentence on how far the score can be trusted. */
  readonly note: string;
  /** Where the images came from. */
  readonly source: DatasetSource['kind'];
  /** Whose labels they have; absent means the data set's own. */
  readonly labels?: LabelSource;
}

const TESTS = ['publicTest', 'privateTest'] as const satisfies readonly Split[];

/**
 * The accuracy on both tests together, on publicTest and on privateTest, each with how the
 * checkpoint was selected; with `leaveOut`, also without test images that appear in train. Splits
 * without images are omitted.
 *
 * @param probabilities `[n * classes]` for the images of `indices`, or of the whole data set
 * @throws ExpectationError when there is not one probability of each class per image, or there are no test
 *   images
 * @example
 * const tests = selectSplit(dataset, ['publicTest', 'privateTest']);
 * const scores = scoreSplits(tests, await predict(model, tests), { chosenOn: 'publicTest' });
 */
export function scoreSplits(
  dataset: Dataset,
  probabilities: ArrayLike<number>,
  { chosenOn, leaveOut, indices }: ScoreOptions & { indices?: ArrayLike<number> },
): SplitScore[] {
  const images = indices ? Array.from(indices) : Array.from(dataset.labels.keys());
  const classes = dataset.classes.length;
  const labels = images.map((image) => dataset.labels[image]);
  countClasses(labels, probabilities, { classes, what: 'images' });
  const predicted = predictedLabels(probabilities, { classes });
  const isCorrect = labels.map((label, i) => predicted[i] === label);
  const indicesOut = leaveOut instanceof Set ? undefined : new Set(leaveOut as readonly number[] | undefined);
  const isLeftOut = (image: number) =>
    indicesOut ? indicesOut.has(image) : (leaveOut as ReadonlySet<string>).has(dataset.names[image]);

  const chosen = choiceOf(chosenOn);
  const score = (splits: readonly Split[], withoutDuplicates: boolean): SplitScore[] => {
    const ofSplits = images.flatMap((image, i) => (splits.includes(dataset.splits[image]) ? [i] : []));
    const scored = withoutDuplicates ? ofSplits.filter((i) => !isLeftOut(images[i])) : ofSplits;
    if (scored.length === 0) return [];
    const n = scored.length;
    const correct = scored.filter((i) => isCorrect[i]).length;
    const inChoice = scored.filter((i) => chosen.splits.includes(dataset.splits[images[i]])).length;
    const leftOut = ofSplits.length - n;
    // Without duplicates the row would be the same.
    if (withoutDuplicates && leftOut === 0) return [];
    const name = splits.length > 1 ? `all ${formatCount(n)} (both tests)` : splits[0];
    return [
      {
        split: withoutDuplicates
          ? `${name}, without ${formatCount(leftOut)} that also appear in train`
          : name,
        splits,
        withoutDuplicates,
        n,
        correct,
        accuracy: correct / n,
        interval: wilsonInterval(correct, n),
        chosenOn: chosen.words ?? 'no score (last epoch)',
        optimistic: inChoice > 0,
        note: noteFor({ inChoice, n, chosen: chosen.words, source: dataset.source }),
        source: dataset.source.kind,
        ...(dataset.source.labeledBy === 'crowd' && { labels: 'crowd' }),
      },
    ];
  };

  const scores = [false, ...(leaveOut ? [true] : [])].flatMap((withoutDuplicates) =>
    [TESTS, ...TESTS.map((split) => [split])].flatMap((splits) => score(splits, withoutDuplicates)),
  );
  if (scores.length === 0) {
    throw expectation('the data set', {
      expectation: 'one with images of publicTest or privateTest',
      found: `${images.length} images, none of them in a test split`,
    });
  }
  return scores;
}

/**
 * The splits of the scored data set that selected the checkpoint, and a description of what did.
 */
function choiceOf(chosenOn: ScoreOptions['chosenOn']): { splits: readonly Split[]; words?: string } {
  if (chosenOn === null) return { splits: [] };
  if (typeof chosenOn === 'object' && 'elsewhere' in chosenOn)
    return { splits: [], words: chosenOn.elsewhere };
  const splits = typeof chosenOn === 'string' ? [chosenOn] : chosenOn;
  return splits.length === 0 ? { splits } : { splits, words: splits.join(' and ') };
}

function noteFor(score: { inChoice: number; n: number; chosen?: string; source: DatasetSource }): string {
  const { inChoice, n, chosen, source } = score;
  const choice =
    chosen === undefined
      ? 'Not optimistic: no score chose the checkpoint.'
      : inChoice === 0
        ? `Not optimistic: the checkpoint was chosen on ${chosen}.`
        : inChoice === n
          ? 'Optimistic: the checkpoint was chosen on these images.'
          : `Partly optimistic: the checkpoint was chosen on ${formatCount(inChoice)} of these ${formatCount(n)} images.`;
  if (source.kind === 'drawn faces') return `Drawn faces. ${choice}`;
  return source.labeledBy === 'crowd'
    ? `Scored on ${CROWD_LABELS}, not on FER-2013's own. ${choice}`
    : choice;
}
