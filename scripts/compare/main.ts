// `npm run compare`: the project's models and those of others on FER-2013's test images, by its own
// labels and by FER+'s votes, and on photographs in which these are hidden. Prints tables, writes
// out/compare.json.
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { flag, integer, object, optional, text, writeJson } from '../../src/lib/json/index';
import { makeTemporaryFolder } from '../../src/lib/processes/temporaries.cjs';
import { setup } from '../setup/setup.mjs';
import { busyNote } from '../shared/comparison-words';
import { createContenderGroup, endCleanly } from '../shared/contender-group';
import { NODE_HELLO, type KerasHello } from '../shared/contender-hello';
import { projectRoot } from '../shared/environment.mjs';
import { describeMachine } from '../shared/machine';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { createReporter } from '../shared/reporter.mjs';
import { VOTE_SCORES } from '../../src/lib/evaluation/index';
import { missingVotes } from '../../src/lib/run/index';
import { voteColumnsText } from '../shared/vote-scores';
import { checkValidity } from './check-validity';
import { CONTENDERS, PHOTOGRAPH_CONTENDERS, PROJECT, type Group } from './contenders';
import { measureContender, showing } from './measure-contender';
import { parseOptions, type Part } from './options';
import { measurePhotographs } from './photographs/measure-photographs';
import { photographTable } from './photographs/photograph-table';
import type { ComparedPhotographs, ComparedVotes } from './publish';
import type { CompareRow, VotesRow } from './row';
import { textTable } from './table';
import { votesTable } from './votes-table';

const OUT = path.join(projectRoot, 'out', 'compare.json');

/** Images that every contender gets at once. */
const BATCH = 128;

const SOURCE = object({ source: optional(object({ kind: text() })), hasVotes: flag });
const TESTS = object({ images: text(), count: integer({ from: 1 }), fingerprint: text() });
const REFERENCES = object({ labels: VOTE_SCORES, votes: VOTE_SCORES });

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
  const { source, hasVotes } = await project.ask({ task: 'locate' }, SOURCE);
  if (!source) {
    console.error(
      'Expected FER2013 to be the path of FER-2013 but found none, and none in data/. A comparison on drawn faces would say nothing: set FER2013, or see data/README.md.',
    );
    return 1;
  }
  if (options.needsVotes && !hasVotes) {
    console.error(missingVotes('--parts votes').message);
    return 1;
  }
  const takes = (part: Part) => options.parts.includes(part) && (part !== 'votes' || hasVotes);
  const asked = <One extends { group: Group }>(all: readonly One[]) =>
    all.filter((one) => options.only.includes(one.group));
  const contenders = takes('images') || takes('votes') ? asked(CONTENDERS) : [];
  const onPhotographs = takes('photographs') ? asked(PHOTOGRAPH_CONTENDERS) : [];
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
  const votesRows: VotesRow[] = [];
  const references = takes('votes') ? await project.ask({ task: 'scoreReferences' }, REFERENCES) : undefined;
  const votes: ComparedVotes | undefined = references && { rows: votesRows, ...references };
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
      rows: takes('images') ? rows : [],
      votes,
      photographs,
    });
  const common = { project, group, reporter, folder: temporary };
  for (const contender of contenders) {
    const { versions, row, votesRow } = await measureContender(contender, {
      ...common,
      tests: { images: tests.images, count: tests.count },
      batch: BATCH,
      fast: takes('images'),
      votes: takes('votes'),
    });
    // Without the model there is nothing to say of its mirror images either.
    if ('absent' in row && 'flip' in contender && contender.flip) continue;
    rows.push(row);
    if (votesRow) votesRows.push(votesRow);
    keras = versions ?? keras;
    await save();
  }
  if (onPhotographs.length) {
    const { photographs: each } = options;
    const measured = await measurePhotographs({ ...common, each, contenders: onPhotographs });
    keras = measured.keras ? { ...keras, ...measured.keras } : keras;
    photographs = { each, rows: measured.rows };
    await save();
  }
  if (rows.length && takes('images')) {
    console.log(`\n${textTable(rows).join('\n')}\n`);
    console.log(
      `Accuracy with its 95 % interval; images/s in batches of ${BATCH}, pixels to probabilities; out/compare.json.`,
    );
  }
  if (votes) {
    console.log(`\n${votesTable(votes).join('\n')}\n`);
    console.log(`${voteColumnsText(votes.votes)} out/compare.json.`);
  } else if (options.parts.includes('votes'))
    console.log("\nWithout FER+'s votes: set FERPLUS to compare on them, too.");
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
    const images = takes('images') ? { batch: BATCH, rows } : undefined;
    const written = await publishComparison({ machine, images, votes, photographs });
    console.log(`Wrote ${written.join(', ')}.`);
  }
  return 0;
}
