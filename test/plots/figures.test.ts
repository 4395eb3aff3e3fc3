import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import type { Split } from '../../src/lib/dataset/dataset';
import { EMOTIONS } from '../../src/lib/emotions';
import {
  calibrationCurve,
  classificationReport,
  confusionMatrix,
  findMistakes,
  scoreSplits,
} from '../../src/lib/evaluation/index';
import {
  accuracyCurves,
  beforeAndAfter,
  brightnessDistribution,
  classBalance,
  classificationReportBars,
  confusionHeatmap,
  duplicatesGrid,
  imageGrid,
  learningRateCurve,
  lossCurves,
  meanFaces,
  mistakesGrid,
  networkDiagram,
  probabilitiesBar,
  reliabilityDiagram,
  sampleGrid,
  scoreBars,
  throughputCurve,
  trainingPanels,
  type Figure,
} from '../../src/lib/plots/index';
import { EMOTION_COLORS, SPLIT_COLORS } from '../../src/lib/plots/palette';
import { imageAt } from '../../src/lib/dataset/image-at';
import { renderSvg } from '../../src/lib/plots/headless/render-svg';
import { sureOf, syntheticDataset } from '../evaluation/synthetic';
import { millisecondsOf } from '../milliseconds-of';
import { runInNode } from '../run-in-node';

const labels = Array.from({ length: 42 }, (_, i) => i % 7);
const splits = labels.map((_, i): Split => (i < 14 ? 'train' : i < 28 ? 'publicTest' : 'privateTest'));
const dataset = syntheticDataset(labels, { splits, kind: 'drawn faces' });
const predicted = labels.map((label, i) => (i % 5 === 0 ? (label + 3) % 7 : label));
const probabilities = sureOf(predicted, 0.73);
const drawn = { split: 'privateTest', source: 'drawn faces' } as const;
const epochs = [
  { epoch: 1, loss: 1.9, accuracy: 0.21, valLoss: 1.8, valAccuracy: 0.3 },
  { epoch: 2, loss: 1.5, accuracy: 0.41, valLoss: 1.4, valAccuracy: 0.5 },
  { epoch: 3, loss: 1.2, accuracy: 0.75, valLoss: 1.6, valAccuracy: 0.45 },
];

const titleLines = ({ layout }: Figure) => (layout.title as { text: string }).text.split('<br>');
const titleText = (figure: Figure) => titleLines(figure).join(' ');
const axisTitles = ({ layout }: Figure) =>
  [layout.xaxis, layout.yaxis].map((axis) => (axis?.title as { text: string } | undefined)?.text);

describe('classBalance()', () => {
  const figure = classBalance({
    train: [1, 2, 3, 4, 5, 6, 1007],
    publicTest: [0, 0, 0, 0, 0, 0, 0],
    privateTest: [1, 1, 1, 1, 1, 1, 1],
  });
  it('has a bar for each emotion in each split that has images', () => {
    assert.deepEqual(
      figure.data.map(({ name, y }) => [name, y]),
      [
        ['train (1,028)', [1, 2, 3, 4, 5, 6, 1007]],
        ['privateTest (7)', [1, 1, 1, 1, 1, 1, 1]],
      ],
    );
    assert.deepEqual(figure.data[0].x, [...EMOTIONS]);
    assert.equal((figure.data[0].text as string[])[6], '1,007');
    assert.deepEqual(figure.data[0].marker?.color, SPLIT_COLORS.train);
    assert.deepEqual(axisTitles(figure), ['emotion', 'images']);
    assert.match(figure.alt, /^train: 1,028 images \(Anger 1, .*Neutral 1,007\)\. privateTest: 7 images/);
  });
});

describe('imageGrid()', () => {
  it('shows each image at its place, with its pixels and its caption', async () => {
    const faces = [0, 1, 2].map((i) => imageAt(dataset, i));
    const figure = imageGrid(faces, { title: 'Three', captions: ['a', 'b < c', 'd'], columns: 2, tile: 88 });
    assert.deepEqual(figure.data[0].text, ['a', 'b &lt; c', 'd']);
    assert.equal(figure.layout.images?.length, 3);
    const [, second, third] = figure.layout.images ?? [];
    assert.equal(second.x, 94);
    assert.equal(third.x, 0);
    assert.ok(Number(third.y) > 88 && second.sizex === 88);
    // sharp is the independent reader of the PNG that this library writes itself.
    const png = Buffer.from(String(second.source).split(',')[1], 'base64');
    const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [48, 48]);
    assert.deepEqual([...data], [...faces[1]]);
  });
  it('leaves the place of a null empty', () => {
    const figure = imageGrid([imageAt(dataset, 0), null, imageAt(dataset, 1)], { title: 'Two' });
    assert.equal(figure.layout.images?.length, 2);
    assert.equal(figure.layout.images?.[1].x, 2 * 94);
  });
  it('rejects nothing to show, missing captions and an image of another size', () => {
    assert.throws(() => imageGrid([], { title: '' }), /Expected images to be at least one but found 0/);
    assert.throws(
      () => imageGrid([imageAt(dataset, 0)], { title: '', captions: [] }),
      /one for each of the 1 images/,
    );
    assert.throws(
      () => imageGrid([new Uint8Array(9)], { title: '' }),
      /of 2304 gray or 6912 RGB values \(48x48\) but found 9/,
    );
  });
});

