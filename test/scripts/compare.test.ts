import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkValidity } from '../../scripts/compare/check-validity';
import { CONTENDERS } from '../../scripts/compare/contenders';
import { inLabelOrder } from '../../scripts/compare/node-contender/label-order';
import { findModel } from '../../scripts/compare/node-contender/own-models';
import {
  readProbabilities,
  writeProbabilities,
} from '../../scripts/compare/node-contender/probabilities-file';
import { type Accuracies, scoreContender } from '../../scripts/compare/node-contender/score-contender';
import { parseOptions } from '../../scripts/compare/options';
import { comparisonOf } from '../../scripts/compare/publish';
import type { CompareRow } from '../../scripts/compare/row';
import { textTable } from '../../scripts/compare/table';
import { busyNote } from '../../scripts/shared/comparison-words';
import { comparisonText } from '../../scripts/shared/docs/comparison';
import {
  createModel,
  type Dataset,
  EMOTIONS,
  readSettings,
  saveModel,
  wilsonInterval,
} from '../../src/lib/index';
import { inMemory, inTemporaryFolder } from '../dataset/support/tiny-set';

const FACE_API = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'];

describe('inLabelOrder()', () => {
  it("moves each probability to its emotion's place, image for image", () => {
    // Image 0 is sure of "happy", image 1 of "surprised": places 1 and 6 there, 3 and 5 here.
    const theirs = Float32Array.of(0.25, 0.75, 0, 0, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 0.75);
    const ours = inLabelOrder(theirs, FACE_API);
    assert.deepEqual(Array.from(ours), [0, 0, 0, 0.75, 0, 0, 0.25, 0, 0, 0, 0, 0.25, 0.75, 0]);
    assert.deepEqual(Array.from(theirs.subarray(0, 2)), [0.25, 0.75]);
  });

  it("leaves the project's own order as it is", () => {
    const probabilities = Float32Array.from({ length: 14 }, (_, i) => i / 14);
    assert.deepEqual(inLabelOrder(probabilities, EMOTIONS), probabilities);
  });

  it('refuses a name that is no emotion, one that is missing, and one that comes twice', () => {
    const values = new Float32Array(7);
    const expected = /model's labels to be names of all seven emotions, each once but found/;
    assert.throws(() => inLabelOrder(values, [...FACE_API.slice(1), 'contempt']), expected);
    assert.throws(() => inLabelOrder(values, FACE_API.slice(1)), expected);
    assert.throws(() => inLabelOrder(values, [...FACE_API.slice(1), 'anger']), expected);
    assert.throws(() => inLabelOrder(values, [...FACE_API, 'anger']), expected);
  });
});

describe('the file of probabilities', () => {
  it('gives back what was written, to the last bit', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'a.bin');
      // A part of a longer array must be written as the part.
      const seven = Float32Array.of(9, 0.1, 0.2, 0.3, 0.15, 0.05, 0.1, 0.1, 9).subarray(1, 8);
      await writeProbabilities(file, seven);
      assert.deepEqual(await readProbabilities(file, { images: 1 }), seven);
    }));

  it('refuses another number of images, logits, and what is no number', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'a.bin');
      await writeProbabilities(file, Float32Array.of(1, 0, 0, 0, 0, 0, 0));
      await assert.rejects(readProbabilities(file, { images: 2 }), /to be 14 floats but found 28 bytes/);
      for (const seven of [
        [3, -1, -1, 0, 0, 0, 0],
        [0.5, 0, 0, 0, 0, 0, 0],
        [NaN, 1, 0, 0, 0, 0, 0],
      ]) {
        await writeProbabilities(file, Float32Array.from(seven));
        await assert.rejects(readProbabilities(file, { images: 1 }), /image 0 of .*seven probabilities/);
      }
    }));
});

