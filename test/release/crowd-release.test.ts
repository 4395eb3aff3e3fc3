import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crowdLabels, selectSplit, type Dataset } from '../../src/lib/dataset/index';
import { EMOTIONS } from '../../src/lib/emotions';
import { predict, scoreVotes } from '../../src/lib/evaluation/index';
import { loadModel } from '../../src/lib/model/index';
import { checkRelease, exportRelease, readCard, type ModelCard } from '../../src/lib/release/index';
import { tinyFaces } from '../run/tiny-faces';
import { tinyRun } from './tiny-run';

/** Contempt's place in the answers. */
const CONTEMPT = 7;

/** Seven annotators say the label, three the next emotion; of every ninth image all say contempt. */
function votesFor({ labels }: Dataset): Uint8Array {
  return Uint8Array.from(
    Array.from(labels).flatMap((label, i) => {
      const counts = new Array<number>(10).fill(0);
      if (i % 9 === 0) counts[CONTEMPT] = 10;
      else {
        counts[label] = 7;
        counts[(label + 1) % EMOTIONS.length] = 3;
      }
      return counts;
    }),
  );
}

describe('a released model of the votes', () => {
  let root: string;
  let folder: string;
  let voted: Dataset;
  let dataset: Dataset;
  let card: ModelCard;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'crowd-release-'));
    folder = path.join(root, 'emotion-crowd');
    const faces = await tinyFaces(root);
    voted = { ...faces, votes: votesFor(faces) };
    dataset = crowdLabels(voted);
    const votes = path.join(root, 'votes.csv');
    await writeFile(votes, '');
    const { runFolder } = await tinyRun(root, {
      dataset,
      environment: { FERPLUS: votes, LABELS: 'crowd' },
    });
    card = await exportRelease(runFolder, folder, { dataset, voted, latencyRepeats: 5 });
  });
  after(() => rm(root, { recursive: true }));

  it('has a card with the scores against the votes, those on contempt included', async () => {
    const { model } = await loadModel(folder);
    const privateTest = selectSplit(voted, 'privateTest');
    const found = scoreVotes(privateTest, await predict(model, privateTest, { flip: true }));
    assert.deepEqual(card.measurements.flipAveraged.votes?.privateTest, found);
    const contempt = privateTest.votes!.filter((count, i) => i % 10 === CONTEMPT && count === 10).length;
    assert.ok(contempt > 0);
    assert.equal(found.seven.n, privateTest.labels.length - contempt);
    assert.equal(found.eight.n, privateTest.labels.length);
    assert.equal(found.seven.n, selectSplit(dataset, 'privateTest').labels.length);
    // 7 of 10 and 3 of 10: (7 * 6 + 3 * 2) / 90 of all pairs agree.
    assert.ok(Math.abs(found.voterAgreement - 48 / 90) < 1e-12);
    assert.ok(Math.abs(found.majorityAgreement - 0.7) < 1e-12);
  });

  it('compares its confidence with the shares of the votes', () => {
    // Nobody agrees with more than seven in ten: the accuracy in a bin cannot be higher.
    assert.ok(card.measurements.oneView.bins.length > 0);
    assert.ok(card.measurements.oneView.bins.every(({ accuracy }) => accuracy <= 0.7 + 1e-9));
  });

  it('says whose labels it learned, in its files and in words', async () => {
    assert.equal(card.data.labels, 'crowd');
    assert.equal(card.training.labels, 'crowd');
    assert.equal((await readCard(folder)).data.labels, 'crowd');
    const text = await readFile(path.join(folder, 'README.md'), 'utf8');
    assert.match(text, /^# The emotion model of ten people's votes/);
    assert.match(text, /## Against the votes/);
    assert.match(text, /'models\/emotion-crowd'/);
  });

  it('is reproduced number by number, and not on other labels', async () => {
    const { holds, claims } = await checkRelease(folder, { dataset, voted });
    assert.ok(holds);
    assert.ok(claims.some(({ name }) => name === "one view: accuracy by FER+'s protocol, privateTest"));
    await assert.rejects(checkRelease(folder, { dataset: voted }), /the images to be those of the card/);
  });
});
