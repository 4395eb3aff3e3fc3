// Prints as JSON what the environment's settings mean and what their run has reached: for scripts/start.mjs.
import path from 'node:path';
import { describeSettings } from '../../src/lib/run/describe-settings';
import { readRunJson } from '../../src/lib/run/run-folder';
import { readSettings } from '../../src/lib/run/settings';
import type { RunEvaluation } from '../../src/lib/run/run-evaluation';

try {
  const settings = readSettings();
  const drawn = settings.data.kind === 'drawn faces';
  const evaluation = readRunJson<RunEvaluation>(settings.folders.run, 'evaluation');
  const rows = [
    ['data', evaluation?.data ?? settings.data.kind],
    ...(evaluation?.scores ?? []).map((score) => [
      `accuracy, ${score.split}`,
      `${(100 * score.accuracy).toFixed(2)} % of ${score.n} images. ${score.note}`,
    ]),
    ['model', path.relative(process.cwd(), path.join(settings.folders.run, 'model'))],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(
    JSON.stringify({
      sentence: describeSettings(settings),
      table: rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'),
      runFolder: settings.folders.run,
      drawn,
    }),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
