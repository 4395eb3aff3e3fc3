// `npm run train`: trains outside the notebooks.
import { constants } from 'node:os';
import { gitCommit } from '../shared/git-commit';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { toUser } from '../shared/user-path.mjs';
import { parseOptions } from './options';
import {
  describeDataset,
  describeOtherLengths,
  imagesOfRun,
  openDataset,
  planTraining,
  progressBar,
  runTraining,
  type TrainingPlan,
} from '../../src/lib/run';
import { progressLogger, TrainingInterrupted } from '../../src/lib/training';
import { formatAmount, formatPercent } from '../../src/lib/format';

const options = readOptions(parseOptions, usageOf('train'));

void runScript(async () => {
  const plan = planTraining(options.overrides);
  const lengths = describeOtherLengths(plan);
  if (lengths) console.log(lengths);
  const nameOf = ({ folders }: TrainingPlan) => toUser(folders.run);
  const onTraining = (training: TrainingPlan) => {
    const { data, recipe, runSize } = training;
    const teacher = training === plan ? '' : `A teacher of ${nameOf(plan)}:\n`;
    const what = `${formatAmount(recipe.epochs, 'epoch')} of ${recipe.architecture} on ${data.kind} (${runSize})`;
    console.log(`\n${teacher}${training.command}\n${what}, in ${nameOf(training)}\n`);
  };

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A second signal has to end the process here: Node's default is disabled while there is a
      // listener.
      if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
      console.log('\nStopping after this batch; interrupt again to stop at once.');
      stop.abort();
    });
  try {
    const dataset = imagesOfRun(await openDataset(plan, { progress: progressBar }), plan);
    if (plan.data.kind === 'own images') console.log(describeDataset(dataset));
    const { best } = await runTraining(plan, {
      dataset,
      ...{ resume: !options.fresh, commit: gitCommit() },
      ...{ signal: stop.signal, progress: progressBar, callbacks: [progressLogger()], onTraining },
    });
    const accuracy = formatPercent(best.valAccuracy, 2);
    console.log(
      `\nBest: epoch ${best.epoch}, ${accuracy} on publicTest (optimistic: the epoch was selected on it).`,
    );
    console.log(`To export it with its card: npm run release -- ${nameOf(plan)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof TrainingInterrupted)) throw error;
    console.log(`\n${error.message}`);
    return 130;
  }
});
