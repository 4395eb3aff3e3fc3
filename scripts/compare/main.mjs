// `npm run compare`: the project's models and those of others on FER-2013's test images. Prints a table, writes
// out/compare.json.
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { startContender } from '../shared/json-lines-process.mjs';
import { describeMachine } from '../shared/machine.mjs';
import { CONTENDERS, PROJECT } from './contenders.mjs';
import { judgeValidity } from './judge-validity.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { busyNote, count, textTable } from './table.mjs';
import { makeTemporaryFolder } from '../../src/lib/processes/temporaries.cjs';
import { projectRoot } from '../shared/environment.mjs';
import { endWithNpm } from '../shared/processes/end-with-npm.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { npmPackages } from '../setup/npm-packages.mjs';
import { pythonPackages } from '../setup/python-packages.mjs';
import { createReporter } from '../setup/reporter.mjs';
import { setup } from '../setup/setup.mjs';
import { tensorflow } from '../setup/tensorflow-binding.mjs';
import { writeJson } from '../shared/write-json.mjs';

const OUT = path.join(projectRoot, 'out', 'compare.json');

/** Images that every contender gets at once. */
const BATCH = 128;

const options = readOptions(parseOptions, USAGE);

endWithNpm();
await setup({ quiet: true, steps: [npmPackages, pythonPackages, tensorflow] });

const reporter = createReporter();
const temporary = makeTemporaryFolder('compare');
const running = new Set();
// Before this program makes any itself.
const loadAtStart = loadavg()[0];
let isStopped = false;
const start = (program) => {
  const contender = startContender(program);
  running.add(contender);
  return contender;
};
const stop = async () => {
  await Promise.all([...running].map((contender) => contender.stop()));
  rmSync(temporary, { recursive: true, force: true });
};
// A failed set-up ends the process by itself.
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => {
    isStopped = true;
    void stop().finally(() => process.exit(code));
  });

try {
  process.exitCode = await compare();
} catch (error) {
  // Who was stopped has nothing to say of it.
  if (!isStopped) console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  await stop();
}

async function compare() {
  const project = start(PROJECT);
  const { source } = await project.ask({ task: 'locate' });
  if (!source) {
    console.error(
      'Expected FER2013 to be the path of FER-2013 but found none, and none in data/. A comparison on drawn faces would say nothing: set FER2013, or see data/README.md.',
    );
    return 1;
  }
  const contenders = CONTENDERS.filter(({ group }) => options.only.includes(group));
  const steps = [...new Set(contenders.flatMap((contender) => contender.steps))];
  if (steps.length) await setup({ quiet: true, steps });

  const tests = await reporter.step('FER-2013', (note) =>
    project.ask({ task: 'open', folder: temporary }, { onProgress: showing(note) }),
  );
  let keras = {};
  const rows = [];
  for (const contender of contenders) {
    const { versions, ...row } = await measure(contender, { project, tests });
    // Without the model there is nothing to say of its mirror images either.
    if (row.absent !== undefined && contender.flip) continue;
    rows.push(row);
    keras = versions ?? keras;
    const machine = await describeMachine({ ours: await project.ask({ task: 'hello' }), keras });
    machine.loadAtStart = loadAtStart;
    const { fingerprint } = tests;
    // After each contender, so that a run that is stopped leaves what it has.
    writeJson(OUT, {
      machine,
      batch: BATCH,
      data: { kind: source.kind, fingerprint },
      wrong: judgeValidity(rows),
      rows,
    });
  }
  console.log(`\n${textTable(rows).join('\n')}\n`);
  console.log(
    `Accuracy with its 95 % interval; images/s in batches of ${BATCH}, pixels to probabilities; out/compare.json.`,
  );
  const busy = busyNote({ loadAtStart, cores: cpus().length });
  if (busy) console.log(busy);
  const wrong = judgeValidity(rows);
  for (const sentence of wrong) console.error(`\n${sentence}`);
  return wrong.length ? 1 : 0;
}

/** A contender's row: its scores, speed and size, or why it is `absent`. */
async function measure({ id, title, chosenOn, which, flip, program }, { project, tests }) {
  const found = program ? { title } : await project.ask({ task: 'find', which });
  const name = flip ? `${found.title}, with mirror image` : found.title;
  if (found.absent) return { id, title: name, absent: found.absent };
  const file = path.join(temporary, `${id}.bin`);
  const command = { task: 'predict', batch: BATCH, file };
  const { labels, ...measured } = await reporter.step(name, async (note) => {
    const onProgress = showing(note);
    if (!program) return project.ask({ ...command, which, flip }, { onProgress });
    const { images, count } = tests;
    const peer = start(program);
    try {
      return await peer.ask({ ...command, images, count }, { onProgress });
    } finally {
      await peer.stop();
      running.delete(peer);
    }
  });
  const scores = await project.ask({ task: 'score', file, labels });
  return { id, title: name, chosenOn, ...scores, ...measured };
}

/** Says how far a contender is, on its step's line. */
function showing(note) {
  return (done, total) => note(`${count(done)} of ${count(total)} images`);
}
