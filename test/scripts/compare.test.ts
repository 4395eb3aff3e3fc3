import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkValidity } from '../../scripts/compare/check-validity';
import { type ComparedContender, CONTENDERS, PHOTOGRAPH_CONTENDERS } from '../../scripts/compare/contenders';
import { measureContender } from '../../scripts/compare/measure-contender';
import { inLabelOrder } from '../../scripts/compare/node-contender/label-order';
import { findModel } from '../../scripts/compare/node-contender/own-models';
import {
  readProbabilities,
  writeProbabilities,
} from '../../scripts/compare/node-contender/probabilities-file';
import { type Accuracies, scoreContender } from '../../scripts/compare/node-contender/score-contender';
import { scoreOnVotes, scoreReferences } from '../../scripts/compare/node-contender/score-on-votes';
import { parseOptions } from '../../scripts/compare/options';
import { DETECTED, type Detected } from '../../scripts/compare/photographs/answers';
import { makePhotographs, type Photograph } from '../../scripts/compare/photographs/make-photographs';
import type { PhotographRow } from '../../scripts/compare/photographs/photograph-row';
import { photographTable } from '../../scripts/compare/photographs/photograph-table';
import { scorePhotographs } from '../../scripts/compare/photographs/score-photographs';
import { comparisonOf, photographsOf, votesOf } from '../../scripts/compare/publish';
import type { CompareRow, VotesRow } from '../../scripts/compare/row';
import { textTable } from '../../scripts/compare/table';
import { votesTable } from '../../scripts/compare/votes-table';
import { busyNote } from '../../scripts/shared/comparison-words';
import { createContenderGroup } from '../../scripts/shared/contender-group';
import type { Contender } from '../../scripts/shared/json-lines-process';
import type { Machine } from '../../scripts/shared/machine';
import { comparisonPhotographsText, comparisonText } from '../../scripts/shared/docs/comparison';
import { comparisonVotesText } from '../../scripts/shared/docs/comparison-votes';
import { VOTE_SCORES } from '../../src/lib/evaluation/evaluation-schema';
import {
  createModel,
  type Dataset,
  decodePhotograph,
  EMOTIONS,
  readSettings,
  saveModel,
  wilsonInterval,
} from '../../src/lib/index';
import { checkJson } from '../../src/lib/json/index';
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

/** The votes of an image: how many gave each answer, by its column in `ANSWERS`. */
function votesFor(counts: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 10 }, (_, answer) => counts[answer] ?? 0);
}
const CONTEMPT = 7;

/**
 * The eight tests with votes. Of privateTest (labels 4, 5, 6, 0), the annotators agree with the
 * first label, disagree with the second, see contempt in the third, and are divided on the last. On
 * publicTest everybody sees what no label says.
 */
const voted: Dataset = {
  ...tests,
  votes: Uint8Array.from(
    [
      ...Array.from({ length: 4 }, () => votesFor({ 4: 10 })),
      ...[votesFor({ 4: 6, 6: 4 }), votesFor({ 2: 7, 5: 3 })],
      ...[votesFor({ [CONTEMPT]: 8, 6: 2 }), votesFor({ 0: 5, 6: 5 })],
    ].flat(),
  ),
};
const near = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-6, `${found} instead of ${expected}`);

describe('scoreOnVotes()', () => {
  it('counts the majorities of privateTest alone, by the three protocols', () => {
    // Right on the first image; fear on the second, as the annotators; neutral on the third.
    const { seven, eight, paper } = scoreOnVotes(voted, sureOf([4, 4, 4, 4, 4, 2, 6, 0]));
    assert.deepEqual([seven.n, seven.correct], [2, 2]);
    assert.deepEqual([eight.n, eight.correct], [3, 2]);
    assert.deepEqual([paper.n, paper.correct], [3, 2]);
    assert.deepEqual(seven.interval, wilsonInterval(2, 2));
  });

  it('gives each image of privateTest its own prediction', () => {
    const { seven, agreement } = scoreOnVotes(voted, sureOf([2, 2, 2, 2, 6, 2, 0, 0]));
    assert.deepEqual([seven.n, seven.correct], [2, 1]);
    // Four of ten say neutral of the first, seven of ten fear of the second.
    near(agreement, (0.4 + 0.7) / 2);
  });

  it('asks for votes', () => {
    assert.throws(() => scoreOnVotes(tests, sureOf(Array.from(tests.labels))), /votes to be those of FER\+/);
  });
});

