import { sourceName } from '../dataset/index';
import { formatAmount, formatCount, formatMegabytes, formatPercent } from '../format';
import type { ModelCard, ViewMeasurements } from './model-card';

/** A row of {@link cardRows}. */
export interface CardRow {
  what: string;
  value: string;
}

/**
 * The main facts of a model card as table rows: each accuracy with its split and how the checkpoint
 * was selected.
 *
 * @example
 * await showTable(cardRows(await readCard('models/emotion')), { caption: 'The model that ships' });
 */
export function cardRows(card: ModelCard): CardRow[] {
  const { model, data, training, measurements, temperature, latency } = card;
  const { oneView, flipAveraged } = measurements;
  const accuracy = (view: ViewMeasurements, split: string) => {
    const score = view.scores.find((candidate) => candidate.split === split);
    return score === undefined
      ? 'not measured'
      : `${formatPercent(score.accuracy, 2)} of ${formatCount(score.n)} (95 %: ${formatPercent(score.interval.low, 2)} to ${formatPercent(score.interval.high, 2)}). ${score.note}`;
  };
  const error = oneView.calibration.find(({ split }) => split === 'privateTest')?.error;
  return [
    {
      what: 'trained on',
      value: `${sourceName({ kind: data.kind, labeledBy: data.labels })}, split train, ${formatAmount(training.epochs, 'epoch')}`,
    },
    {
      what: 'network',
      value: `${model.architecture}, ${formatCount(model.parameters)} parameters`,
    },
    { what: 'size', value: formatMegabytes(model.bytes) },
    { what: 'privateTest, one view', value: accuracy(oneView, 'privateTest') },
    { what: 'privateTest, averaged with the mirror image', value: accuracy(flipAveraged, 'privateTest') },
    { what: 'publicTest, averaged with the mirror image', value: accuracy(flipAveraged, 'publicTest') },
    ...(flipAveraged.votes
      ? [
          {
            what: "privateTest by FER+'s protocol, averaged with the mirror image",
            value: `${formatPercent(flipAveraged.votes.privateTest.paper.accuracy, 2)} of ${formatCount(flipAveraged.votes.privateTest.paper.n)}`,
          },
        ]
      : []),
    {
      what: 'calibration error, privateTest',
      value: `${error === undefined ? 'not measured' : error.toFixed(3)}, with the temperature ${temperature.value.toFixed(3)} fitted on ${temperature.fittedOn}`,
    },
    { what: 'one image', value: `${latency.p50.toFixed(1)} ms (median), ${latency.processor.model}` },
    { what: 'command', value: training.command },
  ];
}