describe('sampleGrid()', () => {
  it('draws the images of each emotion from the split, the same for the same seed', () => {
    const figure = sampleGrid(dataset, { perClass: 3, split: 'train', seed: 5 });
    // Two images of each emotion are in train, so the third column stays empty.
    assert.equal(figure.layout.images?.length, 14);
    const sources = (shown: Figure) => shown.layout.images?.map(({ source }) => source);
    assert.deepEqual(sources(sampleGrid(dataset, { perClass: 3, split: 'train', seed: 5 })), sources(figure));
    const all = [5, 6, 7, 8].map((seed) =>
      JSON.stringify(sources(sampleGrid(dataset, { perClass: 2, seed }))),
    );
    assert.ok(new Set(all).size > 1);
    const expected = new Set(
      [0, 7].map((i) => imageGrid([imageAt(dataset, i)], { title: '' }).layout.images?.[0].source),
    );
    assert.deepEqual(new Set(sources(figure)?.slice(0, 2)), expected);
    assert.equal(titleText(figure), 'Samples of each emotion · train · drawn faces');
    assert.deepEqual(
      figure.layout.annotations?.map(({ text }) => text),
      [...EMOTIONS],
    );
  });
});

describe('meanFaces(), beforeAndAfter() and duplicatesGrid()', () => {
  const faces = Array.from({ length: 7 }, (_, i) => imageAt(dataset, i));
  it('name the emotions, the versions, the splits and labels', () => {
    assert.deepEqual(meanFaces(faces, drawn).data[0].text, [...EMOTIONS]);
    const augmented = beforeAndAfter(faces, [faces, faces], { source: 'FER-2013' });
    assert.equal(augmented.layout.images?.length, 21);
    assert.equal(augmented.alt, '7 images, and under each 2 augmented versions of it.');
    const { alt } = beforeAndAfter(faces, [faces]);
    assert.equal(alt, '7 images, and under each an augmented version of it.');
    assert.deepEqual(
      augmented.layout.annotations?.map(({ text }) => text),
      ['original', 'augmented 1', 'augmented 2'],
    );
    const groups = duplicatesGrid(dataset, [
      [0, 15],
      [1, 2, 30],
    ]);
    assert.deepEqual(groups.data[0].text, [
      'train<br>Anger',
      'publicTest<br>Disgust',
      '',
      'train<br>Disgust',
      'train<br>Fear',
      'privateTest<br>Fear',
    ]);
    assert.equal(groups.layout.images?.length, 5);
  });
  it('reject lists of another length', () => {
    assert.throws(() => meanFaces(faces.slice(1)), /Expected faces to be 7, one per emotion but found 6/);
    assert.throws(() => beforeAndAfter(faces, [faces.slice(1)]), /as many as the 7 originals but found 6/);
  });
});

describe('brightnessDistribution()', () => {
  it('has the shares of each split in each bin', () => {
    const values = labels.map((_, i) => (i < 7 ? 10 : i < 14 ? 250 : 128));
    const figure = brightnessDistribution(dataset, values, { by: 'split', bins: 4 });
    assert.deepEqual(
      figure.data.map(({ y }) => y),
      [
        [50, 0, 0, 50],
        [0, 0, 100, 0],
        [0, 0, 100, 0],
      ],
    );
    assert.deepEqual(figure.data[0].x, [32, 96, 160, 224]);
    assert.match(figure.alt, /train 130, publicTest 128/);
    assert.equal(brightnessDistribution(dataset, values).data.length, 7);
    assert.throws(
      () => brightnessDistribution(dataset, [1]),
      /one value for each of the 42 images but found 1/,
    );
  });
});

