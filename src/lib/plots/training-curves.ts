import type { Plot } from 'nodeplotlib';
import { expectation } from '../errors';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { titleOf, type SourceKind } from './titles';

/** What a figure takes of one epoch of a training's history. */
export interface EpochScores {
  /** Counted from 1. */
  readonly epoch: number;
  /** On train, as seen during the epoch: augmented and with dropout. */
  readonly loss: number;
  readonly accuracy: number;
  /** On the images of validation, after the epoch. */
  readonly valLoss: number;
  readonly valAccuracy: number;
  readonly learningRate?: number;
}

/** How the curves are labelled. */
export interface CurveOptions {
  /** What validation is: `publicTest`. */
  validation?: string;
  source?: SourceKind;
}

/**
 * The loss on train and on validation, epoch by epoch, with the epoch of the lowest validation loss marked.
 *
 * @throws {ExpectationError} when there is no epoch yet
 * @example await show(lossCurves(history.epochs, { validation: 'publicTest', source: 'FER-2013' }));
 */
export function lossCurves(
  epochs: readonly EpochScores[],
  { validation = 'validation', source }: CurveOptions = {},
): Figure {
  return curves(epochs, {
    what: 'Loss',
    axis: 'cross-entropy (nats)',
    train: epochs.map(({ loss }) => loss),
    validation: { name: validation, values: epochs.map(({ valLoss }) => valLoss) },
    best: Math.min,
    format: (value) => value.toFixed(3),
    source,
  });
}

/**
 * The accuracy on train and on validation, epoch by epoch, with the epoch of the highest validation accuracy marked.
 *
 * @throws {ExpectationError} when there is no epoch yet
 * @example await show(accuracyCurves(history.epochs, { validation: 'publicTest', source: 'FER-2013' }));
 */
export function accuracyCurves(
  epochs: readonly EpochScores[],
  { validation = 'validation', source }: CurveOptions = {},
): Figure {
  return curves(epochs, {
    what: 'Accuracy',
    axis: 'accuracy (%)',
    train: epochs.map(({ accuracy }) => 100 * accuracy),
    validation: {
      name: validation,
      values: epochs.map(({ valAccuracy }) => 100 * valAccuracy),
    },
    best: Math.max,
    format: (value) => `${value.toFixed(1)} %`,
    source,
  });
}

/**
 * Loss and accuracy side by side, as they grow while a training goes on.
 *
 * @param options.epochs how many the run is to have: the width that the curves grow into
 * @throws {ExpectationError} when there is no epoch yet
 * @example await show(trainingPanels(run.history, { epochs: run.epochs, validation: 'publicTest', source: 'FER-2013' }));
 */
export function trainingPanels(
  history: readonly EpochScores[],
  { validation = 'validation', source, epochs = history.length }: CurveOptions & { epochs?: number } = {},
): Figure {
  const loss = lossCurves(history, { validation, source });
  const accuracy = accuracyCurves(history, { validation, source });
  const across = wholeEpochs(history[0].epoch, Math.max(epochs, history[history.length - 1].epoch), {
    ticks: 10,
  });
  const second: object = { xaxis: 'x2', yaxis: 'y2', showlegend: false };
  return createFigure({
    title: titleOf('Loss and accuracy by epoch', { split: `train and ${validation}`, source }),
    alt: `${loss.alt} ${accuracy.alt}`,
    // What is best stands in the lines beside it; a legend that changes would move the panels.
    data: [
      ...loss.data.map((trace, i) => ({ ...trace, showlegend: i < 2 })),
      ...accuracy.data.map((trace) => ({ ...trace, ...second })),
    ],
    height: 320,
    legend: true,
    layout: {
      xaxis: { ...across, title: { text: 'epoch' }, domain: [0, 0.44] },
      xaxis2: { ...across, title: { text: 'epoch' }, domain: [0.56, 1], anchor: 'y2' },
      yaxis: loss.layout.yaxis,
      yaxis2: { ...accuracy.layout.yaxis, anchor: 'x2' },
    },
  });
}

