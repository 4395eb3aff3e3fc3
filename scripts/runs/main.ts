// `npm run runs`: compares the accuracy of trainings.
import path from 'node:path';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { finishedRuns, type FinishedRun } from './finished-runs';
import { nameByChanges } from './name-by-changes';
import { publishRuns } from './publish';
import { ABLATIONS, RUNS, runsTable } from '../shared/docs/runs';
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

const { values, positionals } = readOptions((args) => {
  const flag = { type: 'boolean', default: false } as const;
  const options = { write: flag, ablations: flag } as const;
  return parseArguments({ args, options, allowPositionals: true }, 'npm run runs');
}, usageOf('runs'));

void runScript(async () => {
  const settings = readSettings();
  const root = path.dirname(settings.folders.run);
  const wanted = ({ name }: FinishedRun) =>
    positionals.length === 0 || positionals.some((part) => name.includes(part));
  let damaged = 0;
  const onDamaged = (folder: string, error: ExpectationError) => {
    damaged++;
    console.error(`${path.basename(folder)}: skipped. ${error.message}`);
  };
  const finished = finishedRuns(root, { onDamaged }).filter(wanted);
  const runs = values.ablations ? nameByChanges(finished) : finished;
  if (runs.length === 0) {
    console.log(`No finished training in ${root}${positionals.length ? ' with such a name' : ''}.`);
    return damaged ? 1 : 0;
  }
  const whole = await openDataset(settings, { progress: progressBar });
  const evaluated: EvaluatedRun[] = [];
  for (const run of runs) {
    const record = readRunJson(run.folder, 'training');
    try {
      const dataset = imagesOfRun(whole, record ?? settings);
      if (run.fingerprint !== dataset.source.fingerprint) {
        console.log(`${path.basename(run.folder)}: skipped, trained on other images or labels`);
        continue;
      }
      evaluated.push({ ...run, evaluation: run.evaluation ?? (await evaluate(run, dataset)) });
    } catch (error) {
      if (!(error instanceof ExpectationError)) throw error;
      onDamaged(run.folder, error);
    }
  }
  const summaries = summarizeRuns(evaluated);
  if (summaries.length) console.log(`\n${markdownTable(runsTable(summaries))}`);
  if (values.write && summaries.length) {
    const flags = values.ablations ? ['--ablations', '--write'] : ['--write'];
    const command = ['npm run runs --', ...positionals, ...flags].join(' ');
    const record = readRunJson(evaluated[0].folder, 'training');
    const table = values.ablations ? ABLATIONS : RUNS;
    console.log(`\nWrote ${(await publishRuns(summaries, { command, record, table })).join(', ')}.`);
  }
  return damaged ? 1 : 0;
});

/** Evaluates a run like notebook 6, and saves the result in its folder. */
async function evaluate({ folder }: FinishedRun, dataset: Dataset): Promise<RunEvaluation> {
  console.log(path.basename(folder));
  const { model } = await loadBestModel({ folders: { run: folder } });
  const options = { chosenOn: 'publicTest', progress: progressBar } as const;
  const evaluation = await evaluateModel(model, dataset, options);
  model.dispose();
  await writeRunJson(folder, 'evaluation', evaluation);
  return evaluation;
}