describe('scoreReferences()', () => {
  const { labels, votes } = scoreReferences(voted);

  it("scores FER-2013's labels as answers", () => {
    assert.deepEqual([labels.seven.n, labels.seven.correct], [2, 1]);
    near(labels.agreement, (0.6 + 0.3) / 2);
    // 0.4² twice for the first image, 0.7² twice for the second.
    near(labels.brier, (0.32 + 0.98) / 2);
  });

  it('scores the shares of the votes, which nobody can beat, except on contempt', () => {
    assert.equal(votes.seven.accuracy, 1);
    near(votes.eight.accuracy, 2 / 3);
    near(votes.agreement, (0.6 + 0.7) / 2);
    near(votes.brier, 0);
    near(votes.crossEntropy, votes.voteEntropy);
    // 6 · 5 + 4 · 3 of 90 pairs of annotators agree on the first, 7 · 6 + 3 · 2 on the second.
    near(votes.voterAgreement, (42 / 90 + 48 / 90) / 2);
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
  const found = (which: 'shipped' | 'crowd' | 'run', root: string) =>
    findModel(which, { settings: settingsIn(root), root });

  it('says what is missing, and how to make it', () =>
    inTemporaryFolder((root) => {
      assert.deepEqual(found('shipped', root), {
        title: 'this project, shipped model',
        labels: 'own',
        absent: `there is no model in ${path.join('models', 'emotion')}`,
      });
      assert.deepEqual(found('crowd', root), {
        title: 'this project, crowd model',
        labels: 'crowd',
        absent: `there is no model in ${path.join('models', 'emotion-crowd')}`,
      });
      const run = found('run', root);
      assert.equal(run.title, 'this project, compact, 3 epochs');
      assert.match('absent' in run ? run.absent : '', /no trained run .*3epochs.*; npm start with these/);
    }));

  it('says whose labels a run learned', () =>
    inTemporaryFolder((root) => {
      writeFileSync(path.join(root, 'votes.csv'), '');
      const environment = { FER2013: 'drawn', RUN_SIZE: 'full', FERPLUS: 'votes.csv', LABELS: 'crowd' };
      const run = findModel('run', { settings: readSettings(environment, { root }), root });
      assert.deepEqual([run.title, run.labels], ['this project, compact, 15 epochs on the votes', 'crowd']);
      assert.equal(found('run', root).labels, 'own');
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

  for (const [which, name] of [
    ['shipped', 'emotion'],
    ['crowd', 'emotion-crowd'],
  ] as const)
    it(`opens the ${which} model with its parameters and the bytes of its files`, () =>
      inTemporaryFolder(async (root) => {
        const model = createModel({ architecture: 'compact', seed: 1 });
        const folder = path.join(root, 'models', name);
        await saveModel(model, folder);
        writeFileSync(path.join(folder, 'card.md'), 'no part of what is loaded');
        const bundled = found(which, root);
        assert.ok('open' in bundled);
        const { parameters, bytes, model: loaded } = await bundled.open();
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
const MACHINE: Machine = {
  ...{ date: '2020-02-03T04:05:06.000Z', commit: 'abc1234', processor: 'A processor', cores: 2 },
  ...{ loadAtStart: 0.5, architecture: 'x64', features: [], bfloat16: false, precision: 'float32' },
  ...{ memoryBytes: 1, system: 'linux' },
  versions: {
    ...{ node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
    ...{ keras: '3.1', 'TensorFlow of Keras': '2.2', opencv: '4.1' },
  },
};
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
        machine: MACHINE,
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

  it("says in docs whose labels the accuracies are, and that the votes' scores chose a checkpoint", () => {
    const rows = ROWS.map((row) =>
      row.id === 'run' ? { ...row, chosenOn: "publicTest's votes" as const } : row,
    );
    const page = comparisonText(comparisonOf({ machine: MACHINE, batch: 128, rows }));
    assert.match(page.replaceAll('\n', ' '), /Accuracy by FER-2013's own labels, in percent/);
    assert.match(page, /\| ours +\|.*\| publicTest's votes +\|/);
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

const voteScores = (correct: number) => ({
  ...{ seven: score(correct, 50), eight: score(correct, 60), paper: score(correct, 40) },
  ...{ agreement: 0.6372, voterAgreement: 0.6307, majorityAgreement: 0.7626 },
  ...{ crossEntropy: 0.9734, voteEntropy: 0.453, brier: 0.1892 },
});
const REFERENCES = { labels: voteScores(30), votes: { ...voteScores(40), crossEntropy: 0.453 } };
const VOTES_ROWS: VotesRow[] = [
  { id: 'crowd', title: 'ours, crowd', absent: 'there is no model' },
  {
    ...{ id: 'shipped', title: 'ours', learned: "FER-2013's", chosenOn: 'publicTest' },
    scores: voteScores(36),
  },
  { id: 'fer', title: 'theirs', learned: 'not known', chosenOn: null, scores: voteScores(32) },
];

describe('what a comparison on votes prints', () => {
  const compared = { rows: VOTES_ROWS, ...REFERENCES };

  it('is a table of who was compared, of what to hold it against, and then who was not', () => {
    const [head, ours, theirs, paper, labels, annotator, best, missing, ...none] = votesTable(compared);
    assert.match(
      head,
      /^system +labels learned +checkpoint chosen on +majority, % +with contempt, % +by the paper/,
    );
    assert.match(
      ours,
      /^ours +FER-2013's +publicTest +72\.00 \(58\.33–82\.53\) +60\.00 \(.*\) +90\.00 \(.*\) +63\.72 +0\.973 +0\.189$/,
    );
    assert.match(theirs, /^theirs +not known +not known +64\.00 /);
    assert.match(paper, /^VGG13 from scratch, by its own paper +FER\+'s votes +not known +84\.99$/);
    // A label gives no probability to what others saw.
    assert.match(labels, /^FER-2013's own labels, as answers +60\.00 \(.* 63\.72 +∞ +0\.189$/);
    assert.match(annotator, /^another annotator +63\.07$/);
    assert.match(
      best,
      /^the shares of the votes: the best possible +80\.00 +66\.67 +100\.00 +63\.72 +0\.453 /,
    );
    assert.deepEqual([missing, ...none], ['ours, crowd: not compared, there is no model']);
  });

  it('is a table in docs/results.md that says what the columns count', () => {
    const text = comparisonVotesText(votesOf({ machine: MACHINE, ...compared }));
    const page = text.replaceAll('\n', ' ');
    assert.match(page, /on 2020-02-03 at commit abc1234: A processor, 2 cores; .*; float32\./);
    assert.doesNotMatch(page, /OpenCV/);
    assert.match(page, /counts the 50 images of privateTest .*\(60 together\).*\(40 images\)/);
    assert.match(page, /\| ours, crowd +\|(?: +\|){7} not compared: there is no model \|/);
    assert.match(page, /\| ours +\| FER-2013's +\| publicTest +\| 72\.00 \(58\.33–82\.53\) \|/);
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    assert.deepEqual(cells, Array(9).fill(cells[0]));
  });

  it('has nothing for docs where nobody was compared', () => {
    assert.throws(
      () => votesOf({ machine: MACHINE, ...compared, rows: VOTES_ROWS.slice(0, 1) }),
      /somebody to be compared on FER\+'s votes but found nobody/,
    );
  });

  it('takes no scores that are none', () => {
    const check = (value: unknown) => checkJson(value, VOTE_SCORES, { file: 'a', what: 'scores' });
    assert.deepEqual(check(voteScores(36)), voteScores(36));
    assert.throws(() => check({ ...voteScores(36), agreement: 63.72 }), /agreement in a to be/);
  });
});

describe('measureContender()', () => {
  /** A program of the project's that notes what it is asked. */
  function fakeProject({ labels = 'own', absent }: { labels?: string; absent?: string } = {}) {
    const asked: (object & { task: string })[] = [];
    const predicted = { labels: [...EMOTIONS], parameters: 1, bytes: 2, imagesPerSecond: 3 };
    const scored = {
      ...{ scores: accuracies(4, 8), withoutDuplicates: accuracies(4, 8) },
      ...{ macroF1: 0.5, calibrationError: 0.1 },
    };
    const answers: Record<string, unknown> = {
      find: { title: 'ours', labels, absent },
      ...{ predict: predicted, score: scored, scoreVotes: voteScores(36) },
    };
    const project: Contender = {
      name: 'the project',
      ask: (command, answer) => {
        asked.push(command);
        return Promise.resolve(checkJson(answers[command.task], answer, { file: 'a', what: 'an answer' }));
      },
      stop: () => Promise.resolve(),
    };
    return { project, asked };
  }
  const contender = (id: string) => CONTENDERS.find((one) => one.id === id) as ComparedContender;
  const measure = (id: string, { project, votes = true }: { project: Contender; votes?: boolean }) =>
    measureContender(contender(id), {
      ...{ project, group: createContenderGroup(), folder: 'folder', batch: 128, fast: true, votes },
      reporter: { line: () => {}, step: (_, work) => work(() => {}) },
      tests: { images: 'images.bin', count: 8 },
    });

  it('lets a contender predict once, and scores that by the labels and by the votes', async () => {
    const { project, asked } = fakeProject();
    const { row, votesRow } = await measure('shipped', { project });
    assert.deepEqual(
      asked.map(({ task }) => task),
      ['find', 'predict', 'score', 'scoreVotes'],
    );
    const file = path.join('folder', 'shipped.bin');
    assert.deepEqual(
      asked.slice(1).map((command) => 'file' in command && command.file),
      [file, file, file],
    );
    assert.ok('scores' in row && row.scores.all.accuracy === 0.5 && row.chosenOn === 'publicTest');
    assert.deepEqual(votesRow, {
      ...{ id: 'shipped', title: 'ours', learned: "FER-2013's", chosenOn: 'publicTest' },
      scores: voteScores(36),
    });
  });

  it('says that the votes chose the checkpoint of a model that learned them', async () => {
    const { row, votesRow } = await measure('crowd-flip', fakeProject({ labels: 'crowd' }));
    assert.ok('chosenOn' in row && votesRow && 'learned' in votesRow);
    assert.deepEqual([row.title, row.chosenOn], ['ours, with mirror image', "publicTest's votes"]);
    assert.deepEqual([votesRow.learned, votesRow.chosenOn], ["FER+'s votes", "publicTest's votes"]);
  });

  it('asks for the fast ops only without mirror images, and for no votes that there are not', async () => {
    const { project, asked } = fakeProject();
    await measure('run', { project, votes: false });
    await measure('run-flip', { project, votes: false });
    const fast = asked.flatMap((command) => ('fast' in command ? [command.fast] : []));
    assert.deepEqual(fast, [true, false]);
    assert.ok(asked.every(({ task }) => task !== 'scoreVotes'));
  });

  it('says of a model that is not there why, in both tables', async () => {
    const { project, asked } = fakeProject({ absent: 'there is no model' });
    const expected = { id: 'crowd', title: 'ours', absent: 'there is no model' };
    assert.deepEqual(await measure('crowd', { project }), { row: expected, votesRow: expected });
    assert.equal(asked.length, 1);
  });
});

describe('makePhotographs()', () => {
  const make = (folder: string, seed = 1) => makePhotographs(tests, { folder, each: 5, seed });

  it('writes rooms with one image each in both sizes, and empty ones', () =>
    inTemporaryFolder(async (folder) => {
      const photographs = await make(folder);
      const size = ({ width, height }: Photograph) => `${width}x${height}`;
      assert.deepEqual(photographs.map(size), [
        ...Array<string>(5).fill('640x480'),
        ...Array<string>(5).fill('1280x960'),
      ]);
      // One of five is empty; the images' sides are those of the four sizes, upright.
      assert.deepEqual(
        photographs.map(({ face }) => face && Math.round(face.box.width)),
        [64, 96, 144, 216, undefined, 64, 96, 144, 216, undefined],
      );
      for (const { file, width, height, face } of photographs) {
        const image = await decodePhotograph(file);
        assert.deepEqual([image.width, image.height], [width, height]);
        if (!face) continue;
        const { x, y, width: side } = face.box;
        assert.ok(x >= 0 && y >= 0 && x + side <= width && y + side <= height);
      }
    }));

  it('shows each image of the data set once, with its emotion', () =>
    inTemporaryFolder(async (folder) => {
      const shown = (await make(folder)).flatMap(({ face }) => (face ? [face.emotion] : []));
      const expected = Array.from(tests.labels, (label) => EMOTIONS[label]);
      assert.deepEqual([...shown].sort(), [...expected].sort());
    }));

  it('gives other places with another seed, and the same bytes with the same one', () =>
    inTemporaryFolder(async (folder) => {
      const places = (photographs: readonly Photograph[]) => photographs.map(({ face }) => face?.box);
      const first = await make(folder);
      const bytes = first.map(({ file }) => readFileSync(file));
      const again = await make(folder);
      assert.deepEqual(places(again), places(first));
      assert.deepEqual(
        again.map(({ file }) => readFileSync(file)),
        bytes,
      );
      assert.notDeepEqual(places(await make(folder, 2)), places(first));
    }));
});

describe('scorePhotographs()', () => {
  const small = { width: 640, height: 480 };
  const box = { x: 100, y: 100, width: 80, height: 80 };
  const photographs: Photograph[] = [
    { file: 'a.jpg', ...small, face: { box, emotion: 'Happiness' } },
    { file: 'b.jpg', ...small, face: { box, emotion: 'Fear' } },
    { file: 'c.jpg', ...small },
    { file: 'd.jpg', width: 1280, height: 960, face: { box, emotion: 'Anger' } },
  ];
  const at = (x: number, y: number, emotion: string) => ({
    box: { x: x - 20, y: y - 20, width: 40, height: 40 },
    emotion,
  });
  const seconds = [0.5, 0.25, 0.25, 0.1];

  it('counts who is found, right, and what is no face, whatever the emotions are called', () => {
    // The centre of the image is (140, 140); its middle half goes from 120 to 160.
    const faces = [
      [at(140, 140, 'happy')],
      [at(159, 121, 'sad'), at(141, 141, 'fear')],
      [at(300, 300, 'neutral')],
      [at(161, 140, 'angry')],
    ];
    const { sizes, falseHits, emotion } = scorePhotographs(photographs, { faces, seconds });
    assert.deepEqual(
      sizes.map(({ width, hidden, found }) => [width, hidden, found]),
      [
        [640, 2, 2],
        [1280, 1, 0],
      ],
    );
    // Twice on b: the second box is a false hit, as are the one in the empty room and the one beside d.
    assert.equal(falseHits, 3);
    assert.deepEqual(emotion, { accuracy: 1 / 2, interval: wilsonInterval(1, 2) });
  });

  it('gives the photographs a second of each size', () => {
    const { sizes } = scorePhotographs(photographs, { faces: [[], [], [], []], seconds });
    assert.deepEqual(
      sizes.map(({ photographsPerSecond }) => photographsPerSecond),
      [3, 10],
    );
  });

  it('says nothing of emotions where no face was found', () => {
    const answers: Detected = { faces: [[], [], [], []], seconds };
    assert.deepEqual(scorePhotographs(photographs, answers).emotion, null);
  });

  it('refuses answers for other photographs, and what is no emotion', () => {
    const none: Detected['faces'] = [[], [], []];
    assert.throws(
      () => scorePhotographs(photographs, { faces: none, seconds }),
      /contender's faces to be those of 4 photographs but found 3/,
    );
    const faces = [[at(140, 140, 'contempt')], ...none];
    assert.throws(
      () => scorePhotographs(photographs, { faces, seconds }),
      /contender's emotion to be the name of one of the seven but found contempt/,
    );
  });
});

describe("a contender's answer on photographs", () => {
  const check = (answer: unknown) => checkJson(answer, DETECTED, { file: 'an answer', what: 'a result' });

  it('is faces and times, or why it cannot look', () => {
    const box = { x: -1.5, y: 0, width: 2, height: 3 };
    const looked = { faces: [[{ box, emotion: 'happy' }], []], seconds: [0.1, 0.2] };
    assert.deepEqual(check(looked), looked);
    assert.deepEqual(check({ absent: 'libGL.so.1 is missing' }), { absent: 'libGL.so.1 is missing' });
    assert.throws(() => check({ absent: 1 }), /absent in an answer to be a text but found 1/);
    assert.throws(() => check({ ...looked, seconds: [0.1, 0] }), /seconds\[1\] in an answer/);
    assert.throws(() => check({ faces: [] }), /seconds in an answer/);
  });
});

const onPhotographs = (found: number): Extract<PhotographRow, { measured: object }>['measured'] => ({
  sizes: [
    { width: 640, height: 480, photographsPerSecond: 12.345, hidden: 48, found },
    { width: 1280, height: 960, photographsPerSecond: 4, hidden: 48, found: 0 },
  ],
  falseHits: 3,
  emotion: found ? { accuracy: 0.625, interval: { low: 0.5, high: 0.7345 } } : null,
});
const PHOTOGRAPH_ROWS: PhotographRow[] = [
  { id: 'shipped', title: 'ours', absent: 'there is no model' },
  { id: 'face-api-ssd', title: 'theirs', measured: onPhotographs(42) },
  { id: 'fer', title: 'blind', measured: onPhotographs(0) },
];

describe('what a comparison on photographs prints', () => {
  it('is a table of who was compared, and then who was not', () => {
    const [head, theirs, blind, missing, ...none] = photographTable(PHOTOGRAPH_ROWS);
    assert.match(
      head,
      /^ +photographs\/s, 640x480 +photographs\/s, 1280x960 +faces found, 640x480 .* +false hits/,
    );
    assert.match(theirs, /^theirs +12\.3 +4\.00 +42 of 48 +0 of 48 +3 +62\.50 \(50\.00–73\.45\)$/);
    assert.match(blind, /^blind .* 0 of 48 +0 of 48 +3 +–$/);
    assert.deepEqual([missing, ...none], ['ours: not compared, there is no model']);
    assert.deepEqual(photographTable(PHOTOGRAPH_ROWS.slice(0, 1)), [missing]);
  });

  it('is a table in docs/results.md that says what the photographs show', () => {
    const photographs = photographsOf({ machine: MACHINE, each: 60, rows: PHOTOGRAPH_ROWS });
    const page = comparisonPhotographsText({ photographs }).replaceAll('\n', ' ');
    assert.match(page, /on 2020-02-03 at commit abc1234: A processor, 2 cores;.* OpenCV 4\.1\. /);
    assert.match(
      page,
      /96 of the 120 photographs show an image of privateTest, 64, 96, 144 or 216 pixels wide, and 24 an empty room \(seed 1\)/,
    );
    assert.match(
      page,
      /\| theirs \| 12\.3 +\| 4\.00 +\| 42 of 48 +\| 0 of 48 +\| 3 +\| 62\.50 \(50\.00–73\.45\) +\|/,
    );
    assert.match(page, /\| ours +\|(?: +\|){5} not compared: there is no model \|/);
    const busy = { ...photographs, machine: { ...photographs.machine, loadAtStart: 5 } };
    assert.match(comparisonPhotographsText({ photographs: busy }), /\(load\s5\.00\son\s2\scores\)/);
  });

  it('says how to measure what has not been measured', () => {
    assert.match(
      comparisonPhotographsText({ photographs: undefined }),
      /^Not measured yet: `npm run compare -- --parts photographs --write`/,
    );
    const rows = PHOTOGRAPH_ROWS.slice(0, 1);
    assert.throws(
      () => photographsOf({ machine: MACHINE, each: 60, rows }),
      /somebody to be compared on photographs but found nobody/,
    );
  });
});

describe("the comparison's command line", () => {
  it('compares everybody, or who is asked for', () => {
    assert.deepEqual(parseOptions([]).only, ['shipped', 'crowd', 'run', 'fer', 'face-api']);
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

  it('compares on images, votes and photographs, or on what is asked for', () => {
    assert.deepEqual(parseOptions([]).parts, ['images', 'votes', 'photographs']);
    assert.equal(parseOptions([]).photographs, 60);
    const asked = parseOptions(['--parts', 'photographs', '--photographs', '5', '--write']);
    assert.deepEqual([asked.parts, asked.photographs, asked.write], [['photographs'], 5, true]);
    assert.throws(() => parseOptions(['--parts', 'films']), /--parts to be some of images.* found films/);
    assert.deepEqual(parseOptions(['--only', 'run', '--parts', 'votes']).only, ['run']);
    assert.throws(() => parseOptions(['--photographs', '4']), /--photographs to be a whole number from 5/);
    assert.throws(
      () => parseOptions(['--only', 'run', '--parts', 'photographs']),
      /who looks at photographs but found run\. They are shipped, face-api, fer\./,
    );
  });

  it('does without votes unless they are asked for', () => {
    assert.equal(parseOptions([]).needsVotes, false);
    assert.equal(parseOptions(['--parts', 'images,photographs']).needsVotes, false);
    assert.equal(parseOptions(['--parts', 'votes,images']).needsVotes, true);
  });

  it('knows who looks at photographs, by their groups', () => {
    assert.deepEqual(
      PHOTOGRAPH_CONTENDERS.map(({ id, group }) => [id, group]),
      [
        ['shipped', 'shipped'],
        ...['face-api-ssd', 'face-api-tiny'].map((id) => [id, 'face-api']),
        ['fer', 'fer'],
      ],
    );
  });

  it('knows every contender by its group', () => {
    assert.deepEqual([...new Set(CONTENDERS.map(({ group }) => group))], parseOptions([]).only);
    assert.deepEqual(
      CONTENDERS.map(({ id }) => id),
      [...['shipped', 'shipped-flip', 'crowd', 'crowd-flip', 'run', 'run-flip'], ...['fer', 'face-api']],
    );
  });
});
