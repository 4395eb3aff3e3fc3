import { isEmotions } from '../classes';
import { formatCount, formatPercent } from '../format';
import { classesOfCard } from '../release/classes-of-card';
import type { ModelCard } from '../release/index';

/** Pairs of emotions that are named as mixed up. */
const PAIRS = 4;

/**
 * What a model can't tell, in sentences: its accuracy and calibration on images that it was not
 * chosen on, how many it is sure of, and which emotions it mixes up most.
 *
 * @param card from `readCard`
 * @param options
 * @param options.minConfidence the smallest probability of an emotion that is named
 * @example for (const sentence of describeLimits(card, { minConfidence: 0.5 })) console.log(sentence);
 */
export function describeLimits(card: ModelCard, { minConfidence }: { minConfidence: number }): string[] {
  const {
    data,
    measurements: { flipAveraged },
  } = card;
  const score = flipAveraged.scores.find(({ split }) => split === 'privateTest');
  const calibration = flipAveraged.calibration.find(({ split }) => split === 'privateTest');
  const { confusion } = flipAveraged.classes.privateTest;
  const names = classesOfCard(card);
  const isOfEmotions = isEmotions(names);
  const sentences: string[] = [];
  if (score)
    sentences.push(
      `Of ${formatCount(score.n)} ${isOfEmotions ? 'faces' : 'images'} of ${data.kind === 'own images' ? 'its' : `${data.kind}'s`} privateTest, it names ${formatPercent(score.accuracy, 0)} as ${data.labels === 'crowd' ? 'most of ten people did' : 'the people did who labelled them'}.`,
    );
  if (calibration)
    sentences.push(
      `Its confidence is off by ${formatPercent(calibration.error)} on average there: ${data.labels === 'crowd' ? 'where it gives an emotion 80 %, about eight in ten people see it' : `of the ${isOfEmotions ? 'faces' : 'images'} that it gives 80 %, about 80 % are named rightly`}. On pictures of another kind it may be off by more.`,
    );
  const total = flipAveraged.bins.reduce((sum, { count }) => sum + count, 0);
  const sure = flipAveraged.bins.filter(({ low }) => low >= minConfidence - 1e-9);
  const kept = sure.reduce((sum, { count }) => sum + count, 0);
  if (minConfidence > 0 && kept > 0)
    sentences.push(
      `It is at least ${formatPercent(sure[0].low, 0)} sure of ${formatPercent(kept / total, 0)} of them, and then ${data.labels === 'crowd' ? 'a person agrees with it on' : 'right about'} ${formatPercent(sure.reduce((sum, { count, accuracy }) => sum + count * accuracy, 0) / kept, 0)}.`,
    );
  const pairs = confusion
    .flatMap((row, truth) => {
      const count = row.reduce((sum, n) => sum + n, 0);
      return row.map((n, named) => ({ truth, named, share: n / count }));
    })
    .filter(({ truth, named }) => truth !== named)
    .sort((a, b) => b.share - a.share)
    .slice(0, PAIRS)
    .map(
      ({ truth, named, share }) => `${formatPercent(share, 0)} of ${names[truth]} is called ${names[named]}`,
    );
  sentences.push(`It mixes up most: ${pairs.join('; ')}.`);
  sentences.push(
    isOfEmotions
      ? 'It has no "none of these": whatever it is shown gets one of seven names. It sees an expression, which is not a feeling.'
      : `It has no "none of these": whatever it is shown gets one of ${names.length} names.`,
  );
  return sentences;
}
