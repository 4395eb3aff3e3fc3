// `npm run teachers`: scores trained networks and the mean of their predictions.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { measuredOn } from '../shared/docs/measured-on';
import { TEACHERS, teachersTable } from '../shared/docs/teachers';
import { updateDocs } from '../shared/docs/update-docs';
import { describeMachine } from '../shared/machine';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { sayHello } from '../shared/say-hello';
import { ScriptError } from '../shared/script-error.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { selectSplit } from '../../src/lib/dataset';
import { useFastTraining, type tf } from '../../src/lib/engine';
import { predict } from '../../src/lib/evaluation';
import { formatAmount } from '../../src/lib/format';
import { markdownTable } from '../../src/lib/markdown-table';
import { summarize } from '../../src/lib/model';
import { loadRelease } from '../../src/lib/release';
import { loadBestModel, openDataset, progressBar, readSettings, requireRunJson } from '../../src/lib/run';
import { scoreNetworks, type Predicted } from './score-networks';

const { values, positionals } = readOptions((args) => {
  const options = { write: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options, allowPositionals: true }, 'npm run teachers');
}, usageOf('teachers'));

void runScript(async () => {
  if (positionals.length === 0)
    throw new ScriptError('Expected folders of runs or of released models but found no argument.');
  const settings = readSettings();
  const dataset = await openDataset(settings, { progress: progressBar });
  if (values.write && dataset.source.kind !== 'FER-2013')
    throw new ScriptError(
      'Expected FER2013 to lead to FER-2013, since --write is about it, but found drawn faces.',
    );
  const tests = {
    publicTest: selectSplit(dataset, 'publicTest'),
    privateTest: selectSplit(dataset, 'privateTest'),
  };
  useFastTraining({ precision: 'auto' });
  const networks: Predicted[] = [];
  for (const folder of positionals.map(fromUser)) {
    const { model, ...facts } = await load(folder);
    const name = path.basename(folder);
    const parameters = summarize(model).params;
    const predictOf = (split: keyof typeof tests) =>
      predict(model, tests[split], { flip: true, onProgress: progressBar(`${name}, ${split}`) });
    const predictions = {
      publicTest: await predictOf('publicTest'),
      privateTest: await predictOf('privateTest'),
    };
    networks.push({ name, parameters, ...facts, ...predictions });
    model.dispose();
  }
  const rows = scoreNetworks(networks, tests);
  console.log(`\n${markdownTable(teachersTable(rows))}`);
  if (!values.write) return 0;
  const { notes } = await TEACHERS.read();
  const machine = measuredOn(describeMachine({ ours: sayHello('bfloat16') }));
  await TEACHERS.write({ command: 'npm run teachers', machine, rows, notes });
  console.log(`\nWrote ${[TEACHERS.file, ...(await updateDocs())].join(', ')}.`);
  return 0;
});

/** A run's best model, or a released one, and how it was trained. */
async function load(
  folder: string,
): Promise<{ model: tf.LayersModel } & Pick<Predicted, 'training' | 'minutes'>> {
  if (existsSync(path.join(folder, 'card.json'))) {
    const { model, card } = await loadRelease(folder);
    const { command, seconds, epochs } = card.training;
    return { model, training: describe(command, epochs), minutes: seconds / 60 };
  }
  const { command } = requireRunJson(folder, 'training');
  const history = requireRunJson(folder, 'history');
  const { model } = await loadBestModel({ folders: { run: folder } });
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return { model, training: describe(command, history.length), minutes: seconds / 60 };
}

/** `--preset teacher --seed 1, 24 epochs` */
const describe = (command: string, epochs: number) =>
  `\`${command.replace(/^.*npm run train -- /, '')}\`, ${formatAmount(epochs, 'epoch')}`;