/** Eight tests, of which a model that is sure tells some right. */
const tests: Dataset = inMemory(
  Array.from({ length: 8 }, (_, i) => ({
    ...{ seed: i, label: i % 7 },
    split: i < 4 ? ('publicTest' as const) : ('privateTest' as const),
  })),
);
function sureOf(labels: readonly number[]): Float32Array {
  const probabilities = new Float32Array(labels.length * EMOTIONS.length);
  labels.forEach((label, i) => (probabilities[i * EMOTIONS.length + label] = 1));
  return probabilities;
}

describe('scoreContender()', () => {
  const right = Array.from(tests.labels);

  it('gives accuracy and interval of both tests and of each', () => {
    // Wrong on image 0, of publicTest.
    const { scores } = scoreContender(tests, sureOf([6, ...right.slice(1)]), { leaveOut: new Set() });
    assert.deepEqual(scores.all, { n: 8, correct: 7, accuracy: 7 / 8, interval: wilsonInterval(7, 8) });
    assert.deepEqual([scores.publicTest.n, scores.publicTest.accuracy], [4, 0.75]);
    assert.deepEqual([scores.privateTest.n, scores.privateTest.accuracy], [4, 1]);
  });

  it('gives the same without the images that also appear in train', () => {
    const leaveOut = new Set([tests.names[0], tests.names[5]]);
    const { withoutDuplicates } = scoreContender(tests, sureOf([6, ...right.slice(1)]), { leaveOut });
    assert.deepEqual([withoutDuplicates.all.n, withoutDuplicates.all.accuracy], [6, 1]);
    assert.deepEqual([withoutDuplicates.publicTest.n, withoutDuplicates.privateTest.n], [3, 3]);
  });

  it('gives macro F1, and a calibration error that is the share of wrong answers of who is always sure', () => {
    const perfect = scoreContender(tests, sureOf(right), { leaveOut: new Set() });
    assert.ok(Math.abs(perfect.macroF1 - 1) < 1e-9);
    assert.equal(perfect.calibrationError, 0);
    const flawed = scoreContender(tests, sureOf([6, ...right.slice(1)]), { leaveOut: new Set() });
    assert.ok(Math.abs(flawed.calibrationError - 1 / 8) < 1e-9);
    assert.ok(flawed.macroF1 < 1);
  });
});

/** An epoch as a run's history keeps it. */
const EPOCH = {
  ...{ loss: 1.5, accuracy: 0.4, valLoss: 1.4, valAccuracy: 0.5 },
  ...{ learningRate: 0.001, seconds: 2, imagesPerSecond: 400 },
};

describe('findModel()', () => {
  const settingsIn = (root: string) =>
    readSettings({ FER2013: 'drawn', RUN_SIZE: 'full', EPOCHS: '3' }, { root });
  const found = (which: 'shipped' | 'run', root: string) =>
    findModel(which, { settings: settingsIn(root), root });

  it('says what is missing, and how to make it', () =>
    inTemporaryFolder((root) => {
      assert.deepEqual(found('shipped', root), {
        title: 'this project, shipped model',
        absent: `there is no model in ${path.join('models', 'emotion')}`,
      });
      const run = found('run', root);
      assert.equal(run.title, 'this project, compact, 3 epochs');
      assert.match('absent' in run ? run.absent : '', /no trained run .*3epochs.*; npm start with these/);
    }));

  it('does not pass a run off as trained that is on its way', () =>
    inTemporaryFolder((root) => {
      const folder = settingsIn(root).folders.run;
      mkdirSync(path.join(folder, 'checkpoints'), { recursive: true });
      writeFileSync(path.join(folder, 'checkpoints', 'best.safetensors'), '');
      const epochs = (count: number) => Array.from({ length: count }, (_, i) => ({ ...EPOCH, epoch: i + 1 }));
      writeFileSync(path.join(folder, 'history.json'), JSON.stringify(epochs(2)));
      const run = found('run', root);
      assert.match('absent' in run ? run.absent : '', /is at epoch 2 of 3; npm start resumes it/);
      writeFileSync(path.join(folder, 'history.json'), JSON.stringify(epochs(3)));
      assert.ok('open' in found('run', root));
    }));

  it('opens the shipped model with its parameters and the bytes of its files', () =>
    inTemporaryFolder(async (root) => {
      const model = createModel({ architecture: 'compact', seed: 1 });
      const folder = path.join(root, 'models', 'emotion');
      await saveModel(model, folder);
      writeFileSync(path.join(folder, 'card.md'), 'no part of what is loaded');
      const shipped = found('shipped', root);
      assert.ok('open' in shipped);
      const { parameters, bytes, model: loaded } = await shipped.open();
      assert.equal(parameters, model.countParams());
      const json = statSync(path.join(folder, 'model.json')).size;
      assert.equal(bytes, json + 4 * parameters);
      model.dispose();
      loaded.dispose();
    }));
});

