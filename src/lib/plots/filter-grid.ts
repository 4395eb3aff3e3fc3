import type { SourceName } from '../dataset/source-name';
import type { Filters } from '../evaluation/filters';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { DIVERGING } from './palette';
import { tint } from './tint';
import { titleOf } from './titles';

/**
 * The filters of a first convolution on one colour scale: a filter responds most where the image is
 * bright under its orange and dark under its blue.
 *
 * @param options
 * @param options.model a description of the model: `the bundled model, epoch 80`
 * @param options.source what it was trained on
 * @example
 * await showFigure(
 *   filterGrid(convolutionFilters(model), { model: trained.title, source: trained.source }),
 * );
 */
export function filterGrid(
  { layer, height, width, count, weights }: Filters,
  {
    model,
    source,
    columns = 16,
    tile = 40,
  }: { model?: string; source?: SourceName; columns?: number; tile?: number } = {},
): Figure {
  const high = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const colors = { scale: DIVERGING, low: -high, high };
  const size = height * width;
  const own = Array.from({ length: count }, (_, i) => weights.subarray(i * size, (i + 1) * size));
  const range = `${(-high).toPrecision(2)} to ${high.toPrecision(2)}`;
  const dark = own.filter((filter) => filter.every((weight) => weight <= 0)).length;
  const bright = own.filter((filter) => filter.every((weight) => weight >= 0)).length;
  return imageGrid(
    own.map((filter) => tint(filter, { height, width, ...colors })),
    {
      title: titleOf(`${count} filters of ${layer} (${height}x${width})`, { split: model, source }),
      alt:
        `${count} filters of ${height}x${width} weights from ${range}: ${bright} have positive weights only, ` +
        `${dark} negative ones only, ${count - bright - dark} both, and so respond to the difference between bright and dark.`,
      columns: Math.min(columns, count),
      tile,
      colorBar: { ...colors, title: 'weight' },
    },
  );
}
