import type { SourceName } from '../dataset/source-name';
import type { FeatureMaps } from '../evaluation/feature-maps';
import { formatCount } from '../format';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { SEQUENTIAL } from './palette';
import { describePeak } from './describe-peak';
import { tint } from './tint';
import { titleOf } from './titles';

/** The number of maps that the alternative text describes. */
const DESCRIBED = 5;

/** Options of {@link featureMapGrid}. */
export interface FeatureMapGridOptions {
  /** The most maps shown, strongest first (by the sum of squares). */
  maps?: number;
  /** `[48 * 48]` gray values of the input image, shown before the maps. */
  image?: ArrayLike<number>;
  split?: string;
  source?: SourceName;
  columns?: number;
  tile?: number;
}

/**
 * A layer's feature maps for one image on one colour scale, one tile per channel: dark where the
 * channel is active.
 *
 * @example
 * await showFigure(
 *   featureMapGrid(await computeFeatureMaps(model, face), {
 *     image: face,
 *     split: 'privateTest',
 *     source,
 *   }),
 * );
 */
export function featureMapGrid(
  { layer, height, width, count, values }: FeatureMaps,
  { maps = 31, image, split, source, columns = 8, tile = 72 }: FeatureMapGridOptions = {},
): Figure {
  const size = height * width;
  const channels = Array.from({ length: count }, (_, channel) => {
    const own = values.subarray(channel * size, (channel + 1) * size);
    return { channel, own, strength: own.reduce((sum, value) => sum + value * value, 0) };
  });
  const shown = channels.sort((a, b) => b.strength - a.strength).slice(0, maps);
  const low = shown.reduce((least, { own }) => Math.min(least, ...own), 0);
  const high = shown.reduce((most, { own }) => Math.max(most, ...own), 0);
  const colors = { scale: SEQUENTIAL, low, high };
  const tiles = shown.map(({ own }) => tint(own, { height, width, ...colors }));
  const captions = shown.map(({ channel }) => `channel ${channel}`);
  const inactive = channels.filter(({ strength }) => strength === 0).length;
  return imageGrid(image ? [image, ...tiles] : tiles, {
    title: titleOf(
      `Output of ${layer} for one image: ${shown.length} of ${formatCount(count)} maps (${height}x${width})`,
      { split, source },
    ),
    alt: `The strongest maps: ${shown
      .slice(0, DESCRIBED)
      .map(({ channel, own }) => `channel ${channel}, strongest at the ${describePeak(own)}`)
      .join('; ')}. ${inactive} of ${formatCount(count)} channels are 0 everywhere.`,
    captions: image ? ['the image', ...captions] : captions,
    columns: Math.min(columns, shown.length + (image ? 1 : 0)),
    tile,
    colorBar: { ...colors, title: 'output of the channel' },
  });
}
