// `npm run bench`: this project, stock tfjs-node and Keras side by side. Prints a table, writes out/bench.json.
import path from 'node:path';
import { compareSizes } from './compare-sizes.mjs';
import { prepareData } from './data.mjs';
import { judgeRow } from './judge-row.mjs';
import { kerasEnvironment } from '../shared/keras-environment.mjs';
import { describeMachine } from '../shared/machine.mjs';
import { chooseMeasures } from './measures.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { createPool } from './pool.mjs';
import { participantsOf, runMeasure } from './run-measure.mjs';
import { summarizeSamples } from './summarize-samples.mjs';
import { figures, textTable } from './table.mjs';
import { checkSameStart } from './zoo/check-same-start.mjs';
import { ZOO_MEASURES } from './zoo/measures.mjs';
import { writeZooPage } from './zoo/page.mjs';
import { projectRoot } from '../shared/environment.mjs';
import { endWithNpm } from '../shared/processes/end-with-npm.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { npmPackages } from '../setup/npm-packages.mjs';
import { pythonPackages } from '../setup/python-packages.mjs';
import { setup } from '../setup/setup.mjs';
import { tensorflow } from '../setup/tensorflow-binding.mjs';
import { duration } from '../shared/duration.mjs';
import { writeJson } from '../shared/write-json.mjs';

const OUT = path.join(projectRoot, 'out', 'bench.json');

const { measures, ...options } = readOptions((args) => {
  const parsed = parseOptions(args);
  const chosen = chooseMeasures(parsed);
  if (parsed.write && !ZOO_MEASURES.every(({ id }) => chosen.some((measure) => measure.id === id)))
    throw new Error('Expected --write with all rows of the zoo (--rows zoo) but found some missing.');
  return { ...parsed, measures: chosen };
}, USAGE);

const names = new Set(measures.flatMap(participantsOf).map((participant) => participant.split(':')[0]));
/** Whether Keras takes part: with other contenders, or to measure the peak that a share is of. */
const usesKeras = measures.some(({ work }) => work) || [...names].some((name) => name.startsWith('keras'));
/** The contender that tells of the machine. */
const ours = names.has('auto') || !names.has('float32') ? 'auto' : 'float32';

endWithNpm();
const steps = [npmPackages, pythonPackages, tensorflow, ...(usesKeras ? [kerasEnvironment] : [])];
await setup({ quiet: true, steps });

const { quick, rounds, sameAllocator, write } = options;
const pool = createPool({ sameAllocator });
let removeData = () => {};
const stop = async () => {
  await pool.stop();
  removeData();
};
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => stop().finally(() => process.exit(code)));

try {
  await bench();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  await stop();
}

async function bench() {
  const began = performance.now();
  const machine = await describeMachine({
    ours: await pool.ask(ours, { task: 'hello' }),
    keras: usesKeras ? await pool.ask('keras-float32', { task: 'hello' }) : undefined,
  });
  Object.assign(machine, { quick, rounds, sameAllocator });
  const { versions } = machine;
  console.log(`${machine.processor}, ${machine.cores} cores, ${machine.features.join(' ')}`);
  console.log(
    Object.entries(versions)
      .filter(([, version]) => version !== undefined)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  if (usesKeras && versions['TensorFlow of tfjs-node'] !== versions['TensorFlow of Keras'])
    console.log('Note: tfjs-node and Keras run on different versions of TensorFlow here.');

  const data = await openData(machine);
  const architectures = [...new Set(measures.map(({ ask }) => ask.architecture).filter(Boolean))];
  const living = measures.filter(({ fresh }) => !fresh).flatMap(participantsOf);
  const contenders = [...new Set([ours, ...living.map((participant) => participant.split(':')[0])])];
  Object.assign(machine, await compareSizes({ pool, contenders, architectures }));
  machine.peak = { float32: 0, bfloat16: 0 };

  const results = [];
  const samples = {};
  const checked = new Set();
  for (const measure of measures) {
    if (measure.needsData && !data) {
      console.log(`${measure.id}: left out, since ${machine.data}.`);
      continue;
    }
    const known = (samples[measure.samplesOf ?? measure.id] ??= {});
    const participants = participantsOf(measure).filter((participant) => !(participant in known));
    if (participants.length) {
      const started = performance.now();
      const { model } = measure.ask;
      if (model && !checked.has(model)) await checkSameStart(model, { pool, contenders: participants });
      checked.add(model);
      if (measure.work) await measurePeak(machine.peak);
      Object.assign(known, await runMeasure(measure, { pool, participants, rounds, quick, data }));
      console.log(`${measure.id}: ${duration(performance.now() - started)}`);
    }
    results.push({ measure, known });
    // After each measure, so that a run that is stopped leaves what it has.
    writeJson(OUT, { machine, rows: judge(results, machine) });
  }
  if (usesKeras) await measurePeak(machine.peak);
  machine.seconds = (performance.now() - began) / 1000;
  const rows = judge(results, machine);
  writeJson(OUT, { machine, rows });
  console.log(`\n${textTable(rows).join('\n')}`);
  console.log(
    `\nMedians of ${rounds} rounds (lowest–highest). ${usesKeras ? `Peak: ${describePeak(machine.peak)}. ` : ''}${duration(machine.seconds * 1000)}; out/bench.json.`,
  );
  if (quick) console.log('A quick look: few rows and few rounds. No result.');
  if (write) console.log(`${writeZooPage({ machine, rows })} has it now.`);
}

/** FER-2013 where a measure wants it and where it is. */
async function openData(machine) {
  if (!measures.some(({ needsData, optionalData }) => needsData || optionalData)) return undefined;
  const { source, trainImages } = await pool.ask('auto', { task: 'locate' });
  const { data, reason, remove } = await prepareData(source);
  removeData = remove;
  machine.data = reason ?? 'FER-2013';
  return data && { ...data, trainImages };
}

/**
 * Billions of operations a second in a big product of matrices, tried between the measures: the highest counts, since
 * anything else that runs only makes it less.
 */
async function measurePeak(peak) {
  const found = await pool.ask('keras-float32', { task: 'peak', size: 4096, repeats: quick ? 1 : 3 });
  for (const [precision, speed] of Object.entries(found)) peak[precision] = Math.max(peak[precision], speed);
}

function describePeak(peak) {
  return Object.entries(peak)
    .map(([precision, speed]) => `${precision} ${figures(speed)} GFLOP/s`)
    .join(', ');
}

function judge(results, machine) {
  return results.flatMap(({ measure, known }) => {
    const summaries = Object.fromEntries(
      participantsOf(measure).map((name) => [name, summarizeSamples(measure.kind, known[name])]),
    );
    return measure.pairs.map((pair) => judgeRow(measure, { pair, summaries, machine }));
  });
}