describe('checkValidity()', () => {
  const rows = (fer: number, faceApi: number) => [
    { id: 'shipped', scores: { all: { accuracy: 0.1 } } },
    { id: 'fer', scores: { all: { accuracy: fer } } },
    { id: 'face-api', scores: { all: { accuracy: faceApi } } },
  ];

  it('holds within the tolerances, up to their edges', () => {
    assert.deepEqual(checkValidity(rows(0.6555, 0.5862)), []);
    assert.deepEqual(checkValidity(rows(0.652, 0.591)), []);
  });

  it('names each peer that comes out otherwise, better or worse', () => {
    const [first, second, ...none] = checkValidity(rows(0.6514, 0.62));
    assert.match(
      first,
      /^Expected fer 25\.10\.3 .* 65\.5 ± 0\.3 % .* but found 65\.14 %\. So the comparison is wrong/,
    );
    assert.match(second, /^Expected @vladmandic\/face-api 1\.7\.15 .* 58\.6 ± 0\.5 % .* but found 62\.00 %/);
    assert.deepEqual(none, []);
  });

  it('passes over who was not compared', () => {
    assert.deepEqual(checkValidity([{ id: 'fer' }]), []);
  });
});

const score = (correct: number, n: number) => ({
  ...{ n, correct, accuracy: correct / n, interval: wilsonInterval(correct, n) },
});
const accuracies = (correct: number, n: number): Accuracies => ({
  all: score(correct, n),
  publicTest: score(correct / 2, n / 2),
  privateTest: score(correct / 2, n / 2),
});
const ROWS: CompareRow[] = [
  { id: 'shipped', title: 'ours, shipped', absent: 'there is no model' },
  {
    ...{ id: 'run', title: 'ours', chosenOn: 'publicTest', macroF1: 0.61, calibrationError: 0.0456 },
    ...{ scores: accuracies(640, 1000), withoutDuplicates: accuracies(540, 900) },
    ...{ imagesPerSecond: 512.4, parameters: 1488767, bytes: 6001234 },
    fast: { precision: 'bfloat16', imagesPerSecond: 1024, accuracy: 0.639 },
  },
  {
    ...{ id: 'fer', title: 'theirs', chosenOn: null, macroF1: 0.5, calibrationError: 0.3 },
    ...{ scores: accuracies(500, 1000), withoutDuplicates: accuracies(450, 900) },
    ...{ imagesPerSecond: 99.44, parameters: 58423, bytes: 872856 },
  },
];

