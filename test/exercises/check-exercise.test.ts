import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meanFace, sampleImages, STRONG_AUGMENTATION, augmentDataset } from '../../src/lib/dataset';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';
import { classificationReport, predictedLabels } from '../../src/lib/evaluation';
import { checkExercise, EXERCISES, type Exercise } from '../../src/lib/exercises';
import { createModel } from '../../src/lib/model';
import type { EpochRecord } from '../../src/lib/training';
import { madeDataset } from './made-dataset';

/** What a check prints. */
function verdictOf(check: () => void): string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  try {
    check();
  } finally {
    console.log = log;
  }
  assert.equal(lines.length, 1);
  for (const line of lines[0].split('\n')) assert.ok(line.length <= 90, line);
  return lines[0].replaceAll('\n', ' ');
}

const epoch = (learningRate: number, loss: number) => ({ learningRate, loss }) as EpochRecord;
const dataset = madeDataset();
const faces = EMOTIONS.map((_, label) => meanFace(dataset, label));
const originals = sampleImages(dataset, { count: 4, seed: 1 });
const compact = createModel({ architecture: 'compact' });

// Two images of each of three emotions; the weights turn the third from Anger to Fear.
const labels = [0, 0, 2];
const probabilities = Float32Array.from([
  ...[0.7, 0, 0.1, 0.2, 0, 0, 0],
  ...[0.5, 0, 0.4, 0.1, 0, 0, 0],
  ...[0.6, 0, 0.4, 0, 0, 0, 0],
]);
const weights = [1, 1, 2, 1, 1, 1, 1];
const reportOf = (answers: ArrayLike<number>) => classificationReport(labels, predictedLabels(answers));

