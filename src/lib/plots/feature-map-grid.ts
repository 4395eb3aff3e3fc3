import type { FeatureMaps } from '../evaluation/feature-maps';
import { formatCount } from '../format';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { SEQUENTIAL } from './palette';
import { describePeak } from './describe-peak';
import { tint } from './tint';
import { titleOf, type SourceKind } from './titles';

/** Maps that the text alternative tells of. */
const TOLD = 5;

/** How {@link featureMapGrid} shows its maps. */
export interface FeatureMapGridOptions {
  /** Maps shown at most, the strongest first (by the sum of their squares). */
  maps?: number;
  /** `[48 * 48]` gray values of the image that they are of, to stand before them. */
  image?: ArrayLike<number>;
  split?: string;
  source?: SourceKind;
  columns?: number;
  tile?: number;
}

/**
 * What a layer makes of one image, a picture a channel in one scale of colours: dark where the channel answers.
 *
 * @example await showFigure(featureMapGrid(await computeFeatureMaps(model, face), { image: face, split: 'privateTest', source }));
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
  const pictures = shown.map(({ own }) => tint(own, { height, width, ...colors }));
  const captions = shown.map(({ channel }) => `channel ${channel}`);
  const silent = channels.filter(({ strength }) => strength === 0).length;
  return imageGrid(image ? [image, ...pictures] : pictures, {
    title: titleOf(
      `What ${layer} makes of one image: ${shown.length} of ${formatCount(count)} maps (${height}x${width})`,
      { split, source },
    ),
    alt: `The strongest maps: ${shown
      .slice(0, TOLD)
      .map(({ channel, own }) => `channel ${channel}, most at the ${describePeak(own)}`)
      .join('; ')}. ${silent} of ${formatCount(count)} channels are 0 everywhere.`,
    captions: image ? ['the image', ...captions] : captions,
    columns: Math.min(columns, shown.length + (image ? 1 : 0)),
    tile,
    colorBar: { ...colors, title: 'output of the channel' },
  });
}
