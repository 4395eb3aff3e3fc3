import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import type { Split } from '../../src/lib/dataset/dataset';
import { deviationFace } from '../../src/lib/dataset/deviation-face';
import { findOutliers } from '../../src/lib/statistics/outliers';
import { EMOTIONS } from '../../src/lib/emotions';
import {
  brightnessDistribution,
  contrastDistribution,
  deviationFaces,
  imageGrid,
  embeddingPlot,
  outlierGrid,
  type Figure,
} from '../../src/lib/plots/index';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';
import { imageAt } from '../../src/lib/dataset/image-at';
import { renderSvg } from '../../src/lib/plots/headless/render-svg';
import { colorsOf, hexOf } from '../../src/lib/plots/color-scale';
import { describePeak } from '../../src/lib/plots/describe-peak';
import { tint } from '../../src/lib/plots/tint';
import { syntheticDataset } from '../evaluation/synthetic';

const labels = Array.from({ length: 42 }, (_, i) => i % 7);
const splits = labels.map((_, i): Split => (i < 28 ? 'train' : 'privateTest'));
const dataset = syntheticDataset(labels, { splits, kind: 'drawn faces' });
const titleOf = ({ layout }: Figure) => (layout.title as { text: string }).text.replace(/<br>/g, ' ');
/** The numbers at the ends of a figure's colour bar. */
const rangeOf = ({ data }: Figure) => {
  const { cmin, cmax } = data[1].marker as { cmin: number; cmax: number };
  return [cmin, cmax];
};
const pixelsOf = async (source: unknown) => {
  const png = Buffer.from(String(source).split(',')[1], 'base64');
  return sharp(png).raw().toBuffer({ resolveWithObject: true });
};

describe('colorsOf(), tint() and describePeak()', () => {
  it('mix colours between the stops, and keep the ends beyond them', () => {
    const colorOf = colorsOf([
      [0, '#000000'],
      [0.5, '#204060'],
      [1, '#FFFFFF'],
    ]);
    assert.deepEqual(colorOf(0.25), [16, 32, 48]);
    assert.deepEqual(
      [colorOf(-1), colorOf(2)],
      [
        [0, 0, 0],
        [255, 255, 255],
      ],
    );
    assert.equal(hexOf(colorOf(0.5)), '#204060');
  });
  it('paint each number as a rectangle, which a reader of PNGs finds there', async () => {
    const picture = tint([0, 1, 0.5, 0], {
      ...{ height: 2, width: 2, low: 0, high: 1 },
      scale: [
        [0, '#000000'],
        [1, '#C86400'],
      ],
    });
    const grid = imageGrid([picture], { title: 'Four numbers' });
    const { data, info } = await pixelsOf(grid.layout.images?.[0].source);
    assert.deepEqual([info.width, info.height, info.channels], [48, 48, 3]);
    const at = (row: number, column: number) => [
      ...data.subarray((row * 48 + column) * 3, (row * 48 + column) * 3 + 3),
    ];
    assert.deepEqual(
      [at(0, 23), at(0, 24), at(24, 0), at(47, 47)],
      [
        [0, 0, 0],
        [200, 100, 0],
        [100, 50, 0],
        [0, 0, 0],
      ],
    );
  });
  it('say where the greatest number is', () => {
    const places = [0, 4, 5, 8].map((at) =>
      describePeak(Array.from({ length: 9 }, (_, i) => Number(i === at))),
    );
    assert.deepEqual(places, ['upper left', 'middle centre', 'middle right', 'lower right']);
  });
});