/** Of each exercise: a right answer, and wrong ones with the hint that they get. */
const CASES: {
  [Name in Exercise]: { right: (() => void)[]; wrong: [() => void, RegExp][] };
} = {
  '1.1': {
    right: [() => checkExercise('1.1', ['run folder', 'seed'])],
    wrong: [
      [() => checkExercise('1.1', ['seed']), /two rows differ/],
      [() => checkExercise('1.1', ['epochs']), /seed itself differs/],
      [() => checkExercise('1.1', ['SEED', 'RUNS']), /not the environment variables/],
    ],
  },
  '1.2': {
    right: [() => checkExercise('1.2', tf.tensor1d([2, 4, 6]))],
    wrong: [
      [() => checkExercise('1.2', tf.tensor1d([3, 6, 9])), /this is 3\.00, 6\.00, 9\.00/],
      [() => checkExercise('1.2', tf.scalar(2)), /three numbers but found 1/],
    ],
  },
  '2.1': {
    // The faces of made-dataset.ts are plain: 10 gray values between neighbours, but 4 between the last two.
    right: [() => checkExercise('2.1', ['Neutral', 'Surprise'], { faces })],
    wrong: [
      [() => checkExercise('2.1', ['Anger', 'Disgust'], { faces }), /Another pair is closer/],
      [() => checkExercise('2.1', ['Anger', 'Anger'], { faces }), /two different/],
    ],
  },
  '2.2': (() => {
    const emotion = (name: 'Fear' | 'Anger', correct: number, n: number) => ({
      ...{ emotion: name, correct, n, accuracy: correct / n, agreement: 0 },
      interval: { low: 0, high: 1 },
    });
    const agreement = { emotions: [emotion('Anger', 40, 100), emotion('Fear', 5, 50)] };
    return {
      right: [() => checkExercise('2.2', 'Fear', { agreement })],
      wrong: [[() => checkExercise('2.2', 'Anger', { agreement }), /Anger in 40 of 100/]],
    };
  })(),
  '2.3': {
    right: [() => checkExercise('2.3', [2, 0], { contrast: [0, 3, 0] })],
    wrong: [
      [() => checkExercise('2.3', [0], { contrast: [0, 3, 0] }), /not 1 images/],
      [() => checkExercise('2.3', [0, 1], { contrast: [0, 3, 0] }), /or not these/],
    ],
  },
  '3.1': {
    right: [
      () => {
        const options = { ...STRONG_AUGMENTATION, rotation: 60, seed: 1 };
        checkExercise('3.1', augmentDataset(originals, options), { originals });
      },
    ],
    wrong: [
      [() => checkExercise('3.1', originals, { originals }), /These are the originals/],
      [
        () => checkExercise('3.1', augmentDataset(originals, { flip: 1, seed: 1 }), { originals }),
        /but not by STRONG/,
      ],
    ],
  },
  '3.2': {
    right: [() => checkExercise('3.2', Array<number>(7).fill(dataset.labels.length / 7), { train: dataset })],
    wrong: [
      [() => checkExercise('3.2', [1, 2], { train: dataset }), /each of the 7 classes/],
      [() => checkExercise('3.2', [1, 2, 3, 4, 5, 6, 7], { train: dataset }), /Multiply/],
    ],
  },
  '4.1': {
    right: [() => checkExercise('4.1', { one5x5: 204_800, two3x3: 221_184 })],
    wrong: [
      [() => checkExercise('4.1', { one5x5: 204_928, two3x3: 221_184 }), /biases out/],
      [() => checkExercise('4.1', { one5x5: 204_800, two3x3: 147_456 }), /second from 128 to 128/],
    ],
  },
  '4.2': {
    right: [() => checkExercise('4.2', lastBlock(), { model: compact })],
    wrong: [
      [
        () => checkExercise('4.2', { parameters: 623_000, multiplyAdds: 2e7 }, { model: compact }),
        /at most 1/,
      ],
      [() => checkExercise('4.2', { parameters: 0.2, multiplyAdds: 0.5 }, { model: compact }), /block3/],
    ],
  },
  '5.1': {
    right: [() => checkExercise('5.1', 1)],
    wrong: [
      [() => checkExercise('5.1', 2), /was not finished/],
      [() => checkExercise('5.1', 0), /after every epoch/],
    ],
  },
  '5.2': {
    right: [() => checkExercise('5.2', { usual: [epoch(0.004, 1.2)], high: [epoch(0.04, 1.6)] })],
    wrong: [
      [() => checkExercise('5.2', { usual: [epoch(0.004, 1)], high: [epoch(0.008, 1)] }), /2\.0 times/],
      [() => checkExercise('5.2', { usual: [epoch(0.004, 1)], high: [] }), /same number/],
    ],
  },
  '6.1': (() => {
    // Only the first is right on image 0, only the second on 1 and 2, both on 3.
    const given = { labels: [1, 1, 1, 1], first: [1, 0, 0, 1], second: [0, 1, 1, 1] };
    return {
      right: [() => checkExercise('6.1', { onlyFirst: 1, onlySecond: 2 }, given)],
      wrong: [
        [() => checkExercise('6.1', { onlyFirst: 2, onlySecond: 1 }, given), /wrong order/],
        [() => checkExercise('6.1', { onlyFirst: 2, onlySecond: 3 }, given), /the other one/],
      ],
    };
  })(),
  '6.2': (() => {
    const given = { labels, probabilities, weights };
    const weighted = probabilities.map((p, i) => p * weights[i % 7]);
    return {
      right: [() => checkExercise('6.2', reportOf(weighted), given)],
      wrong: [
        [() => checkExercise('6.2', reportOf(probabilities), given), /without weights/],
        [
          () => checkExercise('6.2', reportOf(probabilities.map((p, i) => p * (i % 7))), given),
          /weights\[i % 7\]/,
        ],
      ],
    };
  })(),
  '7.1': (() => {
    const expected = [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
    return {
      right: [() => checkExercise('7.1', Float32Array.from(expected), { expected })],
      wrong: [
        [() => checkExercise('7.1', [...expected].reverse(), { expected }), /raw pixels/],
        [() => checkExercise('7.1', [...expected, ...expected], { expected }), /single image/],
      ],
    };
  })(),
  '7.2': {
    right: [() => checkExercise('7.2', [0, 0, 0, 0.9, 0, 0, 0.1])],
    wrong: [
      [() => checkExercise('7.2', [1, 1, 1, 1, 1, 1, 1]), /sum to 7\.00/],
      [() => checkExercise('7.2', [1]), /7 probabilities/],
    ],
  },
  '7.3': (() => {
    const row = (pictures: number, transfer: number, scratch: number) => ({ pictures, transfer, scratch });
    const rows = [row(10, 0.8, 0.4), row(30, 0.9, 0.7), row(100, 0.95, 0.9)];
    return {
      right: [() => checkExercise('7.3', rows)],
      wrong: [
        [() => checkExercise('7.3', rows.slice(1)), /Three rows/],
        [() => checkExercise('7.3', [...rows].reverse()), /to more/],
        [() => checkExercise('7.3', [...rows, row(300, 96, 95)]), /from 0 to 1/],
      ],
    };
  })(),
  '8.1': (() => {
    const rows = [
      { share: 1, flags: [] },
      { share: 0.3, flags: ['dark', 'small'] },
      { share: 0.1, flags: ['dark'] },
    ];
    return {
      right: [() => checkExercise('8.1', 0.3, { rows })],
      wrong: [
        [() => checkExercise('8.1', 0.1, { rows }), /largest share/],
        [() => checkExercise('8.1', 0.1, { rows: [] }), /No row/],
      ],
    };
  })(),
  '8.2': {
    right: [() => checkExercise('8.2', [1, 2], { whole: [1] })],
    wrong: [
      [() => checkExercise('8.2', [], { whole: [1] }), /Fewer/],
      [() => checkExercise('8.2', dataset.names, { whole: dataset.names }), /found before/],
    ],
  },
  '8.3': (() => {
    const row = (angle: number, plain?: 'Anger' | 'Fear') => ({ angle, plain, upright: 'Anger' as const });
    return {
      right: [() => checkExercise('8.3', [row(0, 'Anger'), row(0.2, 'Anger'), row(0.6, 'Fear')])],
      wrong: [
        [() => checkExercise('8.3', [row(0, 'Anger')]), /three angles/],
        [() => checkExercise('8.3', [row(0), row(0.2), row(0.6)]), /upright head/],
      ],
    };
  })(),
};

/** The shares of compact's last block, from its channels alone: two 3x3, a 1x1, and what is small. */
function lastBlock() {
  const small = 2 * 4 * 192 + 4 * 192 + (192 * 24 + 24) + (24 * 192 + 192);
  const kernels = 9 * 128 * 192 + 9 * 192 * 192 + 128 * 192;
  // At 6 x 6 positions each, and the two dense layers once.
  const multiplyAdds = 36 * kernels + 2 * 192 * 24;
  const before = 48 ** 2 * 9 * 32 + 24 ** 2 * 9 * 32 * 48;
  const first = 12 ** 2 * (9 * 48 * 128 + 9 * 128 * 128 + 48 * 128) + 2 * 128 * 16;
  const second = 12 ** 2 * 2 * 9 * 128 * 128 + 2 * 128 * 16;
  const all = before + first + second + multiplyAdds + 192 * 7;
  return { parameters: (kernels + small) / 1_119_903, multiplyAdds: multiplyAdds / all };
}

describe('checkExercise()', () => {
  it("takes the classes of one's own images", () => {
    const classes = ['cat', 'dog', 'owl'];
    const [cat, dog, owl] = [0, 90, 100].map((gray) => new Uint8Array(48 * 48).fill(gray));
    const given = { faces: [cat, dog, owl], classes };
    assert.match(
      verdictOf(() => checkExercise('2.1', ['dog', 'owl'], given)),
      /right\. owl and dog are/,
    );
    assert.match(
      verdictOf(() => checkExercise('2.1', ['cat', 'owl'], given)),
      /all 3 distances/,
    );
    const train = { classes, labels: Uint8Array.of(0, 0, 0, 0, 1, 2) };
    assert.match(
      verdictOf(() => checkExercise('3.2', [2, 2, 2], { train })),
      /right/,
    );
    assert.match(
      verdictOf(() => checkExercise('7.2', [0.1, 0.2, 0.7], { classes })),
      /right\. It says owl/,
    );
  });

  it('says what 7.3 found if no number of pictures is enough', () => {
    const rows = [10, 30, 100].map((pictures) => ({ pictures, transfer: 0.9, scratch: 0.5 }));
    assert.match(
      verdictOf(() => checkExercise('7.3', rows)),
      /even 100 are too few/,
    );
  });

  for (const name of EXERCISES) {
    const { right, wrong } = CASES[name];
    it(`tells right from wrong in exercise ${name}`, () => {
      for (const check of right) assert.match(verdictOf(check), new RegExp(`^Exercise ${name}: right\\. .`));
      for (const [check, hint] of wrong) {
        const verdict = verdictOf(check);
        assert.match(verdict, new RegExp(`^Exercise ${name}: not yet\\. .`));
        assert.match(verdict, hint);
      }
    });
  }

  it('says of an exercise without an answer what to do', () => {
    assert.equal(
      verdictOf(() => checkExercise('5.1', undefined)),
      'Exercise 5.1: no answer yet. Replace undefined, and run the cell again.',
    );
  });
});
