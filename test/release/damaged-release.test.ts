import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { ExpectationError } from '../../src/lib/errors';
import { createRandom } from '../../src/lib/random';
import { cardRows, readCard, renderCard, type ModelCard } from '../../src/lib/release/index';
import { CARD_FILES } from '../../src/lib/release/card-files';
import { loadRelease } from '../../src/lib/release/load-release';
import type { History } from '../../src/lib/training/index';
import { mutateBytes, mutateJson } from '../mutants';

/** The same with every field free to be changed. */
type Mutable<Value> = { -readonly [Key in keyof Value]: Mutable<Value[Key]> };

const MUTANTS = 300;

const shipped = path.join(__dirname, '..', '..', 'models', 'emotion');

describe('loadRelease(), of a damaged folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'damaged-release-'));
  cpSync(shipped, folder, { recursive: true });
  after(() => rmSync(folder, { recursive: true }));
  const read = (name: string) => readFileSync(path.join(shipped, name), 'utf8');
  const card = JSON.parse(read(CARD_FILES.json)) as ModelCard;
  const history = JSON.parse(read(CARD_FILES.history)) as History;

  const write = ({
    card: ofCard = card,
    history: ofHistory = history,
  }: {
    card?: unknown;
    history?: unknown;
  }) => {
    const text = (value: unknown) => (value instanceof Uint8Array ? value : JSON.stringify(value));
    writeFileSync(path.join(folder, CARD_FILES.json), text(ofCard));
    writeFileSync(path.join(folder, CARD_FILES.history), text(ofHistory));
  };
  /** The card as older versions wrote it, without sums, changed. */
  const older = (change: (copy: Mutable<ModelCard>) => void = () => undefined) => {
    const { contentSha256, historySha256, ...rest } = structuredClone(card) as ModelCard &
      Record<'contentSha256', string>;
    assert.ok(contentSha256 && historySha256);
    change(rest as Mutable<ModelCard>);
    return rest;
  };
  const refused = async (files: Parameters<typeof write>[0], expected: RegExp) => {
    write(files);
    await assert.rejects(loadRelease(folder), (error: unknown) => {
      assert.ok(error instanceof ExpectationError, String(error));
      assert.match(error.message, expected);
      return true;
    });
  };

  it('loads what older versions wrote without sums, and notices any change by those of today', async () => {
    write({ card: older() });
    (await loadRelease(folder)).model.dispose();
    await refused(
      { card: { ...card, accuracyUnrounded: 0.99 } },
      /card\.json to be unchanged, with contentSha256/,
    );
    const changed = history.map((record) => ({ ...record, loss: record.loss + 1e-9 }));
    await refused({ history: changed }, /history\.json to be the history of its card, with SHA-256/);
  });

  it('names the place in the card, what was expected there and what was found', async () => {
    const cases: [(copy: Mutable<ModelCard>) => void, RegExp][] = [
      [
        (copy) => (copy.latency.p50 = undefined as never),
        /latency\.p50 in .*card\.json to be a number of 0 or more but found nothing/,
      ],
      [
        (copy) => (copy.model.architecture = 'huge' as never),
        /model\.architecture in .* "large" but found "huge"/,
      ],
      [(copy) => copy.data.counts.train.pop(), /data\.counts\.train in .* a list of 7 but found a list of 6/],
      [
        (copy) => copy.measurements.oneView.calibration.reverse(),
        /calibration\[0\]\.split in .* "both tests" but found "privateTest"/,
      ],
      [
        (copy) => copy.measurements.flipAveraged.scores.pop(),
        /flipAveraged\.scores in .* like those of oneView/,
      ],
      [
        (copy) => (copy.measurements.oneView.scores.length = 2),
        /oneView\.scores in .* scores that include one of privateTest/,
      ],
      [
        (copy) =>
          (copy.measurements.oneView.classes.privateTest.report.classes[1].emotion = 'Boredom' as never),
        /classes\[1\]\.emotion in .* "Disgust"/,
      ],
      [
        (copy) => (copy.training.bestEpoch = 99),
        new RegExp(`training\\.bestEpoch in .* one of the ${history.length} epochs but found 99`),
      ],
      [
        (copy) => (copy.training.epochs = 146),
        new RegExp(
          `history\\.json to be the history of the 146 epochs of its card but found one of ${history.length}\\.`,
        ),
      ],
      [
        (copy) => (copy.model.weightsSha256 = 'f'.repeat(64)),
        new RegExp(
          `the weights in .* those of its card \\(f+\\) but found ${card.model.weightsSha256.slice(0, 8)}`,
        ),
      ],
      [
        (copy) => (copy.model.parameters = 5),
        /the parameters of the model in .* its card \(5\) but found 2767183/,
      ],
      [
        (copy) => (copy.temperature.value = 1),
        new RegExp(`the temperature of the model in .* its card \\(1\\) but found ${card.temperature.value}`),
      ],
    ];
    for (const [change, expected] of cases) await refused({ card: older(change) }, expected);
    await refused(
      { card: older(), history: history.slice(1) },
      /\[0\]\.epoch in .*history\.json to be 1, because epochs are consecutive/,
    );
    await refused(
      { card: older(), history: [{ ...history[0], valLoss: 'low' }] },
      /\[0\]\.valLoss in .*history\.json to be a number/,
    );
    await refused({ card: Buffer.from('{"model": ') }, /line 1, column 11 of .*card\.json to be a value/);
    rmSync(path.join(folder, CARD_FILES.json));
    await assert.rejects(
      readCard(folder),
      /card\.json to be a released model's card but found nothing there\. Export the run/,
    );
  });

  it(`tells the card in words, or an error that names the file, over ${MUTANTS} mutants`, async () => {
    let refusals = 0;
    for (let seed = 0; seed < MUTANTS; seed++) {
      const random = createRandom(seed);
      const base = seed % 2 ? card : older();
      write({
        card:
          seed % 3
            ? mutateJson<unknown>(base, random)
            : mutateBytes(Buffer.from(JSON.stringify(base)), random),
      });
      try {
        const found = await readCard(folder);
        const told = renderCard(found) + JSON.stringify(cardRows(found));
        assert.doesNotMatch(told, /undefined|NaN|\[object/, `seed ${seed}`);
      } catch (error) {
        assert.ok(
          error instanceof ExpectationError,
          `seed ${seed}: ${String(error)} ${(error as Error).stack}`,
        );
        assert.ok(error.message.includes(folder), `seed ${seed}: ${error.message}`);
        refusals++;
      }
    }
    assert.ok(refusals > MUTANTS / 2, `${refusals}`);
  });
});
