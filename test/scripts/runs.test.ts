import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { finishedRuns } from '../../scripts/runs/finished-runs';
import { nameByChanges, WHOLE_RECIPE } from '../../scripts/runs/name-by-changes';
import { keepOtherRuns, runsTable, type RunSummary } from '../../scripts/shared/docs/runs';
import { summarizeRuns, type EvaluatedRun } from '../../scripts/runs/summarize-runs';
import type { Dataset } from '../../src/lib/dataset/dataset';
import {
  evaluateModel,
  loadBestModel,
  readRunJson,
  writeRunJson,
  type RunEvaluation,
} from '../../src/lib/run/index';
import { predict, scoreSplits } from '../../src/lib/evaluation/index';
import { selectSplit } from '../../src/lib/dataset/index';
import type { History } from '../../src/lib/training/index';
import { tinyRun } from '../release/tiny-run';

describe('finishedRuns()', () => {
  let root: string;
  let dataset: Dataset;
  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'finished runs '));
    ({ dataset } = await tinyRun(root, { name: path.join('runs', 'tiny-seed2') }));
    await tinyRun(root, { name: path.join('runs', 'tiny-seed10'), dataset });
    await tinyRun(root, { name: path.join('runs', 'other-seed1'), dataset });
  });
  after(() => rmSync(root, { recursive: true }));
  const folder = (name: string) => path.join(root, 'runs', name);

  it('finds those at their end, in the order of their seeds', async () => {
    const record = readRunJson(folder('other-seed1'), 'training')!;
    const longer = { ...record, recipe: { ...record.recipe, epochs: 3 } };
    await writeRunJson(folder('other-seed1'), 'training', longer);
    const runs = finishedRuns(path.join(root, 'runs'));
    assert.deepEqual(
      runs.map(({ name, seed, fingerprint }) => [name, seed, fingerprint]),
      [
        ['tiny', 2, dataset.source.fingerprint],
        ['tiny', 10, dataset.source.fingerprint],
      ],
    );
    assert.equal(runs[0].history.length, 2);
    assert.equal(runs[0].evaluation, undefined);
    assert.deepEqual(finishedRuns(path.join(root, 'nowhere')), []);
  });

  it('says which run has a damaged file, and finds the others', async () => {
    await tinyRun(root, { name: path.join('runs', 'damaged-seed1'), dataset });
    writeFileSync(path.join(folder('damaged-seed1'), 'training.json'), '{');
    const told: [string, string][] = [];
    const runs = finishedRuns(path.join(root, 'runs'), {
      onDamaged: (where, { message }) => told.push([path.basename(where), message]),
    });
    assert.deepEqual(
      runs.map(({ name, seed }) => [name, seed]),
      [
        ['tiny', 2],
        ['tiny', 10],
      ],
    );
    assert.equal(told.length, 1);
    assert.equal(told[0][0], 'damaged-seed1');
    assert.match(told[0][1], /^Expected .*damaged-seed1.training\.json to be/);
    assert.throws(() => finishedRuns(path.join(root, 'runs')), { name: 'ExpectationError' });
    rmSync(folder('damaged-seed1'), { recursive: true });
  });

  it('have scores that are those of each view', async () => {
    const { model } = await loadBestModel({ folders: { run: folder('tiny-seed2') } });
    const chosenOn = 'publicTest';
    const evaluation = await evaluateModel(model, dataset, { chosenOn });
    const tests = selectSplit(dataset, ['publicTest', 'privateTest']);
    const score = (probabilities: Float32Array) =>
      scoreSplits(tests, probabilities, { chosenOn, leaveOut: [] });
    const once = score(await predict(model, tests));
    const twice = score(await predict(model, tests, { flip: true }));
    assert.deepEqual(evaluation.scores, once);
    assert.deepEqual(evaluation.flipScores, twice);
    const diagonal = evaluation.confusion.reduce((sum, row, i) => sum + row[i], 0);
    assert.equal(diagonal, once[0].correct);
    assert.equal(evaluation.report.accuracy, once[0].accuracy);
    model.dispose();
  });

  it('are named by what changes the recipe, the whole one first', async () => {
    const record = readRunJson(folder('tiny-seed2'), 'training')!;
    const command = 'npm run train -- --preset walk-through';
    const commands = {
      'other-seed1': `${command} --optimizer adamw --schedule constant --seed 1`,
      'tiny-seed10': `${command} --seed 10`,
      'tiny-seed2': 'npm run train -- --preset quick --seed 2',
    };
    for (const [name, command] of Object.entries(commands)) {
      const [preset] = /walk-through|quick/.exec(command) as unknown as ['walk-through' | 'quick'];
      await writeRunJson(folder(name), 'training', {
        ...record,
        ...{ command, preset, recipe: { ...record.recipe, epochs: 2 } },
      });
    }
    const named = nameByChanges(finishedRuns(path.join(root, 'runs')));
    assert.deepEqual(
      named.map(({ name, seed }) => [name, seed]),
      [
        [WHOLE_RECIPE, 10],
        ['`--optimizer adamw --schedule constant`', 1],
      ],
    );
  });
});

