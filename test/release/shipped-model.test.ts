import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { loadModel } from '../../src/lib/model/index';
import {
  checkRelease,
  imagesOfRelease,
  readCard,
  renderCard,
  type ModelCard,
} from '../../src/lib/release/index';
import { CARD_FILES } from '../../src/lib/release/card-files';
import { BUNDLED_MODELS, type BundledModel } from '../../src/lib/model/index';
import { openDataset, readSettings } from '../../src/lib/run/index';

/** What is asked of each bundled model besides its size, on privateTest, with the mirror image. */
const DEMANDS: Record<BundledModel, (card: ModelCard) => void> = {
  shipped({ data, measurements }) {
    assert.equal(data.labels ?? 'own', 'own');
    const score = measurements.flipAveraged.scores.find(({ split }) => split === 'privateTest');
    assert.ok(score && score.accuracy >= 0.725, `${score?.accuracy}`);
  },
  crowd({ data, measurements }) {
    assert.equal(data.labels, 'crowd');
    const { paper } = measurements.flipAveraged.votes!.privateTest;
    assert.ok(paper.accuracy >= 0.85, `${paper.accuracy}`);
    assert.equal(paper.n, 3152);
  },
};

for (const [name, relative] of Object.entries(BUNDLED_MODELS)) testModel(name as BundledModel, relative);

function testModel(name: BundledModel, relative: string): void {
  describe(relative, () => {
    const folder = path.join(__dirname, '..', '..', relative);
    let card: ModelCard;
    before(async () => {
      card = await readCard(folder);
    });

    it('is as small as it must be, and trained on all of FER-2013', async () => {
      const sizes = (await readdir(folder)).map(async (name) => (await stat(path.join(folder, name))).size);
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      assert.ok(bytes <= 12_000_000, `${bytes} bytes`);
      assert.ok(card.model.parameters <= 5_000_000);
      assert.equal(card.data.kind, 'FER-2013');
      assert.equal(card.training.runSize, 'full');
    });

    it('is calibrated to 2 %', () => {
      const fair = card.measurements.oneView.calibration.find(({ split }) => split === 'privateTest');
      assert.ok(fair && fair.error <= 0.02, `${fair?.error}`);
    });

    it('is as accurate as it must be on the labels that it learned', () => DEMANDS[name](card));

    it('is whole, and its card is the one that its numbers give', async () => {
      const { model, metadata } = await loadModel(folder);
      assert.equal(model.countParams(), card.model.parameters);
      assert.equal(metadata.weightsSha256, card.model.weightsSha256);
      assert.equal(metadata.temperature, card.temperature.value);
      assert.equal(await readFile(path.join(folder, CARD_FILES.markdown), 'utf8'), renderCard(card));
    });

    const settings = readSettings();
    const skip =
      settings.data.kind !== 'FER-2013'
        ? 'FER-2013 is not at hand'
        : name === 'crowd' && settings.votes === null
          ? "FER+'s votes are not at hand"
          : !process.env.EMOTION_TEST_RELEASE && 'set EMOTION_TEST_RELEASE=1 to predict for minutes';
    it('gives the numbers of its card again', { skip }, async () => {
      const { claims } = await checkRelease(
        folder,
        imagesOfRelease(await openDataset(settings), card.training),
      );
      assert.deepEqual(
        claims.filter(({ holds }) => !holds),
        [],
      );
    });
  });
}
