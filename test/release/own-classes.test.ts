import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { describeLimits } from '../../src/lib/analysis/index';
import { checkRelease, exportRelease, loadRelease } from '../../src/lib/release/index';
import { tinyFaces } from '../run/tiny-faces';
import { tinyRun } from './tiny-run';

const root = temporaryFolder('own-release-test');
after(() => rmSync(root, { recursive: true }));

describe('a released model of own images', () => {
  for (const count of [3, 12])
    it(`has ${count} classes in its card, its files and its words`, async () => {
      const faces = await tinyFaces(root);
      const classes = Array.from({ length: count }, (_, i) => `kind ${i}`);
      const dataset = {
        ...{ ...faces, classes, labels: Uint8Array.from(faces.labels, (_, i) => i % count) },
        source: { ...faces.source, kind: 'own images' as const },
      };
      const { runFolder } = await tinyRun(root, { dataset, epochs: 1, name: `run of ${count}` });
      const folder = path.join(root, `release of ${count}`);
      const card = await exportRelease(runFolder, folder, { dataset, latencyRepeats: 2 });
      assert.deepEqual(
        card.measurements.oneView.classes.privateTest.report.classes.map(({ emotion }) => emotion),
        classes,
      );
      assert.equal(card.data.counts.train.length, count);
      const { model, metadata } = await loadRelease(folder);
      assert.deepEqual(metadata.labels, classes);
      model.dispose();
      const text = readFileSync(path.join(folder, 'README.md'), 'utf8');
      assert.match(text, new RegExp(`one of ${count} classes: kind 0, kind 1, kind 2`));
      assert.match(text, /\nDATASET=path\/to\/pictures npm run release -- /);
      assert.doesNotMatch(text, /seven|AI Act|expression|FER-2013 \(Goodfellow/);
      assert.doesNotMatch(describeLimits(card, { minConfidence: 0 }).join(' '), /face|seven|feeling|Anger/);
      await checkRelease(folder, { dataset });
    });
});
