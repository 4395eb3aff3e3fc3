import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { IMAGE_BYTES } from '../../src/lib/dataset/dataset';
import { computeRiskCoverage } from '../../src/lib/evaluation/index';
import {
  featureMapGrid,
  filterGrid,
  heatMapGrid,
  riskCoverageCurve,
  type Figure,
} from '../../src/lib/plots/index';
import { renderSvg } from '../../src/lib/plots/headless/render-svg';
import { sureOf, syntheticDataset } from '../evaluation/synthetic';

const titleOf = ({ layout }: Figure) => (layout.title as { text: string }).text.replace(/<br>/g, ' ');
const pixelsOf = async (figure: Figure, i: number) => {
  const png = Buffer.from(String(figure.layout.images?.[i].source).split(',')[1], 'base64');
  return [...(await sharp(png).raw().toBuffer())];
};

describe('riskCoverageCurve()', () => {
  const labels = Array.from({ length: 1000 }, (_, i) => i % 7);
  const predicted = labels.map((label, i) => (i % 4 === 0 ? (label + 1) % 7 : label));
  const result = computeRiskCoverage(
    labels,
    sureOf(
      predicted,
      labels.map((_, i) => 0.3 + (0.6 * ((i * 37) % 1000)) / 1000),
    ),
  );
  const figure = riskCoverageCurve(result, { split: 'privateTest', source: 'drawn faces' });
  it('shows the accuracy by coverage, its interval and the best there can be', () => {
    const [band, best, own] = figure.data;
    const [x, y] = [own.x as number[], own.y as number[]];
    // The first answer, and one point each half percent.
    assert.deepEqual([x.length, x[0], x[1]], [201, 0.1, 0.5]);
    assert.deepEqual([x[x.length - 1], y[y.length - 1]], [100, 75]);
    assert.deepEqual(
      [best.y as number[]].map((all) => [all[0], all[all.length - 1]]),
      [[100, 75]],
    );
    const middle = x.findIndex((share) => share >= 50);
    const point = result.points.find(({ coverage }) => 100 * coverage === x[middle])!;
    assert.equal(y[middle], 100 * point.accuracy);
    assert.deepEqual(
      [(band.y as number[])[middle], band.x?.length],
      [100 * point.interval.high, 2 * x.length],
    );
  });
  it('names the split, the source and the area', () => {
    const area = (100 * result.area).toFixed(1);
    assert.equal(
      titleOf(figure),
      `Accuracy when uncertain predictions are withheld: AURC ${area} % · privateTest · drawn faces`,
    );
    assert.match(figure.alt, /^Accuracy: 75\.0 % of the most confident 100 %, .* at best \d/);
  });
  it('is drawn', async () => {
    const svg = await renderSvg(figure);
    for (const word of ['the model', 'accuracy of their predictions (%)']) assert.ok(svg.includes(word));
  });
});