describe('lossCurves(), accuracyCurves(), trainingPanels() and learningRateCurve()', () => {
  it('mark the lowest loss and the highest accuracy on validation', () => {
    const loss = lossCurves(epochs, { validation: 'publicTest', source: 'drawn faces' });
    assert.deepEqual(
      loss.data.map(({ y }) => y),
      [[1.9, 1.5, 1.2], [1.8, 1.4, 1.6], [1.4]],
    );
    assert.deepEqual(loss.data[2].x, [2]);
    assert.equal(titleText(loss), 'Loss by epoch · train and publicTest · drawn faces');
    assert.deepEqual(axisTitles(loss), ['epoch', 'cross-entropy (nats)']);
    const accuracy = accuracyCurves(epochs, { validation: 'publicTest' });
    assert.deepEqual(accuracy.data[1].y, [30, 50, 45]);
    assert.equal(accuracy.data[2].name, 'best on publicTest: 50.0 %, epoch 2');
    assert.match(accuracy.alt, /publicTest from 30\.0 % to 45\.0 %, best 50\.0 % after epoch 2/);
    assert.deepEqual(learningRateCurve([0.1, 0.3, 0.2]).data[0].y, [0.1, 0.3, 0.2]);
    assert.throws(() => lossCurves([]), /at least one epoch but found 0/);
    assert.throws(() => trainingPanels([]), /at least one epoch but found 0/);
    assert.throws(() => learningRateCurve([]), /at least one but found 0/);
  });
});

describe('throughputCurve()', () => {
  it('shows the speed of each epoch, and the time of all', () => {
    const speeds = [
      { epoch: 1, imagesPerSecond: 300.4, seconds: 90 },
      { epoch: 2, imagesPerSecond: 401, seconds: 60 },
    ];
    const figure = throughputCurve(speeds, { source: 'FER-2013' });
    assert.deepEqual(figure.data[0].y, [300.4, 401]);
    assert.equal(titleText(figure), 'Training speed, 2.5 minutes in total · train · FER-2013');
    assert.match(figure.alt, /300 to 401; 2\.5 minutes/);
    assert.throws(() => throughputCurve([]), /at least one epoch but found 0/);
  });
});

describe('trainingPanels()', () => {
  it('sets loss and accuracy side by side, as wide as the whole run', () => {
    const panels = trainingPanels(epochs, { epochs: 15, validation: 'publicTest', source: 'drawn faces' });
    assert.deepEqual(
      panels.data.map(({ y, xaxis }) => [xaxis ?? 'x', y]),
      [
        ['x', [1.9, 1.5, 1.2]],
        ['x', [1.8, 1.4, 1.6]],
        ['x', [1.4]],
        ['x2', [21, 41, 75]],
        ['x2', [30, 50, 45]],
        ['x2', [50]],
      ],
    );
    for (const axis of [panels.layout.xaxis, panels.layout.xaxis2])
      assert.deepEqual(axis?.range, [0.5, 15.5]);
    assert.deepEqual(
      panels.data.map(({ showlegend }) => showlegend),
      [true, true, false, false, false, false],
    );
    assert.match(panels.alt, /Loss over 3 epochs.*Accuracy over 3 epochs/);
    assert.equal(titleText(panels), 'Loss and accuracy by epoch · train and publicTest · drawn faces');
  });
});

describe('networkDiagram()', () => {
  const layer = (name: string, type: string, inputs: string[], facts: object = {}) => ({
    ...{ name, type, inputs, outputShape: [12, 12, 8], params: 0, multiplyAdds: 0, receptiveField: 3 },
    ...facts,
  });
  const layers = [
    layer('pixels', 'InputLayer', [], { outputShape: [48, 48, 1], receptiveField: 1 }),
    layer('conv', 'Conv2D', ['pixels'], { params: 1000, multiplyAdds: 2_000_000 }),
    layer('norm', 'BatchNormalization', ['conv'], { params: 24 }),
    layer('relu', 'Activation', ['norm'], { receptiveField: 4 }),
    layer('pool', 'AveragePooling2D', ['relu']),
    layer('add', 'Add', ['pool', 'relu']),
  ];
  const figure = networkDiagram(layers, { name: 'small' });

  it('has a row for each layer that computes, with all that follows on it alone', () => {
    const words = figure.data[1].text as string[];
    assert.deepEqual(words, [
      ...['<b>layers</b>', '<b>output</b>', '<b>sees</b>', '<b>parameters</b>', '<b>multiply-adds</b>'],
      ...['pixels', '48 × 48 × 1', '1 × 1'],
      ...['conv, norm, ReLU', '12 × 12 × 8', '4 × 4', '1.0 k', '2.0 M'],
      // Both the pool and the sum take what came before: the pool is no part of that row.
      ...['pool', '12 × 12 × 8', '3 × 3'],
      ...['add', '12 × 12 × 8', '3 × 3'],
    ]);
    assert.equal(titleText(figure), 'The network small: 1,024 parameters, 2,000,000 multiply-adds per image');
    assert.match(figure.alt, /conv, norm, ReLU: 12 by 12 by 8, 1,024 parameters, from pixels/);
  });

  it('draws a line to the next row and an arc past others', () => {
    const kinds = (figure.layout.shapes ?? []).map(({ type }) => type);
    assert.equal(kinds.filter((kind) => kind === 'line').length, 3);
    assert.equal(kinds.filter((kind) => kind === 'path').length, 1);
    // Four boxes, a bar of parameters and one of multiply-adds.
    assert.equal(kinds.filter((kind) => kind === 'rect').length, 6);
    assert.throws(() => networkDiagram([], { name: 'none' }), /layers to be at least one but found 0/);
  });
});