describe('what a comparison prints', () => {
  it('is a table of who was compared, with intervals and choice, and then who was not', () => {
    const [head, ours, theirs, missing, , fast] = textTable(ROWS);
    assert.match(
      head,
      /^ +all 7,178, % +publicTest, % +privateTest, % +macro F1 +calibration error +images\/s/,
    );
    assert.match(
      ours,
      /^ours {2,}64\.00 \(60\.98–66\.92\) .* 0\.610 +0\.046 +512 +1,488,767 +6,001,234 {2}publicTest$/,
    );
    assert.match(theirs, /^theirs .* 0\.500 +0\.300 +99\.4 +58,423 +872,856 {2}not known$/);
    assert.equal(missing, 'ours, shipped: not compared, there is no model');
    assert.equal(fast, 'ours, with useFastTraining() in bfloat16: 1024 images/s, 63.90 % of all');
  });

  it('says where other work made the speeds worthless', () => {
    assert.equal(busyNote({ loadAtStart: 0.5, cores: 2 }), undefined);
    assert.match(
      busyNote({ loadAtStart: 0.6, cores: 2 }) ?? '',
      /load 0\.600 on 2 cores\): the speeds are no/,
    );
  });

  it('does without a table where nobody could be compared', () => {
    assert.deepEqual(textTable(ROWS.slice(0, 1)), ['ours, shipped: not compared, there is no model']);
  });

  it('is a table in docs/results.md, from the JSON, every row with as many cells as the head', () => {
    const page = comparisonText(
      comparisonOf({
        machine: {
          ...{ date: '2020-02-03T04:05:06.000Z', commit: 'abc1234', processor: 'A processor', cores: 2 },
          ...{ loadAtStart: 0.5, architecture: 'x64', features: [], bfloat16: false, precision: 'float32' },
          ...{ memoryBytes: 1, system: 'linux' },
          versions: {
            ...{ node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
            ...{ keras: '3.1', 'TensorFlow of Keras': '2.2' },
          },
        },
        batch: 128,
        rows: ROWS,
      }),
    );
    assert.match(page, /on 2020-02-03 at commit abc1234: A processor, 2 cores; Node 20\.1\.0/);
    assert.match(page, /Keras\s3\.1\son\sTensorFlow\s2\.2;\sfloat32,\sbatches\sof\s128/);
    assert.match(page, /\| all 1,000 +\|.*\| 900 not in train \|/);
    assert.match(
      page,
      /\| ours +\| 1,488,767 +\| 6\.00 MB \| publicTest +\| 64\.00 \(60\.98–66\.92\) \|.*\| 60\.00 +\| 0\.610 +\| 0\.046 +\| 512 +\|/,
    );
    assert.match(page, /\| ours, shipped \|.*\| not compared: there is no model \|/);
    assert.match(page, /\nOurs, with useFastTraining\(\) in bfloat16: 1024 images\/s, 63\.90 % of all\.\n?$/);
    const cells = page
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    assert.deepEqual(cells, Array(5).fill(cells[0]));
  });

  it('has nothing for docs where nobody was compared', () => {
    const machine = { ...{ date: '', processor: '', cores: 1, architecture: '', features: [] } };
    const more = {
      bfloat16: false,
      precision: 'float32' as const,
      memoryBytes: 1,
      system: '',
      loadAtStart: 0,
    };
    assert.throws(
      () =>
        comparisonOf({ machine: { ...machine, ...more, versions: {} }, batch: 1, rows: ROWS.slice(0, 1) }),
      /somebody to be compared but found nobody/,
    );
  });
});

describe("the comparison's command line", () => {
  it('compares everybody, or who is asked for', () => {
    assert.deepEqual(parseOptions([]).only, ['shipped', 'run', 'fer', 'face-api']);
    assert.deepEqual(parseOptions(['--only', 'run,fer']).only, ['run', 'fer']);
  });

  it('refuses whom it does not know, and nobody', () => {
    assert.throws(
      () => parseOptions(['--only', 'deepface']),
      /--only to be some of shipped.* found deepface/,
    );
    assert.throws(() => parseOptions(['--only', '']), /found nothing/);
    assert.throws(() => parseOptions(['--only', 'run', '--write']), /--write without --only/);
    assert.throws(() => parseOptions(['--fast']), /--fast/);
  });

  it('knows every contender by its group, and says only of our own how the checkpoint was chosen', () => {
    assert.deepEqual([...new Set(CONTENDERS.map(({ group }) => group))], parseOptions([]).only);
    assert.deepEqual(
      CONTENDERS.map(({ id, chosenOn }) => [id, chosenOn]),
      [
        ...['shipped', 'shipped-flip', 'run', 'run-flip'].map((id) => [id, 'publicTest']),
        ...['fer', 'face-api'].map((id) => [id, null]),
      ],
    );
  });
});