describe('heatMapGrid()', () => {
  const dataset = syntheticDataset([0, 3, 4], { kind: 'drawn faces' });
  const pixels = new Float32Array(3 * IMAGE_BYTES);
  pixels[IMAGE_BYTES - 1] = 1;
  pixels[IMAGE_BYTES] = 0.5;
  const heat = { labels: Uint8Array.of(0, 5, 2), pixels };
  const probabilities = sureOf([0, 5, 4], 0.82);
  const figure = heatMapGrid(dataset, heat, { probabilities, split: 'privateTest', columns: 2 });

  it('shows each image and under it the same with its heat, with label and answer', async () => {
    assert.equal(figure.layout.images?.length, 6);
    assert.deepEqual(figure.data[0].text, [
      ...['Anger', 'Happiness', 'correct<br>(82 %)', 'predicted<br>Surprise<br>(82 %)'],
      ...['Sadness', '', 'correct<br>(82 %)<br>map for Fear', ''],
    ]);
    assert.equal(titleOf(figure), 'Where the model looks: Grad-CAM · privateTest · drawn faces');
    const [face, overlaid] = [await pixelsOf(figure, 0), await pixelsOf(figure, 2)];
    const gray = dataset.images[IMAGE_BYTES - 1];
    assert.equal(face.length, 3 * IMAGE_BYTES);
    assert.deepEqual(overlaid.slice(0, 3), new Array(3).fill(dataset.images[0]));
    // Three quarters of #E69F00.
    const hot = [230, 159, 0].map((color) => Math.round(gray + 0.75 * (color - gray)));
    overlaid.slice(-3).forEach((value, channel) => assert.ok(Math.abs(value - hot[channel]) <= 1));
  });
  it('says in words where the heat is', () => {
    assert.match(
      figure.alt,
      /Anger, correct \(82 %\), hottest at the lower right; Happiness, predicted Surprise \(82 %\), hottest at the upper left; Sadness, correct \(82 %\), map for Fear, no heat\.$/,
    );
  });
  it('names the emotion explained where the answers are not given, and the method', () => {
    const bare = heatMapGrid(dataset, heat, { method: 'occlusion' });
    assert.match(titleOf(bare), /Where the model looks: occlusion/);
    assert.deepEqual((bare.data[0].text as string[]).slice(3), [
      'map for Anger',
      'map for Surprise',
      'map for Fear',
    ]);
  });
  it('refuses maps of other images', () => {
    assert.throws(
      () => heatMapGrid(dataset, { ...heat, labels: Uint8Array.of(1) }),
      /heat maps to be one for each of the 3 images/,
    );
    assert.throws(
      () => heatMapGrid(dataset, { ...heat, pixels: pixels.subarray(1) }),
      /one for each of the 3 images/,
    );
  });
  it('is drawn with the meaning of its colours', async () => {
    const svg = await renderSvg(figure);
    assert.match(svg, /support for the emotion/);
  });
});

describe('filterGrid() and featureMapGrid()', () => {
  it('show filters in one scale around 0', async () => {
    const weights = Float32Array.of(1, 2, 3, 4, -1, -2, -3, -8, 1, -1, 1, -1);
    const figure = filterGrid(
      { layer: 'stem', height: 2, width: 2, count: 3, weights },
      { model: 'epoch 3', source: 'drawn faces' },
    );
    assert.equal(titleOf(figure), '3 filters of stem (2x2) · epoch 3 · drawn faces');
    assert.deepEqual(figure.data[1].marker, { ...figure.data[1].marker, cmin: -8, cmax: 8 });
    assert.match(figure.alt, /1 have positive weights only, 1 negative ones only, 1 both/);
    // The lowest weight of all, in the last place of the second filter: the blue end.
    assert.deepEqual((await pixelsOf(figure, 1)).slice(-3), [0x00, 0x46, 0x6e]);
  });
  it('show the strongest maps first, the image before them', async () => {
    const values = Float32Array.of(0, 0, 0, 0, 0, 0, 0, 9, 5, 0, 0, 0);
    const maps = { layer: 'relu', height: 2, width: 2, count: 3, values };
    const image = syntheticDataset([0]).images;
    const figure = featureMapGrid(maps, { maps: 2, image, split: 'privateTest', source: 'drawn faces' });
    assert.deepEqual(figure.data[0].text, ['the image', 'channel 1', 'channel 2']);
    assert.match(
      titleOf(figure),
      /^Output of relu for one image: 2 of 3 maps \(2x2\) · privateTest · drawn faces$/,
    );
    assert.match(
      figure.alt,
      /channel 1, strongest at the lower right; channel 2, strongest at the upper left\. 1 of 3 channels are 0 everywhere/,
    );
    assert.deepEqual((await pixelsOf(figure, 1)).slice(-3), [0x00, 0x46, 0x6e]);
    assert.deepEqual(featureMapGrid(maps).data[0].text, ['channel 1', 'channel 2', 'channel 0']);
  });
});