describe('confusionHeatmap()', () => {
  const matrix = confusionMatrix([3, 3, 3, 6], [3, 3, 4, 6]);
  const figure = confusionHeatmap(matrix, { split: 'privateTest', source: 'drawn faces' });
  it('shows counts and shares of the row', () => {
    const text = figure.data[1].text as string[];
    assert.equal(text[3 * 7 + 3], '2<br>67 %');
    assert.equal(text[3 * 7 + 4], '1<br>33 %');
    assert.equal(text[0], '0<br>0 %');
    const [x, y] = [figure.data[1].x as string[], figure.data[1].y as string[]];
    assert.deepEqual([y[3 * 7 + 4], x[3 * 7 + 4]], ['Happiness', 'Sadness']);
    const z = figure.data[0].z as number[][];
    assert.ok(Math.abs(z[3][3] - 200 / 3) < 1e-9 && z[6][6] === 100);
    assert.deepEqual(axisTitles(figure), ['predicted emotion', 'true emotion']);
    assert.match(figure.alt, /Happiness 67 % of 3 \(most often confused with Sadness\)/);
  });
});

describe('classificationReportBars(), scoreBars(), probabilitiesBar() and reliabilityDiagram()', () => {
  it('show the scores in percent, and say where they come from', () => {
    const report = classificationReport(labels, predicted);
    const bars = classificationReportBars(report, drawn);
    assert.deepEqual(
      bars.data[1].y,
      report.classes.map(({ recall }) => 100 * recall),
    );
    assert.equal(titleText(bars), 'Scores of each emotion · privateTest · drawn faces');
    const scores = scoreSplits(dataset, probabilities, { chosenOn: 'publicTest' });
    const figure = scoreBars(scores);
    assert.deepEqual(
      figure.data[0].x,
      scores.map(({ accuracy }) => 100 * accuracy),
    );
    assert.deepEqual(figure.data[0].y, [
      'all 28 (both tests) – optimistic',
      'publicTest – optimistic',
      'privateTest',
    ]);
    assert.match(titleText(figure), /chosen on: publicTest · drawn faces/);
    assert.match(
      figure.alt,
      /privateTest: 78\.6 % \(95 % interval 52\.4 % to 92\.4 %\)\. Drawn faces\. Not optimistic/,
    );
    const bar = probabilitiesBar(sureOf([3], 0.4), {
      image: imageAt(dataset, 0),
      label: 5,
      source: 'drawn faces',
    });
    assert.equal(titleText(bar), 'Happiness (40.0 %), labelled Surprise · drawn faces');
    assert.deepEqual(bar.data[0].marker?.color, [...EMOTION_COLORS]);
    const calibrated = reliabilityDiagram(calibrationCurve(labels, probabilities), drawn);
    // 33 of 42 correct at a confidence of 73 %.
    assert.equal((calibrated.data[1].y as number[])[0], (100 * 33) / 42);
    assert.match(titleText(calibrated), /off by 5\.6 % on average/);
  });
  it('show mistakes as label → prediction with the confidence', () => {
    const figure = mistakesGrid(dataset, findMistakes(dataset, probabilities, { count: 2 }), {
      split: 'both tests',
    });
    assert.deepEqual(figure.data[0].text, ['Anger<br>→ Happiness<br>73 %', 'Surprise<br>→ Disgust<br>73 %']);
  });
});

describe('the curves of a training', () => {
  it('say whether the training images were augmented', () => {
    const nameOf = (figure: Figure) => (figure.data[0] as { name?: string }).name;
    for (const curves of [lossCurves, accuracyCurves]) {
      assert.equal(nameOf(curves(epochs)), 'train (augmented)');
      assert.equal(nameOf(curves(epochs, { augmented: false })), 'train');
    }
  });
});

