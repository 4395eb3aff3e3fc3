// `npm run compare`: the project's models and those of others on FER-2013's test images, and on
// photographs in which these are hidden. Prints tables, writes out/compare.json.
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { formatCount } from '../../src/lib/format';
import { integer, object, optional, text, writeJson } from '../../src/lib/json/index';
import { makeTemporaryFolder } from '../../src/lib/processes/temporaries.cjs';
import { setup } from '../setup/setup.mjs';
import { busyNote } from '../shared/comparison-words';
import { createContenderGroup, endCleanly } from '../shared/contender-group';
import { NODE_HELLO, type KerasHello } from '../shared/contender-hello';
import { projectRoot } from '../shared/environment.mjs';
import type { Contender, OnProgress } from '../shared/json-lines-process';
import { describeMachine } from '../shared/machine';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { createReporter } from '../shared/reporter.mjs';
import { checkValidity } from './check-validity';
import { CONTENDERS, PHOTOGRAPH_CONTENDERS, PROJECT, type ComparedContender, type Group } from './contenders';
import { parseOptions, type Part } from './options';
import { measurePhotographs } from './photographs/measure-photographs';
import { photographTable } from './photographs/photograph-table';
import type { ComparedPhotographs } from './publish';
import { FOUND, PREDICTED, SCORED, type CompareRow } from './row';
import { textTable } from './table';

const OUT = path.join(projectRoot, 'out', 'compare.json');

/** Images that every contender gets at once. */
const BATCH = 128;

const SOURCE = object({ source: optional(object({ kind: text() })) });
const TESTS = object({ images: text(), count: integer({ from: 1 }), fingerprint: text() });

/** The test images: the file of their pixels, and how many there are. */
interface Tests {
  images: string;
  count: number;
}

const options = readOptions(parseOptions, usageOf('compare'));
// Before this program makes any itself.
const loadAtStart = loadavg()[0];
const reporter = createReporter();
const temporary = makeTemporaryFolder('compare');
const group = createContenderGroup();
let isStopped = false;

void main();

async function main(): Promise<void> {
  const stop = async () => {
    await group.stopAll();
    rmSync(temporary, { recursive: true, force: true });
  };
  // A failed set-up ends the process by itself.
  process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
  endCleanly(() => {
    isStopped = true;
    return stop();
  });
  try {
    process.exitCode = await compare();
  } catch (error) {
    // The error of a program that was stopped says nothing new.
    if (!isStopped) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
}

async function compare(): Promise<number> {
  const project = group.start(PROJECT);
  const { source } = await project.ask({ task: 'locate' }, SOURCE);
  if (!source) {
    console.error(
      'Expected FER2013 to be the path of FER-2013 but found none, and none in data/. A comparison on drawn faces would say nothing: set FER2013, or see data/README.md.',
    );
    return 1;
  }
  const asked = <One extends { group: Group }>(part: Part, all: readonly One[]) =>
    options.parts.includes(part) ? all.filter((one) => options.only.includes(one.group)) : [];
  const contenders = asked('images', CONTENDERS);
  const onPhotographs = asked('photographs', PHOTOGRAPH_CONTENDERS);
  const steps = [
    ...new Set([...contenders, ...onPhotographs].flatMap((one) => ('steps' in one ? one.steps : []))),
  ];
  if (steps.length) await setup({ quiet: true, steps });

  const tests = await reporter.step('FER-2013', (note) => {
    const command = { task: 'open', folder: temporary };
    return project.ask(command, TESTS, { onProgress: showing(note) });
  });
  let keras: KerasHello | undefined;
  const rows: CompareRow[] = [];
  let photographs: ComparedPhotographs | undefined;
  const describe = async () => ({
    ...describeMachine({ ours: await project.ask({ task: 'hello' }, NODE_HELLO), keras }),
    loadAtStart,
  });
  // After each contender, so that a run that is stopped leaves its results so far.
  const save = async () =>
    writeJson(OUT, {
      machine: await describe(),
      batch: BATCH,
      data: { kind: source.kind, fingerprint: tests.fingerprint },
      wrong: checkValidity(rows),
      rows,
      photographs,
    });
  for (const contender of contenders) {
    const { versions, row } = await measure(contender, { project, tests });
    // Without the model there is nothing to say of its mirror images either.
    if ('absent' in row && 'flip' in contender && contender.flip) continue;
    rows.push(row);
    keras = versions ?? keras;
    await save();
  }
  if (onPhotographs.length) {
    const common = { project, group, reporter, folder: temporary, each: options.photographs };
    const measured = await measurePhotographs({ ...common, contenders: onPhotographs });
    keras = measured.keras ? { ...keras, ...measured.keras } : keras;
    photographs = { each: options.photographs, rows: measured.rows };
    await save();
  }
  if (rows.length) {
    console.log(`\n${textTable(rows).join('\n')}\n`);
    console.log(
      `Accuracy with its 95 % interval; images/s in batches of ${BATCH}, pixels to probabilities; out/compare.json.`,
    );
  }
  if (photographs) {
    console.log(`\n${photographTable(photographs.rows).join('\n')}\n`);
    console.log('From the file to faces with emotions, one photograph after the other; out/compare.json.');
  }
  const busy = busyNote({ loadAtStart, cores: cpus().length });
  if (busy) console.log(busy);
  const wrong = checkValidity(rows);
  for (const sentence of wrong) console.error(`\n${sentence}`);
  if (wrong.length) return 1;
  if (options.write) {
    const { publishComparison } = await import('./publish.js');
    const machine = await describe();
    const images = rows.length ? { batch: BATCH, rows } : undefined;
    console.log(`Wrote ${(await publishComparison({ machine, images, photographs })).join(', ')}.`);
  }
  return 0;
}

/**
 * A contender's row: its scores, speed and size, or why it is `absent`; and Keras' versions where
 * it ran on that.
 */
async function measure(
  contender: ComparedContender,
  { project, tests }: { project: Contender; tests: Tests },
): Promise<{ row: CompareRow; versions?: KerasHello }> {
  const { id, chosenOn } = contender;
  const found =
    'program' in contender
      ? { title: contender.title, absent: undefined }
      : await project.ask({ task: 'find', which: contender.group }, FOUND);
  const title = 'flip' in contender && contender.flip ? `${found.title}, with mirror image` : found.title;
  if (found.absent !== undefined) return { row: { id, title, absent: found.absent } };
  const file = path.join(temporary, `${id}.bin`);
  const command = { task: 'predict', batch: BATCH, file };
  const { labels, versions, ...measured } = await reporter.step(title, async (note) => {
    const onProgress = showing(note);
    if (!('program' in contender)) {
      const { group: which, flip } = contender;
      return project.ask({ ...command, which, flip }, PREDICTED, { onProgress });
    }
    const { images, count } = tests;
    const peer = group.start(contender.program);
    try {
      return await peer.ask({ ...command, images, count }, PREDICTED, { onProgress });
    } finally {
      await group.stop(peer);
    }
  });
  const scores = await project.ask({ task: 'score', file, labels }, SCORED);
  return { row: { id, title, chosenOn, ...scores, ...measured }, versions };
}

/** Shows how far a contender is, on its step's line. */
function showing(note: (text: string) => void): OnProgress {
  return (done, total) => note(`${formatCount(done)} of ${formatCount(total)} images`);
}