describe('imageGrid() with a colour bar', () => {
  it('shows what the colours mean beside the images', async () => {
    const scale = [
      [0, '#FFFFFF'],
      [1, '#0072B2'],
    ] as const;
    const face = imageAt(dataset, 0);
    const options = { title: 'Four', columns: 4 };
    const plain = imageGrid([face, face, face, face], options);
    const figure = imageGrid([face, face, face, face], {
      ...options,
      colorBar: { scale, low: -2, high: 6, title: 'heat' },
    });
    assert.deepEqual(rangeOf(figure), [-2, 6]);
    assert.ok(figure.layout.width! > plain.layout.width!);
    const texts = [...(await renderSvg(figure)).matchAll(/<t(?:ext|span)[^>]*>([^<]+)</g)].map(
      ([, text]) => text,
    );
    for (const text of ['heat', '−2', '6'])
      assert.ok(texts.includes(text), `${text} is not among ${texts.join(' | ')}`);
  });
  it('gives each row the height of its own captions', () => {
    const face = imageAt(dataset, 0);
    const figure = imageGrid([face, face, face], {
      title: '',
      captions: ['one', 'one\ntwo\nthree', 'one'],
      columns: 1,
      tile: 88,
    });
    assert.deepEqual(
      figure.layout.images?.map(({ y }) => y),
      [0, 88 + 16 + 6, 2 * (88 + 6) + 16 + 48],
    );
  });
});

describe('deviationFaces()', () => {
  const faces = EMOTIONS.map((_, label) => deviationFace(dataset, label));
  it('shows all emotions in one scale of colours, and says it', () => {
    const figure = deviationFaces(faces, { split: 'train', source: 'drawn faces' });
    assert.equal(titleOf(figure), 'How much faces of each emotion vary · train · drawn faces');
    assert.deepEqual(figure.data[0].text, [...EMOTIONS]);
    assert.equal(figure.layout.images?.length, 7);
    const all = faces.flatMap((face) => [...face]);
    assert.deepEqual(rangeOf(figure), [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))]);
    const mean = faces[0].reduce((sum, value) => sum + value, 0) / 2304;
    assert.match(figure.alt, new RegExp(`Anger ${mean.toFixed(0)}, most at the ${describePeak(faces[0])};`));
  });
  it('refuses six', () =>
    assert.throws(() => deviationFaces(faces.slice(1)), /faces to be 7, one per emotion but found 6/));
});

describe('contrastDistribution(), and the fences of outliers', () => {
  const values = labels.map((_, i) => (i === 0 ? 120 : 40 + (i % 4)));
  it('have the shares in each bin and the number beyond each fence', () => {
    const found = findOutliers(values);
    const figure = contrastDistribution(dataset, values, { by: 'split', bins: 2, outliers: found });
    assert.deepEqual(
      figure.data.map(({ y }) => y),
      [
        [(100 * 27) / 28, 100 / 28],
        [100, 0],
      ],
    );
    assert.deepEqual(figure.data[0].x, [31.875, 95.625]);
    assert.deepEqual(
      figure.layout.shapes?.map(({ x0 }) => x0),
      [found.fences.low, found.fences.high],
    );
    const above = `1 above ${found.fences.high.toFixed(0)}`;
    assert.deepEqual(
      figure.layout.annotations?.map(({ text }) => text),
      [`0 below ${found.fences.low.toFixed(0)}`, above],
    );
    assert.match(figure.alt, new RegExp(`${above}\\.$`));
    assert.equal(titleOf(figure), 'Contrast of the images of each split · drawn faces');
  });
  it('leave out a fence that no image can be beyond', () => {
    const spread = labels.map((_, i) => 6 * i);
    const figure = brightnessDistribution(dataset, spread, { outliers: findOutliers(spread) });
    assert.deepEqual(figure.layout.shapes, []);
    assert.throws(
      () => contrastDistribution(dataset, [1]),
      /contrast to be one value for each of the 42 images but found 1/,
    );
  });
});