interface CurveParts {
  what: string;
  axis: string;
  train: number[];
  validation: { name: string; values: number[] };
  best: (...values: number[]) => number;
  format: (value: number) => string;
  source?: SourceKind;
}

function curves(
  epochs: readonly EpochScores[],
  { what, axis, train, validation, best, format, source }: CurveParts,
): Figure {
  if (epochs.length === 0) throw expectation('the history', { expectation: 'at least one epoch', found: 0 });
  const x = epochs.map(({ epoch }) => epoch);
  const bestValue = best(...validation.values);
  const bestEpoch = x[validation.values.indexOf(bestValue)];
  const last = epochs.length - 1;
  const line = (name: string, y: number[], color: string, symbol: string): Plot => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x,
    y,
    line: { color, width: 2 },
    marker: { symbol, size: 6 },
    // Of many epochs the first is close to the frame.
    cliponaxis: false,
    hovertemplate: `epoch %{x}: %{y:.3f}<extra>%{fullData.name}</extra>`,
  });
  return createFigure({
    title: titleOf(`${what} by epoch`, { split: `train and ${validation.name}`, source }),
    alt:
      `${what} over ${epochs.length} epochs: train from ${format(train[0])} to ${format(train[last])}, ` +
      `${validation.name} from ${format(validation.values[0])} to ${format(validation.values[last])}, ` +
      `best ${format(bestValue)} after epoch ${bestEpoch}.`,
    data: [
      line('train (augmented)', train, PALETTE.blue, 'circle'),
      line(validation.name, validation.values, PALETTE.orange, 'square'),
      {
        type: 'scatter',
        mode: 'markers',
        name: `best on ${validation.name}: ${format(bestValue)}, epoch ${bestEpoch}`,
        x: [bestEpoch],
        y: [bestValue],
        marker: { symbol: 'star', size: 15, color: PALETTE.vermilion },
        cliponaxis: false,
        hoverinfo: 'skip',
      },
    ],
    legend: true,
    layout: {
      xaxis: { title: { text: 'epoch' }, ...wholeEpochs(x[0], x[last]) },
      yaxis: { title: { text: axis } },
    },
  });
}

/** No tick between two epochs. */
const wholeEpochs = (first: number, last: number, { ticks = 20 } = {}) => ({
  dtick: Math.ceil((last - first + 1) / ticks),
  tick0: first,
  tickformat: 'd',
  range: [first - 0.5, last + 0.5],
});

/**
 * The learning rate over a training.
 *
 * @param rates one value a step or an epoch, in order
 * @example await show(learningRateCurve(rates, { unit: 'step' }));
 */
export function learningRateCurve(
  rates: ArrayLike<number>,
  { unit = 'epoch', title = 'Learning rate' }: { unit?: 'epoch' | 'step'; title?: string } = {},
): Figure {
  if (rates.length === 0) throw expectation('the learning rates', { expectation: 'at least one', found: 0 });
  const y = Array.from(rates);
  const highest = Math.max(...y);
  return createFigure({
    title,
    alt: `The learning rate of ${y.length} ${unit}s: from ${y[0].toPrecision(2)}, at most ${highest.toPrecision(2)} at ${unit} ${y.indexOf(highest) + 1}, to ${y[y.length - 1].toPrecision(2)}.`,
    data: [
      {
        type: 'scatter',
        mode: y.length > 40 ? 'lines' : 'lines+markers',
        x: y.map((_, i) => i + 1),
        y,
        line: { color: PALETTE.blue, width: 2 },
        hovertemplate: `${unit} %{x}: %{y:.2e}<extra></extra>`,
      },
    ],
    height: 320,
    layout: {
      xaxis: { title: { text: unit }, ...(unit === 'epoch' ? wholeEpochs(1, y.length) : {}) },
      yaxis: { title: { text: `learning rate (per step)` }, rangemode: 'tozero', exponentformat: 'e' },
    },
  });
}