describe('summarizeRuns()', () => {
  const score = (splits: string[], accuracy: number, withoutDuplicates = false) => ({
    ...{ splits, accuracy, withoutDuplicates },
  });
  const run = (name: string, seed: number, accuracy: number): EvaluatedRun => ({
    ...{ folder: '', name, seed },
    history: [{ seconds: 60 }, { seconds: 60 * seed }] as History,
    evaluation: {
      scores: [
        score(['publicTest', 'privateTest'], accuracy),
        score(['publicTest'], accuracy),
        score(['privateTest'], accuracy),
        score(['privateTest'], 0, true),
      ],
      flipScores: [
        score(['publicTest', 'privateTest'], accuracy + 0.01),
        score(['publicTest'], accuracy + 0.01),
        score(['privateTest'], accuracy + 0.02),
      ],
    } as unknown as RunEvaluation,
  });

  it('takes the means over the seeds, with the least and the most', () => {
    const [a, b] = runsTable(summarizeRuns([run('a', 1, 0.5), run('b', 1, 0.25), run('a', 3, 0.6)]));
    assert.deepEqual(a, {
      run: 'a',
      seeds: '1, 3',
      epochs: '2',
      'both tests, %': '55.00 (50.00 to 60.00)',
      'both tests, flip, %': '56.00 (51.00 to 61.00)',
      'publicTest, %': '55.00 (50.00 to 60.00)',
      'publicTest, flip, %': '56.00 (51.00 to 61.00)',
      'privateTest, %': '55.00 (50.00 to 60.00)',
      'privateTest, flip, %': '57.00 (52.00 to 62.00)',
      minutes: '3.0 (2.0 to 4.0)',
    });
    assert.deepEqual([b.run, b['privateTest, flip, %'], b.minutes], ['b', '27.00', '2.0']);
  });

  it('says which runs were scored on the labels of the annotators', () => {
    const { evaluation, ...rest } = run('c', 1, 0.5);
    const crowd = { ...rest, evaluation: { ...evaluation, labels: 'crowd' as const } };
    const names = runsTable(summarizeRuns([run('a', 1, 0.5), crowd])).map((row) => row.run);
    assert.deepEqual(names, ['a', 'c: FER-2013, labels of ten annotators (FER+)']);
  });
});

describe('keepOtherRuns()', () => {
  const machineOf = (processor: string) => ({
    ...{ date: '2026-11-29', processor, cores: 2, versions: {} },
    ...{ commit: undefined, bfloat16: undefined, loadAtStart: undefined },
  });
  const run = (name: string, value: number): RunSummary => {
    const spread = { mean: value, least: value, most: value };
    return {
      ...{ name, labels: 'own', seeds: [1], epochs: 15, machine: undefined },
      ...{ scores: { privateTest: spread }, minutes: spread },
    };
  };

  it('keeps the runs that are not measured again, with the machine that trained them', () => {
    const first = { machine: machineOf('one'), runs: [run('a', 0.1), run('b', 0.2)] };
    const second = { machine: machineOf('two'), runs: keepOtherRuns(first, [run('b', 0.3)]) };
    assert.deepEqual(second.runs, [{ ...run('a', 0.1), machine: first.machine }, run('b', 0.3)]);
    assert.deepEqual(keepOtherRuns(second, [run('c', 0.4)]), [
      { ...run('a', 0.1), machine: first.machine },
      { ...run('b', 0.3), machine: second.machine },
      run('c', 0.4),
    ]);
  });
});