describe('renderSvg()', () => {
  const figures: Record<string, [Figure, ...string[]]> = {
    classBalance: [
      classBalance({ train: [1, 2, 3, 4, 5, 6, 7] }, { source: 'FER-2013' }),
      'Happiness',
      'images',
    ],
    sampleGrid: [sampleGrid(dataset, { perClass: 2 }), 'Surprise'],
    brightness: [brightnessDistribution(dataset, labels), 'Disgust (6)', 'share of images in bin (%)'],
    loss: [
      lossCurves(epochs, { source: 'drawn faces' }),
      'epoch',
      'cross-entropy (nats)',
      'train (augmented)',
    ],
    accuracy: [accuracyCurves(epochs), 'accuracy (%)'],
    learningRate: [learningRateCurve([0.1, 0.2]), 'learning rate (per step)'],
    confusion: [
      confusionHeatmap(confusionMatrix(labels, predicted), drawn),
      'predicted emotion',
      '83 %',
      'Neutral',
    ],
    report: [classificationReportBars(classificationReport(labels, predicted), drawn), 'score (%)', 'F1'],
    scores: [scoreBars(scoreSplits(dataset, probabilities, { chosenOn: null })), '78.6 %', 'privateTest'],
    mistakes: [mistakesGrid(dataset, findMistakes(dataset, probabilities)), '→ Happiness', '73 %'],
    probabilities: [
      probabilitiesBar(sureOf([3], 0.4), { image: imageAt(dataset, 0) }),
      '40.0 %',
      'probability (%)',
    ],
    reliability: [reliabilityDiagram(calibrationCurve(labels, probabilities), drawn), 'accuracy (%)'],
  };
  for (const [name, [figure, ...words]] of Object.entries(figures)) {
    it(`draws ${name} with its title, labels, pictures and text alternative`, async () => {
      const svg = await renderSvg(figure);
      const texts = [...svg.matchAll(/<t(?:ext|span)[^>]*>([^<]+)</g)].map(([, text]) => text);
      for (const word of [...titleLines(figure), ...words]) {
        assert.ok(texts.includes(word.replace(/&/g, '&amp;')), `${word} is not among ${texts.join(' | ')}`);
      }
      assert.match(svg, /^<svg role="img" aria-label="[^"]+" .*?><title>[^<]+<\/title>/);
      const pictures = (figure.layout.images?.length ?? 0) + (name === 'confusion' ? 1 : 0);
      assert.equal([...svg.matchAll(/<image [^>]*"data:image\/png;base64,/g)].length, pictures);
      const [, font] = /font-family: ([^;]+);/.exec(svg) ?? [];
      assert.equal(font, "'Open Sans', Verdana, Arial, sans-serif");
      // Valid XML of the figure's size, with something on it.
      const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
      assert.equal(info.width, Math.round(figure.layout.width ?? 0));
      assert.ok(data.some((value) => value !== data[0]));
    });
  }
  it('gives the same figure the same SVG, and leaves the figure as it was', async () => {
    const [figure] = figures.confusion;
    const before = JSON.stringify(figure);
    assert.equal(await renderSvg(figure), await renderSvg(figure));
    assert.equal(JSON.stringify(figure), before);
  });
  it('gives two figures of one page different ids', async () => {
    const ids = async (figure: Figure) =>
      [...(await renderSvg(figure)).matchAll(/id="([^"]+)"/g)].map(([, id]) => id);
    const [one, other] = await Promise.all([ids(figures.loss[0]), ids(figures.accuracy[0])]);
    assert.ok(one.length > 0);
    assert.deepEqual(
      one.filter((id) => other.includes(id)),
      [],
    );
  });
  // The fastest of some, beside what Node needs: how fast the machine is, and what else it does, is
  // not the figure's time.
  it('draws in a third of the time that Node needs to import the library, when Plotly is loaded', async (t) => {
    const times: number[] = [];
    const imports: number[] = [];
    for (let i = 0; i < 5; i++) times.push(await millisecondsOf(() => renderSvg(figures.report[0])));
    for (let i = 0; i < 2; i++)
      imports.push(await millisecondsOf(() => runInNode("require('./src/lib/index')")));
    const ratio = Math.min(...times) / Math.min(...imports);
    t.diagnostic(`${ratio.toFixed(2)}: ${times.join(', ')} ms; import: ${imports.join(', ')} ms`);
    assert.ok(ratio < 1 / 3, `${ratio.toFixed(2)} of what Node needs`);
  });
});
