import { IMAGE_BYTES, type Dataset } from '../dataset/dataset';
import { sourceName } from '../dataset/source-name';
import { expectation } from '../errors';
import type { HeatMaps } from '../evaluation/heat-maps';
import { colorsOf, hexOf, mix, type ColorScale, type Rgb } from './color-scale';
import { nounFor } from './class-names';
import type { Figure } from './figure';
import { imageGrid } from './image-grid';
import { allImages } from '../dataset/image-at';
import { HEAT } from './palette';
import { describePeak } from './describe-peak';
import { titleOf } from './titles';
import { predictionCaptions } from './prediction-captions';

/** The opacity of the map at its maximum. */
const OPACITY = 0.75;

const HOT = colorsOf([[0, HEAT]])(0);

/** Options of {@link heatMapGrid}. */
export interface HeatMapGridOptions {
  /** `[n * classes]` the model's predictions, shown under the images. */
  probabilities?: ArrayLike<number>;
  /** The method that computed the maps: `Grad-CAM`, `occlusion`. */
  method?: string;
  split?: string;
  columns?: number;
  tile?: number;
}

/**
 * Images, and below each the same image overlaid with its heat map: the more orange, the more it
 * supports the class that the map explains.
 *
 * @param dataset the n images, few of them
 * @param heat their maps, as computed by `gradCam`
 * @throws ExpectationError when there is not one map per image
 * @example
 * const faces = subset(
 *   tests,
 *   mostConfident(tests, probabilities, { right: false, perEmotion: 1 }).map(({ index }) => index),
 * );
 * await showFigure(
 *   heatMapGrid(faces, await gradCam(model, faces.images), { split: 'both tests' }),
 * );
 */
export function heatMapGrid(
  dataset: Dataset,
  heat: Pick<HeatMaps, 'labels' | 'pixels'>,
  { probabilities, method = 'Grad-CAM', split, columns = 7, tile = 104 }: HeatMapGridOptions = {},
): Figure {
  const n = dataset.labels.length;
  if (heat.labels.length !== n || heat.pixels.length !== n * IMAGE_BYTES)
    throw expectation('heat maps', {
      expectation: `one for each of the ${n} images`,
      found: heat.labels.length,
    });
  const predictions = probabilities && predictionCaptions(dataset.labels, probabilities, dataset);
  const tiles = allImages(dataset).map((face, i) => {
    const map = heat.pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    const explained = dataset.classes[heat.labels[i]];
    // The map needs no caption if it explains the predicted emotion.
    const isPredicted = predictions?.[i].predicted === heat.labels[i];
    const words = [predictions?.[i].words, isPredicted ? undefined : `map for ${explained}`]
      .filter(Boolean)
      .join('\n');
    const label = dataset.classes[dataset.labels[i]];
    const place = map.some((value) => value > 0) ? `hottest at the ${describePeak(map)}` : 'no heat';
    return {
      face,
      overlaid: overlay(face, map),
      label,
      words,
      alt: `${label}, ${words.replace('\n', ', ')}, ${place}`,
    };
  });
  const perRow = Math.min(columns, n);
  // The last row may be shorter: tiles beyond the last are undefined.
  const rows = Array.from({ length: Math.ceil(n / perRow) }, (_, row) =>
    Array.from({ length: perRow }, (__, column) => tiles.at(row * perRow + column)),
  );
  return imageGrid(
    rows.flatMap((row) => [
      ...row.map((own) => own?.face ?? null),
      ...row.map((own) => own?.overlaid ?? null),
    ]),
    {
      title: titleOf(`Where the model looks: ${method}`, { split, source: sourceName(dataset.source) }),
      alt: `Images, each overlaid with what supports the ${nounFor(dataset.classes)}. ${tiles.map(({ alt }) => alt).join('; ')}.`,
      captions: rows.flatMap((row) => [
        ...row.map((own) => own?.label ?? ''),
        ...row.map((own) => own?.words.replace(' (', '\n(') ?? ''),
      ]),
      columns: perRow,
      tile,
      colorBar: { scale: BAR, low: 0, high: 1, title: `support for the ${nounFor(dataset.classes)}` },
    },
  );
}

/** A gray value overlaid with heat from 0 to 1. */
const heated = (gray: number, heat: number): Rgb => mix([gray, gray, gray], HOT, OPACITY * heat);

/** The colours over middle gray. */
const BAR: ColorScale = [0, 0.25, 0.5, 0.75, 1].map((heat) => [heat, hexOf(heated(128, heat))]);

function overlay(face: ArrayLike<number>, heat: Float32Array): Float32Array {
  const image = new Float32Array(IMAGE_BYTES * 3);
  heat.forEach((value, p) => image.set(heated(face[p], value), 3 * p));
  return image;
}
