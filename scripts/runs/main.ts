// Compares the accuracy of trainings: `npm run runs`.
import path from 'node:path';
import { runMain } from '../shared/run-main';
import { parseArguments } from '../shared/parse-arguments';
import { finishedRuns, type FinishedRun } from './finished-runs';
import { publishRuns } from './publish';
import { runsTable } from '../shared/docs/runs';
import { summarizeRuns, type EvaluatedRun } from './summarize-runs';
import type { Dataset } from '../../src/lib/dataset';
import { ExpectationError } from '../../src/lib/errors';
import {
  evaluateModel,
  imagesOfRun,
  loadBestModel,
  openDataset,
  progressBar,
  readRunJson,
  readSettings,
  writeRunJson,
  type RunEvaluation,
} from '../../src/lib/run';
import { markdownTable } from '../../src/lib/markdown-table';

const USAGE = `npm run runs -- [part of a name …] [--write]

Shows the accuracy of all finished trainings in models/runs (or RUNS), or of those whose name contains one of the parts,
on the images that FER2013 names. Trainings that differ only in the seed share a row, with their mean. A training that was
not evaluated yet is evaluated first, as notebook 6 does. The checkpoints were chosen on publicTest. A training with a
damaged file is left out, with the reason; the command then ends with 1.

  --write  writes the table into docs/results.md`;

runMain(async (args) => {
  const { values, positionals } = parseArguments(
    {
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, write: { type: 'boolean' } },
    },
    'npm run runs',
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const settings = readSettings();
  const root = path.dirname(settings.folders.run);
  const wanted = ({ name }: FinishedRun) =>
    positionals.length === 0 || positionals.some((part) => name.includes(part));
  let damaged = 0;
  const onDamaged = (folder: string, error: ExpectationError) => {
    damaged++;
    console.error(`${path.basename(folder)}: left out. ${error.message}`);
  };
  const runs = finishedRuns(root, { onDamaged }).filter(wanted);
  if (runs.length === 0) {
    console.log(`No finished training in ${root}${positionals.length ? ' with such a name' : ''}.`);
    return damaged ? 1 : 0;
  }
  const whole = await openDataset(settings, { progress: progressBar });
  const evaluated: EvaluatedRun[] = [];
  for (const run of runs) {
    const record = readRunJson(run.folder, 'training');
    const dataset = imagesOfRun(whole, record ?? settings);
    if (run.fingerprint !== dataset.source.fingerprint) {
      console.log(`${path.basename(run.folder)}: left out, trained on other images than those at hand`);
      continue;
    }
    try {
      evaluated.push({ ...run, evaluation: run.evaluation ?? (await evaluate(run, dataset)) });
    } catch (error) {
      if (!(error instanceof ExpectationError)) throw error;
      onDamaged(run.folder, error);
    }
  }
  const summaries = summarizeRuns(evaluated);
  if (summaries.length) console.log(`\n${markdownTable(runsTable(summaries))}`);
  if (values.write && summaries.length) {
    const command = ['npm run runs --', ...positionals, '--write'].join(' ');
    const record = readRunJson(evaluated[0].folder, 'training');
    console.log(`\nWrote ${(await publishRuns(summaries, { command, record })).join(', ')}.`);
  }
  return damaged ? 1 : 0;
});

/** Does what notebook 6 does, and keeps it in the run's folder. */
async function evaluate({ folder }: FinishedRun, dataset: Dataset): Promise<RunEvaluation> {
  console.log(path.basename(folder));
  const { model } = await loadBestModel({ folders: { run: folder } });
  const options = { chosenOn: 'publicTest', progress: progressBar } as const;
  const evaluation = await evaluateModel(model, dataset, options);
  model.dispose();
  await writeRunJson(folder, 'evaluation', evaluation);
  return evaluation;
}
