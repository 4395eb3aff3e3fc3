import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreNetworks, type Predicted } from '../../scripts/teachers/score-networks';

/** Probabilities of happiness and neutral; nothing else. */
const rows = (...happy: number[]) => Float32Array.from(happy.flatMap((p) => [0, 0, 0, p, 0, 0, 1 - p]));

const network = (name: string, publicTest: Float32Array, privateTest: Float32Array): Predicted => ({
  ...{ name, training: 'by hand', parameters: 10, minutes: 1 },
  ...{ publicTest, privateTest },
});

const tests = {
  publicTest: { labels: Uint8Array.of(3, 3, 6, 6) },
  privateTest: { labels: Uint8Array.of(3, 6) },
};

describe('scoreNetworks()', () => {
  const first = network('first', rows(0.9, 0.4, 0.4, 0.1), rows(0.9, 0.8));
  const second = network('second', rows(0.6, 0.7, 0.2, 0.6), rows(0.3, 0.1));
  const scores = scoreNetworks([first, second], tests);

  it('scores each network and the mean of their predictions', () => {
    assert.deepEqual(
      scores.map(({ name, parameters, publicTest, privateTest }) => [
        name,
        parameters,
        publicTest,
        privateTest,
      ]),
      [
        ['first', 10, 0.75, 0.5],
        ['second', 10, 0.75, 0.5],
        // Together they are right on all of publicTest, and of privateTest.
        ['first + second', 20, 1, 1],
      ],
    );
  });

  it('compares losses at the temperature that suits each best', () => {
    // The same network, twice as sure: its logits are doubled, which the temperature takes back.
    const squared = (p: number) => p ** 2 / (p ** 2 + (1 - p) ** 2);
    const surer = network('surer', rows(...[0.9, 0.4, 0.4, 0.1].map(squared)), first.privateTest);
    const [a, b] = scoreNetworks([first, surer], tests);
    assert.ok(Math.abs(a.loss - b.loss) < 1e-4, `${a.loss} and ${b.loss}`);
    assert.ok(scores[2].loss < a.loss);
    assert.equal(scoreNetworks([first], tests).length, 1);
  });
});
