import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeLimits } from '../../src/lib/analysis/index';
import { readCard } from '../../src/lib/release/index';

test("describeLimits() says what the bundled model's card says", async () => {
  const card = await readCard('models/emotion');
  const { classes, scores } = card.measurements.flipAveraged;
  const { accuracy = NaN } = scores.find(({ split }) => split === 'privateTest') ?? {};
  const { confusion } = classes.privateTest;
  const [, , , , sadness] = confusion;
  const share = sadness[6] / sadness.reduce((sum, count) => sum + count, 0);
  const text = describeLimits(card, { minConfidence: 0 }).join('\n');
  assert.ok(
    text.startsWith(`Of 3,589 faces of FER-2013's privateTest, it names ${Math.round(100 * accuracy)} %`),
    text,
  );
  assert.ok(text.includes(`${Math.round(100 * share)} % of Sadness is called Neutral`), text);
  assert.doesNotMatch(text, /sure of/);
  const bins = card.measurements.flipAveraged.bins.filter(({ low }) => low >= 0.6 - 1e-9);
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  const right = bins.reduce((sum, bin) => sum + bin.count * bin.accuracy, 0) / count;
  assert.ok(
    describeLimits(card, { minConfidence: 0.6 }).includes(
      `It is at least 60 % sure of ${((100 * count) / 3589).toFixed(0)} % of them, and then right about ${(100 * right).toFixed(0)} %.`,
    ),
  );
});
