// `npm run bench`: this project, stock tfjs-node, Keras, PyTorch, ONNX Runtime and OpenVINO side by
// side. Prints a table, writes out/bench.json.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { integer, number, object, optional, text, writeJson } from '../../src/lib/json/index';
import { setup } from '../setup/setup.mjs';
import { endCleanly } from '../shared/contender-group';
import { KERAS_HELLO, NODE_HELLO } from '../shared/contender-hello';
import { duration } from '../shared/duration.mjs';
import { projectRoot } from '../shared/environment.mjs';
import { kerasEnvironment } from '../shared/keras-environment.mjs';
import { describeMachine, type Machine } from '../shared/machine';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { significantFigures } from '../shared/significant-figures';
import { checkRow, type Row } from './check-row';
import { checkSameAnswers } from './check-same-answers';
import { compareSizes, type Sizes } from './compare-sizes';
import type { BenchData, Measure } from './measure';
import { checkWritable, chooseMeasures } from './measures';
import { networksOf } from './networks-of';
import { parseOptions } from './options';
import { createPool } from './pool';
import { precisionOf } from './precision-of';
import { prepareData } from './prepare-data';
import { prepareOptional } from './prepare-optional';
import { runProfile } from './profile/run-profile';
import { participantsOf, runMeasure } from './run-measure';
import { type Kind, summarizeSamples, type Sample } from './summarize-samples';
import { textTable } from './table';
import { checkSameStart } from './zoo/check-same-start';

/** What the benchmark ran on, with its settings; filled in as it runs. */
type BenchMachine = Machine &
  Sizes & {
    quick: boolean;
    rounds: number;
    sameAllocator: boolean;
    /** `FER-2013`, or why it is not there. */
    data?: string;
    peak: Peak;
    seconds?: number;
  };

/** Billions of operations a second in a large matrix product. */
type Peak = Record<'float32' | 'bfloat16', number>;

const OUT = path.join(projectRoot, 'out', 'bench.json');
const PEAK = object({ float32: number({ above: 0 }), bfloat16: number({ above: 0 }) });
const FER2013 = object({
  source: optional(object({ kind: text(), path: text() })),
  trainImages: optional(integer({ from: 1 })),
});

const { measures: chosen, ...options } = readOptions((args: string[]) => {
  const parsed = parseOptions(args);
  const measures = chooseMeasures(parsed);
  if (parsed.write && !parsed.profile) checkWritable(measures);
  return { ...parsed, measures };
}, usageOf('bench'));

const names = new Set(chosen.flatMap(participantsOf).map((participant) => participant.split(':')[0]));
/** Whether Keras takes part: with other contenders, or to measure the peak that a share is of. */
const usesKeras = chosen.some(({ work }) => work) || [...names].some((name) => name.startsWith('keras'));
/** The contender that describes the machine. */
const ours = names.has('auto') || !names.has('float32') ? 'auto' : 'float32';

const { quick, rounds, sameAllocator, write, profile } = options;
const pool = createPool({ sameAllocator });
let removeData = () => {};
/** Where the shipped model's file is, for those who read it. */
const temporary = temporaryFolder('bench');

void main();

