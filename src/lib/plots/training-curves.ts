import type { SourceName } from '../dataset/source-name';
import type { Plot } from 'nodeplotlib';
import { expectation } from '../errors';
import { epochAxis } from './epoch-axis';
import { createFigure, type Figure } from './figure';
import { PALETTE } from './palette';
import { titleOf } from './titles';

/** The scores of one epoch that a figure shows. */
export interface EpochScores {
  /** Counted from 1. */
  readonly epoch: number;
  /** On train, measured during the epoch: with augmentation and dropout. */
  readonly loss: number;
  readonly accuracy: number;
  /** On the validation images, after the epoch. */
  readonly valLoss: number;
  readonly valAccuracy: number;
  readonly learningRate?: number;
}

/** Labels of the curves. */
export interface CurveOptions {
  /** The name of the validation split: `publicTest`. */
  validation?: string;
  source?: SourceName;
  /** Whether the training images were augmented; the name of their curve says so. */
  augmented?: boolean;
}

/**
 * The loss on train and on validation, epoch by epoch, with the epoch of the lowest validation loss
 * marked.
 *
 * @throws ExpectationError when there is no epoch yet
 * @example await showFigure(lossCurves(history, { validation: 'publicTest', source: 'FER-2013' }));
 */
export function lossCurves(
  epochs: readonly EpochScores[],
  { validation = 'validation', source, augmented = true }: CurveOptions = {},
): Figure {
  return curves(epochs, {
    what: 'Loss',
    axis: 'cross-entropy (nats)',
    train: epochs.map(({ loss }) => loss),
    validation: { name: validation, values: epochs.map(({ valLoss }) => valLoss) },
    best: Math.min,
    format: (value) => value.toFixed(3),
    ...{ source, augmented },
  });
}

/**
 * The accuracy on train and on validation, epoch by epoch, with the epoch of the highest validation
 * accuracy marked.
 *
 * @throws ExpectationError when there is no epoch yet
 * @example
 * await showFigure(accuracyCurves(history, { validation: 'publicTest', source: 'FER-2013' }));
 */
export function accuracyCurves(
  epochs: readonly EpochScores[],
  { validation = 'validation', source, augmented = true }: CurveOptions = {},
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
    ...{ source, augmented },
  });
}

interface CurveParts {
  what: string;
  axis: string;
  train: number[];
  validation: { name: string; values: number[] };
  best: (...values: number[]) => number;
  format: (value: number) => string;
  source?: SourceName;
  augmented: boolean;
}

function curves(
  epochs: readonly EpochScores[],
  { what, axis, train, validation, best, format, source, augmented }: CurveParts,
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
    // With many epochs, the first marker is close to the frame.
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
      line(augmented ? 'train (augmented)' : 'train', train, PALETTE.blue, 'circle'),
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
      xaxis: epochAxis(x[0], x[last]),
      yaxis: { title: { text: axis } },
    },
  });
}