describe('outlierGrid()', () => {
  it('shows both ends with their emotions and values', () => {
    const values = labels.map((_, i) => (i * 5) % 42);
    const figure = outlierGrid(dataset, values, {
      of: 'contrast',
      outliers: findOutliers(values, { count: 3 }),
      split: 'train',
    });
    assert.equal(titleOf(figure), 'Both ends of contrast · train · drawn faces');
    assert.deepEqual(
      figure.layout.annotations?.map(({ text }) => text),
      ['least contrast', 'most contrast'],
    );
    const captions = [0, 17, 34, 25, 8, 33].map((i) => `${EMOTIONS[i % 7]}<br>${values[i]}`);
    assert.deepEqual(figure.data[0].text, captions);
    const expected = imageGrid([imageAt(dataset, 33)], { title: '' }).layout.images?.[0].source;
    assert.equal(figure.layout.images?.[5].source, expected);
    assert.match(figure.alt, /^least contrast: Anger 0, Happiness 1, Neutral 2\. most contrast: Sadness 41,/);
  });
});

describe('embeddingPlot()', () => {
  const projections = Float32Array.from({ length: 84 }, (_, i) => (i % 2 === 0 ? labels[i / 2] : i));
  it('puts each image at its place, under its emotion, and names it', () => {
    const predicted = labels.map((label, i) => (i === 7 ? 3 : label));
    const figure = embeddingPlot(dataset, projections, {
      of: 'pixels',
      shares: [0.3, 0.125],
      predicted,
      split: 'train',
    });
    assert.equal(figure.data.length, 8);
    assert.deepEqual(
      figure.data.map(({ name }) => name),
      [...EMOTIONS, undefined],
    );
    assert.deepEqual(figure.data[0].x, [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(figure.data[0].y, [1, 15, 29, 43, 57, 71]);
    assert.equal(figure.data[0].marker?.color, EMOTION_COLORS[0]);
    assert.deepEqual((figure.data[0].text as string[]).slice(0, 2), [
      'train, test/0/0.jpg',
      'predicted Happiness, train, test/0/7.jpg',
    ]);
    assert.deepEqual([figure.data[7].x, (figure.data[7].y as number[])[0]], [[0, 1, 2, 3, 4, 5, 6], 36]);
    assert.equal(titleOf(figure), 'Map of 42 images by pixels · train · drawn faces');
    assert.match(JSON.stringify(figure.layout.xaxis), /first component, 30\.0 % of the variance/);
    assert.match(figure.alt, /12\.5 % of the variance\. Means: Anger \(0, 36\)/);
  });
  it('draws as many points as asked for, the same for the same seed, and stays small', () => {
    const figure = embeddingPlot(dataset, projections, { of: 'pixels', points: 10 });
    const names = ({ data }: Figure) => data.slice(0, -1).flatMap(({ text }) => text as string[]);
    assert.equal(names(figure).length, 10);
    assert.deepEqual(names(embeddingPlot(dataset, projections, { of: 'pixels', points: 10 })), names(figure));
    assert.notDeepEqual(
      names(embeddingPlot(dataset, projections, { of: 'pixels', points: 10, seed: 2 })),
      names(figure),
    );
    assert.match(titleOf(figure), /Map of 10 of 42 images/);
    const many = syntheticDataset(Array.from({ length: 1500 }, (_, i) => i % 7));
    const large = embeddingPlot(
      many,
      Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i) / 3),
      { of: 'pixels' },
    );
    assert.ok(JSON.stringify([large.data, large.layout]).length < 200_000);
  });
  it('refuses other numbers of places and predictions', () => {
    assert.throws(
      () => embeddingPlot(dataset, [1], { of: 'pixels' }),
      /projections to be two for each of the 42 images but found 1/,
    );
    assert.throws(
      () => embeddingPlot(dataset, projections, { of: 'pixels', predicted: [1] }),
      /predictions to be one for each of the 42/,
    );
  });
  it('is drawn with its axes and legend', async () => {
    const svg = await renderSvg(embeddingPlot(dataset, projections, { of: 'pixels' }));
    for (const word of ['first component', 'second component', 'Surprise']) assert.ok(svg.includes(word));
  });
});