async function main(): Promise<void> {
  if (usesKeras && !profile) await setup({ quiet: true, steps: [kerasEnvironment] });
  const stop = async () => {
    await pool.stop();
    removeData();
    rmSync(temporary, { recursive: true, force: true });
  };
  endCleanly(stop);
  try {
    await (profile ? runProfile(pool, { rounds, write }) : bench());
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
}

async function bench(): Promise<void> {
  const prepared = await prepareOptional(chosen, { pool });
  const { measures } = prepared;
  for (const note of prepared.notes) console.log(note);
  if (write) checkWritable(measures);
  const began = performance.now();
  const machine: BenchMachine = {
    ...describeMachine({
      ours: await pool.ask(ours, { task: 'hello' }, NODE_HELLO),
      keras: usesKeras ? await pool.ask('keras-float32', { task: 'hello' }, KERAS_HELLO) : undefined,
    }),
    ...{ quick, rounds, sameAllocator, parameters: {}, multiplyAdds: {} },
    peak: { float32: 0, bfloat16: 0 },
  };
  const versions = Object.assign(machine.versions, prepared.versions);
  const { peak } = machine;
  console.log(`${machine.processor}, ${machine.cores} cores, ${machine.features.join(' ')}`);
  console.log(
    Object.entries(versions)
      .filter(([, version]) => version !== undefined)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  if (usesKeras && versions['TensorFlow of tfjs-node'] !== versions['TensorFlow of Keras'])
    console.log('Note: tfjs-node and Keras run on different versions of TensorFlow here.');

  const data = await openData(measures, machine);
  if (write && !data && measures.some(({ needsData }) => needsData))
    throw new Error(`Expected --write with FER-2013 but found none: ${machine.data}.`);
  Object.assign(machine, await compareSizes({ pool, contenders: networksOf(measures, { ours }) }));
  const readers = measures.filter(({ ask }) => ask.architecture === 'shipped').flatMap(participantsOf);
  if (readers.length > 0)
    await checkSameAnswers([...new Set(readers)], {
      ...{ pool, file: path.join(temporary, 'shipped.onnx') },
      precisionOf: (participant) => precisionOf(participant, machine),
    });

  const results: { measure: Measure; known: Record<string, Sample[]> }[] = [];
  const samples: Record<string, Record<string, Sample[]>> = {};
  const checked = new Set<string>();
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
      if (model !== undefined && !checked.has(model)) {
        await checkSameStart(model, { pool, contenders: participants });
        checked.add(model);
      }
      if (measure.work) await measurePeak(peak);
      Object.assign(known, await runMeasure(measure, { pool, participants, rounds, quick, data }));
      console.log(`${measure.id}: ${duration(performance.now() - started)}`);
    }
    results.push({ measure, known });
    // After each measure, so that a run that is stopped leaves its results so far.
    await writeJson(OUT, { machine, rows: checkRows(results, machine) });
  }
  if (usesKeras) await measurePeak(peak);
  const seconds = (performance.now() - began) / 1000;
  machine.seconds = seconds;
  const rows = checkRows(results, machine);
  await writeJson(OUT, { machine, rows });
  console.log(`\n${textTable(rows).join('\n')}`);
  console.log(
    `\nMedians of ${rounds} rounds (lowest–highest). ${usesKeras ? `Peak: ${describePeak(peak)}. ` : ''}${duration(seconds * 1000)}; out/bench.json.`,
  );
  if (quick) console.log('A quick look: few rows and few rounds. No result.');
  if (write) {
    // Loaded now, so that this process is as small as it can be while others are measured.
    const { publishBench } = await import('./publish.js');
    console.log(`Wrote ${(await publishBench({ machine: { ...machine, seconds }, rows })).join(', ')}.`);
  }
}

/** FER-2013 where a measure uses it and it is there. */
async function openData(measures: readonly Measure[], machine: BenchMachine): Promise<BenchData | undefined> {
  if (!measures.some(({ needsData, optionalData }) => needsData || optionalData)) return undefined;
  const { source, trainImages } = await pool.ask('auto', { task: 'locate' }, FER2013);
  const prepared = await prepareData(source);
  removeData = prepared.remove;
  if (!prepared.data || trainImages === undefined) {
    machine.data = 'reason' in prepared ? prepared.reason : undefined;
    return undefined;
  }
  machine.data = 'FER-2013';
  return { ...prepared.data, trainImages };
}

/**
 * Measures the speed of a large matrix product, between the measures: the highest counts, since
 * anything else that runs only lowers it.
 */
async function measurePeak(peak: Peak): Promise<void> {
  const command = { task: 'peak', size: 4096, repeats: quick ? 1 : 3 };
  const { float32, bfloat16 } = await pool.ask('keras-float32', command, PEAK);
  peak.float32 = Math.max(peak.float32, float32);
  peak.bfloat16 = Math.max(peak.bfloat16, bfloat16);
}

function describePeak(peak: Peak): string {
  return Object.entries(peak)
    .map(([precision, speed]) => `${precision} ${significantFigures(speed)} GFLOP/s`)
    .join(', ');
}

function checkRows(
  results: readonly { measure: Measure; known: Record<string, Sample[]> }[],
  machine: BenchMachine,
): Row[] {
  return results.flatMap(({ measure, known }) => {
    const summarize = (kind: Kind) =>
      Object.fromEntries(participantsOf(measure).map((name) => [name, summarizeSamples(kind, known[name])]));
    const summaries = summarize(measure.kind);
    const peerSummaries = measure.peerKind && summarize(measure.peerKind);
    return measure.pairs.map((pair) => checkRow(measure, { pair, summaries, peerSummaries, machine }));
  });
}
