import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { classificationReport, confusionMatrix, findMistakes } from '../../src/lib/evaluation/index';
import {
  brightnessDistribution,
  classBalance,
  classColors,
  classificationReportBars,
  confusionHeatmap,
  embeddingPlot,
  emotionTimeline,
  EMOTION_COLORS,
  type Figure,
  heatMapGrid,
  meanFaces,
  mistakesGrid,
  predictionGrid,
  probabilitiesBar,
  sampleGrid,
} from '../../src/lib/plots/index';
import { axisNames } from '../../src/lib/plots/class-names';
import { renderSvg } from '../../src/lib/plots/headless/render-svg';
import { syntheticDataset } from '../evaluation/synthetic';

const THREE = ['cat', 'a < b', '2'];
const TWELVE = Array.from({ length: 12 }, (_, i) => `${i}: the rather long name of a class`);

const datasetOf = (classes: readonly string[]) => ({
  ...syntheticDataset(
    classes.flatMap((_, label) => [label, label]),
    { kind: 'own images' },
  ),
  classes,
});

/** Sure of the label, but of the next class for the last image. */
function answersOf(classes: readonly string[]): Float32Array {
  const labels = classes.flatMap((_, label) => [label, label]);
  labels[labels.length - 1] = 0;
  return Float32Array.from(
    labels.flatMap((label) => classes.map((_, k) => (k === label ? 0.8 : 0.2 / (classes.length - 1)))),
  );
}

const ofTrace = (figure: Figure, key: 'x' | 'y', trace = 0) =>
  (figure.data[trace] as Record<string, unknown>)[key];

describe('figures of other classes than the emotions', () => {
  it('have their names, also those that look like numbers or tags', async () => {
    const dataset = datasetOf(THREE);
    const predicted = [0, 0, 1, 1, 2, 0];
    const matrix = confusionMatrix(dataset.labels, predicted, { classes: THREE });
    const about = { split: 'test', source: 'own images' } as const;
    const heatmap = confusionHeatmap(matrix, { ...about, classes: THREE });
    assert.deepEqual(ofTrace(heatmap, 'x'), ['cat', 'a &lt; b', '2']);
    assert.equal(heatmap.layout.xaxis?.type, 'category');
    assert.match(
      heatmap.alt,
      /Of each class's images, .*cat 100 % of 2, .*2 50 % of 2 \(most often confused with cat\)/,
    );
    const report = classificationReportBars(
      classificationReport(dataset.labels, predicted, { classes: THREE }),
      about,
    );
    assert.deepEqual(ofTrace(report, 'x'), ['cat<br>(2)', 'a &lt; b<br>(2)', '2<br>(2)']);
    const counts = { train: [2, 3, 4] };
    const balance = classBalance(counts, { classes: THREE });
    assert.match(balance.alt, /cat 2, a < b 3, 2 4/);
    const bar = probabilitiesBar([0.1, 0.2, 0.7], { classes: THREE, label: 0 });
    assert.match(bar.alt, /2 \(70\.0 %\), labelled cat/);
    for (const figure of [heatmap, report, balance, bar]) assert.match(await renderSvg(figure), /a &lt; b/);
  });

  it('show images with their names', () => {
    const dataset = datasetOf(THREE);
    const answers = answersOf(THREE);
    assert.match(mistakesGrid(dataset, findMistakes(dataset, answers)).alt, /2 predicted as cat/);
    assert.match(predictionGrid(dataset, answers).alt, /cat: correct \(80 %\); .*2: predicted cat \(80 %\)/);
    assert.match(sampleGrid(dataset, { perClass: 2 }).alt, /3 rows: cat, a < b, 2\./);
    const heat = { labels: dataset.labels, pixels: new Float32Array(6 * 48 * 48) };
    assert.match(heatMapGrid(dataset, heat).alt, /supports the class\. .*map for a < b/);
    const faces = THREE.map(() => new Float32Array(48 * 48));
    assert.match(meanFaces(faces, { classes: THREE }).alt, /of each class: cat, a < b, 2\./);
    assert.throws(
      () => meanFaces(faces.slice(1), { classes: THREE }),
      /faces to be 3, one per class but found 2/,
    );
  });

  it('show twelve classes in colours and names that differ', async () => {
    const dataset = datasetOf(TWELVE);
    const map = embeddingPlot(dataset, new Float32Array(48), { of: 'pixels' });
    assert.equal(map.data.length, 13);
    assert.match(brightnessDistribution(dataset, new Float32Array(24)).alt, /11: the rat/);
    const matrix = TWELVE.map((_, row) => TWELVE.map((__, column) => (row === column ? 5 : 0)));
    const heatmap = confusionHeatmap(matrix, { split: 'test', source: 'own images', classes: TWELVE });
    const { width = 0, height = 0 } = heatmap.layout;
    assert.ok(width >= 12 * 54 && width < 1200 && height >= 12 * 54 && height < 1200, `${width} ${height}`);
    assert.ok((await renderSvg(heatmap)).includes('…'));
    const bar = probabilitiesBar(answersOf(TWELVE), { classes: TWELVE });
    assert.ok(bar.layout.height! > 400);
  });

  it('refuse a matrix of others', () => {
    assert.throws(
      () =>
        confusionHeatmap(
          [
            [1, 0],
            [0, 1],
          ],
          { split: 'test', source: 'own images' },
        ),
      /matrix to be of 7 rows and columns, for Anger, .* but found 2 rows of 2\. Pass the names/,
    );
  });

  it('follow a face by the names of its probabilities', () => {
    const points = [0, 1].map((time) => ({ time, emotion: 'sun', probabilities: { sun: 0.9, moon: 0.1 } }));
    const { alt, data } = emotionTimeline(points, { title: 'Face 1', duration: 2, every: 1 });
    assert.match(alt, /sun 100 %/);
    assert.deepEqual(
      data.map(({ name }) => name),
      ['sun', 'moon', 'sun'],
    );
  });
});

describe('classColors()', () => {
  it('gives the emotions theirs, and up to 100 others different ones', () => {
    assert.equal(classColors(EMOTIONS), EMOTION_COLORS);
    const many = classColors(Array.from({ length: 100 }, (_, i) => `${i}`));
    assert.equal(new Set(many).size, 100);
    for (const color of many) assert.match(color, /^#[0-9A-Fa-f]{6}$/);
  });
});

describe('axisNames()', () => {
  it('shortens long names and keeps them different', () => {
    const [a, b, c] = axisNames([`a${'x'.repeat(40)}z`, `a${'x'.repeat(41)}z`, 'short']);
    assert.equal(a, `a${'x'.repeat(11)}…${'x'.repeat(10)}z (0)`);
    assert.equal(b, `a${'x'.repeat(11)}…${'x'.repeat(10)}z (1)`);
    assert.equal(c, 'short');
  });
});
