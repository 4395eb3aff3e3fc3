import { EMOTIONS } from '../emotions';
import { classificationReport, predictedLabels, type ClassificationMetrics } from '../evaluation/index';
import { isClose, right, wrong, type Verdict } from './exercise';

/** Checks 6.1: how many images only the one and only the other model classifies correctly. */
export function checkMcNemar(
  answer: { onlyFirst: number; onlySecond: number },
  given: { labels: ArrayLike<number>; first: ArrayLike<number>; second: ArrayLike<number> },
): Verdict {
  const { labels, first, second } = given;
  const count = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(labels).filter((label, i) => a[i] === label && b[i] !== label).length;
  const [onlyFirst, onlySecond] = [count(first, second), count(second, first)];
  if (answer.onlyFirst === onlySecond && answer.onlySecond === onlyFirst && onlyFirst !== onlySecond)
    return wrong('These are the right numbers in the wrong order.');
  if (answer.onlyFirst !== onlyFirst || answer.onlySecond !== onlySecond)
    return wrong('Count an image for a model if its answer is the label and the other one’s is not.');
  const difference = Math.abs(onlyFirst - onlySecond);
  const limit = 2 * Math.sqrt(onlyFirst + onlySecond);
  return right(
    `They differ by ${difference}, and chance makes up to ${limit.toFixed(0)}: ` +
      (difference > limit ? 'the difference is clear.' : 'that can be chance.'),
  );
}

/** Checks 6.2: the report of answers whose probabilities were multiplied by class weights. */
export function checkWeightedReport(
  answer: ClassificationMetrics,
  given: { labels: ArrayLike<number>; probabilities: ArrayLike<number>; weights: readonly number[] },
): Verdict {
  const { labels, probabilities, weights } = given;
  const weighted = Float32Array.from(probabilities, (p, i) => p * weights[i % weights.length]);
  const classes = answer.classes.map(({ emotion }) => emotion);
  const reportOf = (rows: ArrayLike<number>) =>
    classificationReport(labels, predictedLabels(rows, { classes }), { classes });
  const [expected, plain] = [reportOf(weighted), reportOf(probabilities)];
  const isSame = (a: ClassificationMetrics, b: ClassificationMetrics) =>
    a.classes.every(({ recall }, k) => isClose(recall, b.classes[k].recall));
  if (isSame(answer, expected)) {
    const gains = expected.classes.map(({ recall }, k) => recall - plain.classes[k].recall);
    const most = gains.indexOf(Math.max(...gains));
    return right(
      `${classes[most]} gains most in recall, ${(100 * gains[most]).toFixed(1)} points; accuracy changes by ` +
        `${(100 * (expected.accuracy - plain.accuracy)).toFixed(1)} points.`,
    );
  }
  return wrong(
    isSame(answer, plain)
      ? 'That is the report without weights.'
      : `Probability i belongs to the class i % ${weights.length}: multiply it by weights[i % ${weights.length}], then take the largest.`,
  );
}

/** Checks 7.1: the probabilities of a model that was loaded with tfjs alone. */
export function checkPlainPrediction(
  answer: ArrayLike<number>,
  { expected }: { expected: ArrayLike<number> },
): Verdict {
  if (answer.length !== expected.length)
    return wrong(`Predict a single image: ${expected.length} probabilities.`);
  const isSame = Array.from(answer).every((p, i) => isClose(p, expected[i]));
  return isSame
    ? right('The same answer without this project: the model has standard layers only.')
    : wrong('Another answer than before. The network takes raw pixels, 0 to 255, as [1, 48, 48, 1].');
}

/** Checks 7.2: the answer for an image that shows none of the classes. */
export function checkFacelessAnswer(
  answer: ArrayLike<number>,
  { classes = EMOTIONS }: { classes?: readonly string[] } = {},
): Verdict {
  const sum = Array.from(answer).reduce((a, b) => a + b, 0);
  if (answer.length !== classes.length) return wrong(`classify() returns ${classes.length} probabilities.`);
  if (!isClose(sum, 1)) return wrong(`These sum to ${sum.toFixed(2)}: take them as classify() returns them.`);
  const [label] = predictedLabels(answer, { classes });
  return right(`It says ${classes[label]}, since it has no way to say "none of these".`);
}

/** Checks 7.3: the accuracy of transfer and of training from scratch by the pictures of each class. */
export function checkFewPictures(
  answer: readonly { pictures: number; transfer: number; scratch: number }[],
): Verdict {
  const isRising = answer.every(({ pictures }, i) => i === 0 || pictures > answer[i - 1].pictures);
  if (answer.length < 3 || !isRising) return wrong('Three rows, from few pictures to more.');
  if (answer.some(({ transfer, scratch }) => !isShare(transfer) || !isShare(scratch)))
    return wrong('An accuracy is a share, from 0 to 1.');
  const [{ pictures, transfer }] = answer;
  const enough = answer.find(({ scratch }) => scratch >= transfer);
  return right(
    `With ${pictures} pictures of each class transfer reaches ${(100 * transfer).toFixed(0)} %; from scratch ` +
      (enough ? `that takes ${enough.pictures}.` : `even ${answer[answer.length - 1].pictures} are too few.`),
  );
}

const isShare = (value: number) => value >= 0 && value <= 1;

/** Checks 8.1: the brightness at which a face is first flagged as dark. */
export function checkFirstDark(
  answer: number,
  { rows }: { rows: readonly { share: number; flags: readonly string[] }[] },
): Verdict {
  const dark = rows.filter(({ flags }) => flags.includes('dark')).map(({ share }) => share);
  if (dark.length === 0) return wrong('No row is flagged as dark yet: try smaller shares of the light.');
  return answer === Math.max(...dark)
    ? right('In such light, look at the picture yourself before you believe an answer.')
    : wrong('The largest share whose flags have "dark" among them.');
}

/** Checks 8.2: how many faces the detector finds in tiles. */
export function checkTiles(answer: readonly unknown[], { whole }: { whole: readonly unknown[] }): Verdict {
  if (answer === whole) return wrong('These are the faces that were found before.');
  return answer.length >= whole.length
    ? right(`${answer.length} faces in tiles, ${whole.length} without.`)
    : wrong('Fewer than before: set tiles to 3, and take the faces of the first image.');
}

/** Checks 8.3: the answers for a tilted head, as it is and turned upright. */
export function checkTilt(answer: readonly { angle: number; plain?: string; upright?: string }[]): Verdict {
  if (answer.length < 3 || !answer.some(({ angle }) => angle >= 0.5))
    return wrong('Take at least three angles, up to half a radian or more.');
  const [{ plain: first }] = answer;
  if (first === undefined)
    return wrong('Begin with an upright head, so that there is something to compare with.');
  const changed = answer.find(({ plain }) => plain !== first);
  const turned = answer.find(({ upright }) => upright !== first);
  const when = (row: { angle: number } | undefined) =>
    row ? `from ${row.angle} radians` : 'at none of these angles';
  return right(`The answer changes ${when(changed)} as it is, and ${when(turned)} if it is turned upright.`);
}
