import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkRow, type RowMachine } from '../../scripts/bench/check-row';
import { checkSameAnswers } from '../../scripts/bench/check-same-answers';
import { compareSizes } from '../../scripts/bench/compare-sizes';
import { programOf } from '../../scripts/bench/contenders';
import { epochPart } from '../../scripts/bench/epoch-part';
import type { Measure } from '../../scripts/bench/measure';
import { networksOf } from '../../scripts/bench/networks-of';
import { checkWritable, chooseMeasures, MEASURES, rowId } from '../../scripts/bench/measures';
import { parseOptions } from '../../scripts/bench/options';
import { findTree } from '../../scripts/bench/prepare-data';
import { prepareOptional } from '../../scripts/bench/prepare-optional';
import { benchmarksOf } from '../../scripts/bench/publish';
import { commandsOf, participantsOf, runMeasure } from '../../scripts/bench/run-measure';
import { spread, type Spread } from '../../scripts/bench/spread';
import { summarizeSamples } from '../../scripts/bench/summarize-samples';
import { textTable } from '../../scripts/bench/table';
import { benchmarksText } from '../../scripts/shared/docs/benchmarks';
import { startContender } from '../../scripts/shared/json-lines-process';
import { TRAINING_OPTIONS } from '../../scripts/shared/processes/training-options.mjs';
import { significantFigures } from '../../scripts/shared/significant-figures';
import { number, text } from '../../src/lib/json/index';
import { quantile } from '../../src/lib/quantile';
import { answering } from './answering';

const even = (...rounds: number[]): Spread => ({
  value: rounds[0],
  low: Math.min(...rounds),
  high: Math.max(...rounds),
  rounds,
});
const machine: RowMachine = {
  bfloat16: true,
  precision: 'bfloat16',
  multiplyAdds: { classic: 500e6 },
  peak: { float32: 600, bfloat16: 1200 },
};
function find(id: string): Measure {
  const measure = MEASURES.find((candidate) => candidate.id === id);
  assert(measure, id);
  return measure;
}
function rowOf(id: string, { ours, peer, on = machine }: { ours: Spread; peer: Spread; on?: RowMachine }) {
  const measure = find(id);
  const [pair] = measure.pairs;
  return checkRow(measure, { pair, summaries: { [pair.ours]: ours, [pair.peer]: peer }, machine: on });
}

describe('the statistics of a benchmark', () => {
  it('finds quantiles between neighbours, whatever the order, without touching the values', () => {
    const values = [30, 10, 20, 40];
    assert.equal(quantile(values, 0.5), 25);
    assert.equal(quantile(values, 0), 10);
    assert.equal(quantile(values, 1), 40);
    assert.ok(Math.abs(quantile(values, 0.99) - 39.7) < 1e-9);
    assert.deepEqual(values, [30, 10, 20, 40]);
    assert.throws(() => quantile([], 0.5), /at least one number/);
  });

  it('gives the median with the lowest and the highest, not the mean', () => {
    assert.deepEqual(spread([3, 1, 100]), { value: 3, low: 1, high: 100, rounds: [3, 1, 100] });
  });

  it('takes the median of the rates, but the rate of a whole epoch in parts', () => {
    const answers = [
      { images: 100, seconds: 1 },
      { images: 100, seconds: 2 },
      { images: 100, seconds: 7 },
    ];
    assert.equal(summarizeSamples('rate', answers).value, 50);
    assert.equal(summarizeSamples('total', answers).value, 30);
  });

  it('pools the calls of all rounds for p50 and p99, and counts memory in megabytes', () => {
    const answers = [{ milliseconds: [1, 2, 3] }, { milliseconds: [4, 5, 96] }];
    assert.equal(summarizeSamples('p50', answers).value, 3.5);
    assert.ok(summarizeSamples('p99', answers).value > 90);
    assert.deepEqual(summarizeSamples('p50', answers).rounds, [2, 5]);
    assert.equal(summarizeSamples('memory', [{ bytes: 2_000_000 }]).value, 2);
  });
});

describe('checkRow()', () => {
  it('has the fields of out/bench.json, and a ratio of medians with the spread of the rounds', () => {
    const row = rowOf('train-classic-64', { ours: even(200, 180, 220), peer: even(100, 120, 110) });
    assert.equal(row.id, 'train-classic-64/auto/keras-float32');
    const { ours, peer, ratio, must, aim, holds, reachesAim } = row;
    assert.deepEqual([ours, peer, ratio, must, aim, holds, reachesAim], [200, 100, 2, 1.5, 2, true, true]);
    assert.deepEqual(row.spread.ratio, { low: 1.5, high: 2 });
    assert.deepEqual(JSON.parse(JSON.stringify(row)), row);
  });

  it('compares short rounds with their neighbours only, where a measure says so', () => {
    const measure = find('zoo-lenet-fit');
    // The machine slowed down between the rounds: the ratio of medians would be 1.
    const summaries = { float32: even(300, 200, 40), stock: even(100, 200, 20) };
    assert.equal(checkRow(measure, { pair: measure.pairs[0], summaries, machine }).ratio, 2);
  });

  it('does not hold below what is demanded, and not reach what is aimed at', () => {
    const missed = rowOf('train-classic-64', { ours: even(149), peer: even(100) });
    assert.deepEqual([missed.holds, missed.reachesAim], [false, false]);
    const held = rowOf('train-classic-64', { ours: even(150), peer: even(100) });
    assert.deepEqual([held.holds, held.reachesAim], [true, false]);
  });

  it('turns times around: half the milliseconds are twice as good', () => {
    const row = rowOf('single-classic-p50', { ours: even(5, 4), peer: even(10, 12) });
    assert.equal(row.ratio, 2);
    assert.equal(row.holds, true);
    assert.deepEqual(row.spread.ratio, { low: 2, high: 3 });
  });

  it('asks of memory to be at most the limit', () => {
    assert.equal(rowOf('memory-classic', { ours: even(100), peer: even(100) }).holds, true);
    const more = rowOf('memory-classic', { ours: even(101), peer: even(100) });
    assert.deepEqual([more.holds, more.ratio], [false, 1.01]);
  });

  it('compares with the best way of a peer that has several, and keeps the others', () => {
    const pairOf = (id: string, peer: string) => find(id).pairs.find((pair) => pair.peer === peer)!;
    const ways = {
      'eager-float32': 90,
      'compile-float32': 80,
      'eager-bfloat16': 100,
      'compile-bfloat16': 200,
    };
    const speeds = Object.entries(ways).map(([way, speed]) => [`pytorch:${way}`, even(speed)] as const);
    const summaries = { auto: even(300), ...Object.fromEntries(speeds) };
    const training = checkRow(find('train-classic-64'), {
      ...{ pair: pairOf('train-classic-64', 'pytorch'), summaries, machine },
    });
    assert.equal(training.id, 'train-classic-64/auto/pytorch');
    assert.deepEqual([training.peer, training.ratio], [200, 1.5]);
    assert.deepEqual([training.holds, training.reachesAim], [true, true]);
    assert.equal(training.contenders.peer, 'pytorch:compile-bfloat16');
    assert.deepEqual(training.ways, Object.fromEntries(speeds.map(([name, { value }]) => [name, value])));
    // 200 images/s are half as much of a peak that is twice as high.
    assert.equal(training.shareOfPeak.peer, 0.5);
    // Of milliseconds, the fewest are the best; an aim alone is no demand.
    const single = checkRow(find('single-shipped-p50'), {
      pair: pairOf('single-shipped-p50', 'openvino'),
      summaries: { auto: even(4), 'openvino:float32': even(6), 'openvino:bfloat16': even(3) },
      machine,
    });
    assert.deepEqual([single.peer, single.ratio], [3, 0.75]);
    assert.deepEqual([single.must, single.holds, single.aim, single.reachesAim], [null, null, 1, false]);
  });

  it('compares the slow calls of a contender with its own usual ones', () => {
    const measure = find('single-shipped-tail');
    const check = (p99: number) =>
      checkRow(measure, {
        ...{ pair: measure.pairs[0], summaries: { auto: even(p99) }, machine },
        peerSummaries: { auto: even(4) },
      });
    assert.deepEqual([measure.kind, measure.peerKind], ['p99', 'p50']);
    assert.deepEqual([check(8).ratio, check(8).holds, check(9).holds], [2, true, false]);
  });

  it('demands nothing where nothing is demanded, nor of auto on a processor without bfloat16', () => {
    assert.equal(rowOf('train-classic-128', { ours: even(1), peer: even(9) }).holds, null);
    const on = { ...machine, bfloat16: false, precision: 'float32' as const };
    const row = rowOf('train-classic-64', { ours: even(1), peer: even(9), on });
    assert.deepEqual([row.holds, row.must], [null, 1.5]);
  });

  it('gives the share of the peak in the number format of each', () => {
    // 100 images/s of 500 million multiply-adds, three times over, two operations each: 300
    // GFLOP/s.
    const { shareOfPeak } = rowOf('train-classic-64', { ours: even(100), peer: even(100) });
    assert.deepEqual(shareOfPeak, { ours: 0.25, peer: 0.5 });
    // 5 ms for 1 GFLOP: 200 GFLOP/s.
    const single = rowOf('single-classic-p50', { ours: even(5), peer: even(5) });
    assert.ok(Math.abs((single.shareOfPeak.peer ?? 0) - 1 / 3) < 1e-9);
    const loading = rowOf('load-first', { ours: even(5), peer: even(5) });
    assert.deepEqual(loading.shareOfPeak, { ours: null, peer: null });
  });
});

describe('the measures', () => {
  it('demand what the project promises', () => {
    const demands = Object.fromEntries(
      MEASURES.flatMap((measure) =>
        measure.pairs.map((pair) => [rowId(measure, pair), [pair.must, pair.aim]] as const),
      ),
    );
    const expected = {
      'train-classic-64/auto/keras-float32': [1.5, 2],
      'train-classic-64/auto/keras-bfloat16': [1.05, 1.4],
      'train-classic-64/float32/keras-float32': [0.95, 1.1],
      'train-classic-64/auto/stock': [3, 4],
      'train-compact-64/auto/keras-bfloat16': [1.1, 1.5],
      'epoch-compact-64/auto/keras-bfloat16': [1.5, 3],
      'predict-classic-64/float32/keras-float32': [1.1, 1.3],
      'predict-classic-64/auto/keras-bfloat16': [1, 1.3],
      'single-compact-p50/auto/keras-float32:call': [2, null],
      'single-compact-p50/auto/keras-float32:predict': [10, null],
      'load-first/auto:first/keras-float32:image_dataset': [1, 2],
      'memory-classic/auto/keras-bfloat16': [1, null],
      'steps-compact-64/auto:files/auto:batch': [0.95, 1],
      'predict-shipped-64/auto/openvino': [1, 1.2],
      'single-shipped-p50/auto/onnxruntime': [1, null],
      'single-shipped-p50/auto/openvino': [null, 1],
      'single-shipped-tail/auto/auto': [2, null],
    };
    for (const [id, demand] of Object.entries(expected)) assert.deepEqual(demands[id], demand, id);
    for (const id of ['classic-64', 'classic-128', 'compact-64', 'compact-128'])
      for (const pair of ['auto/pytorch', 'float32/pytorch:float32'])
        assert.deepEqual(demands[`train-${id}/${pair}`], [1, 1.5], `${id}/${pair}`);
  });

  it('have one row for each id', () => {
    const ids = MEASURES.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('are chosen by id or by its beginning up to a boundary, or fewer for a quick look', () => {
    const ids = (rows: string[]) => chooseMeasures({ rows }).map(({ id }) => id);
    assert.deepEqual(ids(['train-classic']), ['train-classic-64', 'train-classic-128']);
    assert.deepEqual(ids(['load-first', 'memory-classic']), ['load-first', 'memory-classic']);
    const [one] = chooseMeasures({ rows: ['train-classic-64/auto/stock'] });
    assert.deepEqual(
      one.pairs.map(({ peer }) => peer),
      ['stock'],
    );
    assert.throws(() => ids(['train-classi']), /--rows .* found train-classi\./);
    const quick = chooseMeasures({ quick: true });
    const pairsOf = (list: readonly Measure[]) => list.flatMap(({ pairs }) => pairs).length;
    assert.ok(quick.length > 4 && pairsOf(quick) > 5 && pairsOf(quick) < pairsOf(MEASURES) / 3);
    assert.ok(quick.every(({ pairs }) => pairs.length > 0));
    assert.equal(chooseMeasures({}).length, MEASURES.length);
    assert.ok(!quick.flatMap(participantsOf).some((name) => name.startsWith('pytorch')));
    const without = chooseMeasures({ without: ['pytorch'] }).flatMap(participantsOf);
    assert.ok(!without.some((name) => name.startsWith('pytorch')) && without.includes('openvino:bfloat16'));
  });

  it('can be written into docs when they are all of the zoo or all of the others', () => {
    const check = (rows: string[]) => checkWritable(chooseMeasures({ rows }));
    check([]);
    check(['zoo']);
    const others = ['train', 'epoch', 'steps', 'predict', 'single', 'load', 'memory'];
    check(others);
    assert.throws(() => checkWritable(chooseMeasures({ without: ['openvino'] })), /openvino missing/);
    assert.throws(() => check(['zoo-lstm']), /all rows of the zoo .* zoo-xor-fit\/float32\/stock missing/);
    assert.throws(() => check(others.slice(1)), /train-classic-64\/auto\/keras-float32 missing/);
    assert.throws(() => check(['zoo', 'load-first']), /missing/);
  });
});

describe('parseOptions()', () => {
  it('has five rounds, two in a quick look, or as many as asked for', () => {
    assert.equal(parseOptions([]).rounds, 5);
    assert.equal(parseOptions(['--quick']).rounds, 2);
    assert.equal(parseOptions(['--quick', '--rounds', '7']).rounds, 7);
    assert.deepEqual(parseOptions(['--rows', 'a,b']).rows, ['a', 'b']);
    assert.deepEqual(parseOptions(['--without', 'pytorch,openvino']).without, ['pytorch', 'openvino']);
    assert.deepEqual([parseOptions([]).profile, parseOptions(['--profile']).profile], [false, true]);
    assert.deepEqual([parseOptions([]).write, parseOptions(['--write']).write], [false, true]);
  });

  it('refuses what it does not know', () => {
    assert.throws(() => parseOptions(['--rounds', '0']), /--rounds to be a whole number above 0 but found 0/);
    assert.throws(() => parseOptions(['--fast']), /--fast/);
    assert.throws(() => parseOptions(['--without', 'torch']), /pytorch, onnxruntime, openvino .* torch\./);
    assert.throws(() => parseOptions(['--write', '--quick']), /--write without --quick/);
    assert.throws(() => parseOptions(['--profile', '--rows', 'zoo']), /--profile without --rows/);
  });
});

describe('a round', () => {
  it('does its own part of the epoch, and all rounds together every step once', () => {
    const parts = [0, 1, 2, 3, 4].map((round) => epochPart({ steps: 449, round, rounds: 5 }));
    assert.equal(parts[0].begin, 0);
    assert.equal(parts[4].end, 449);
    parts.slice(1).forEach(({ begin }, i) => assert.equal(begin, parts[i].end));
  });

  it('asks with the files of the data set, the way, and a part of the epoch that fits a quick look', () => {
    const data = {
      source: { kind: 'FER-2013', path: 'x.zip' },
      tree: 'tree',
      cache: 'cache',
      trainImages: 28_709,
    };
    const options = { participant: 'keras-float32:generator', round: 1, rounds: 2, data };
    const { last } = commandsOf(find('load-first'), options);
    assert.equal(last.way, 'generator');
    assert.equal(last.tree, 'tree');
    const epoch = find('epoch-compact-64');
    assert.equal(commandsOf(epoch, options).last.end, 449);
    assert.equal(commandsOf(epoch, { ...options, quick: true }).last.end, 18);
  });

  it('measures memory without data on noise', () => {
    const { before, last } = commandsOf(find('memory-classic'), {
      ...{ participant: 'auto', round: 0, rounds: 1 },
    });
    assert.deepEqual(
      [...before, last].map(({ task }) => task),
      ['train', 'memory'],
    );
  });

  it('begins with another contender each time, every second time the other way round, after all are warm', async () => {
    const asked: string[] = [];
    const pool = answering((name, { steps }) => {
      asked.push(`${name} ${steps}`);
      return { images: asked.length, seconds: 1 };
    });
    const whole = find('train-classic-128');
    const measure = { ...whole, pairs: whole.pairs.slice(0, 2) };
    const answers = await runMeasure(measure, { pool, rounds: 2 });
    const [a, b, c] = ['auto', 'keras-float32', 'keras-bfloat16'];
    assert.deepEqual(asked, [
      ...[a, b, c].map((name) => `${name} 2`),
      ...[a, b, c, b, a, c].map((name) => `${name} 4`),
    ]);
    const samples = (...images: number[]) => images.map((count) => ({ images: count, seconds: 1 }));
    assert.deepEqual(answers, { [a]: samples(4, 8), [b]: samples(5, 7), [c]: samples(6, 9) });
    const turned = await runMeasure({ ...measure, turns: 3 }, { pool, rounds: 2 });
    assert.equal(turned[a].length, 6);
  });

  it('runs what trains as `npm run train`, with options that Node knows, and what loads without them', () => {
    const isTraining = (...[name, options]: Parameters<typeof programOf>) =>
      TRAINING_OPTIONS.every((option) => programOf(name, options).args.includes(option));
    assert.ok(isTraining('auto') && isTraining('stock'));
    assert.ok(!isTraining('auto', { isTraining: find('load-first').isTraining }));
    assert.ok(!isTraining('plain-stock') && !isTraining('keras-float32'));
    execFileSync(process.execPath, [...TRAINING_OPTIONS, '--eval', '']);
  });

  it('refuses an answer that is no sample', async () => {
    const pool = answering(() => ({ images: 64 }));
    await assert.rejects(
      runMeasure(find('train-classic-128'), { pool, rounds: 1 }),
      /seconds in auto to be a number above 0 but found nothing/,
    );
  });
});

describe('compareSizes()', () => {
  it('asks those who have a network of their own: the shipped model is the same file for all', () => {
    const measures = chooseMeasures({ rows: ['train-compact-64', 'predict-shipped', 'memory-classic'] });
    assert.deepEqual(networksOf(measures, { ours: 'auto' }), {
      compact: ['auto', 'keras-float32', 'keras-bfloat16', 'float32', 'stock', 'pytorch'],
      shipped: ['auto'],
      classic: ['auto'],
    });
  });

  it('refuses contenders whose networks differ', async () => {
    const pool = answering((name) => ({ parameters: name === 'b' ? 8 : 7, multiplyAdds: 3 }));
    assert.deepEqual(await compareSizes({ pool, contenders: { compact: ['a', 'c'] } }), {
      parameters: { compact: 7 },
      multiplyAdds: { compact: 3 },
    });
    await assert.rejects(
      compareSizes({ pool, contenders: { compact: ['a', 'b'] } }),
      /compact of b to have 7 parameters, as that of a, but found 8/,
    );
  });
});

describe('checkSameAnswers()', () => {
  it('refuses who differs from this project in float32 by more than its precision explains', async () => {
    const answers: Record<string, number[][]> = {
      float32: [[0.5, 0.5]],
      auto: [[0.51, 0.49]],
      onnxruntime: [[0.50005, 0.49995]],
      openvino: [[0.51, 0.49]],
      pytorch: [[0.5]],
    };
    const pool = answering((name, { task }) =>
      task === 'exportShipped' ? { pixels: [0] } : { probabilities: answers[name] },
    );
    const check = (...participants: string[]) =>
      checkSameAnswers(participants, {
        ...{ pool, file: 'x.onnx' },
        precisionOf: (name) => (/auto|bfloat16/.test(name) ? 'bfloat16' : 'float32'),
      });
    await check('auto', 'float32', 'onnxruntime', 'openvino:bfloat16');
    await assert.rejects(
      check('openvino:float32'),
      /openvino:float32 to give the shipped model's probabilities within 0\.0001 but found .* by 0\.01/,
    );
    await assert.rejects(check('pytorch'), /differ by Infinity/);
  });
});

describe('prepareOptional()', () => {
  const measures = chooseMeasures({ rows: ['train-compact-64', 'predict-shipped'] });
  const hello: Record<string, object> = {
    pytorch: {
      versions: { PyTorch: '2' },
      ways: ['eager-float32', 'eager-bfloat16'],
      notes: ['no compiler'],
    },
    onnxruntime: { versions: { 'ONNX Runtime': '1' } },
    openvino: { versions: { OpenVINO: '3' }, ways: ['float32'] },
  };
  const pool = answering((name) => hello[name]);

  it('leaves out the ways that a peer has not, and says so', async () => {
    const prepared = await prepareOptional(measures, { pool, setUp: () => Promise.resolve(undefined) });
    const found = prepared.measures.flatMap(participantsOf).filter((name) => /:/.test(name));
    assert.deepEqual(
      [...new Set(found)],
      [
        'pytorch:eager-float32',
        'pytorch:eager-bfloat16',
        'onnxruntime:spinning',
        'onnxruntime:blocking',
        'openvino:float32',
      ],
    );
    assert.deepEqual(prepared.notes, ['PyTorch: no compiler.']);
    assert.deepEqual(prepared.versions, { PyTorch: '2', 'ONNX Runtime': '1', OpenVINO: '3' });
  });

  it('leaves out the rows of a peer whose environment cannot be made, and no others', async () => {
    const setUp = (name: string) => Promise.resolve(name === 'pytorch' ? 'No network.' : undefined);
    const prepared = await prepareOptional(measures, { pool, setUp });
    const rows = (list: readonly Measure[]) =>
      list.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
    assert.deepEqual(
      rows(prepared.measures),
      rows(measures).filter((id) => !id.includes('pytorch')),
    );
    assert.deepEqual(prepared.notes, ['PyTorch is left out: No network.']);
    const broken = { ask: () => Promise.reject(new Error('no such library')) };
    const none = await prepareOptional(measures, { pool: broken, setUp });
    assert.ok(none.measures.length === 1 && none.notes.includes('OpenVINO is left out: no such library'));
  });
});

describe('startContender()', () => {
  const program = `
    console.log('a greeting');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { task } = JSON.parse(line);
      if (task === 'count') console.log(JSON.stringify({ progress: [1, 2] }));
      if (task === 'die') { console.error('last words'); process.exit(3); }
      console.log(JSON.stringify(task === 'fail' ? { error: 'no such thing' } : { result: task }));
    });`;
  const start = () =>
    startContender({
      ...{ name: 'echo', command: process.execPath, args: ['-e', program] },
      ...{ environment: process.env, folder: tmpdir() },
    });
  const any = text();

  it('passes commands and answers, and errors without ending', async () => {
    const contender = start();
    assert.equal(await contender.ask({ task: 'hello' }, any), 'hello');
    await assert.rejects(
      contender.ask({ task: 'fail' }, any),
      /echo to answer but found an error: no such thing/,
    );
    assert.equal(await contender.ask({ task: 'again' }, any), 'again');
    await assert.rejects(
      contender.ask({ task: 'hello' }, number()),
      /the answer of echo to hello to be a result, a number but found "hello"/,
    );
    await contender.stop();
  });

  it('passes on how far a program is, before its answer', async () => {
    const contender = start();
    const heard: unknown[] = [];
    const onProgress = (done: number, total: number) => heard.push([done, total]);
    assert.equal(await contender.ask({ task: 'count' }, any, { onProgress }), 'count');
    assert.deepEqual(heard, [[1, 2]]);
    await contender.stop();
  });

  it('tells how a program ended, with its last words, also to those who ask later', async () => {
    const contender = start();
    await assert.rejects(contender.ask({ task: 'die' }, any), /its end \(exit code 3\)\.\nlast words/);
    await assert.rejects(contender.ask({ task: 'hello' }, any), /its end \(exit code 3\)/);
    await contender.stop();
  });
});

describe('what is printed', () => {
  it('shows three figures that count', () => {
    assert.deepEqual([1234.6, 99.94, 12.34, 1.234, 0.01234, 0].map(significantFigures), [
      '1235',
      '99.9',
      '12.3',
      '1.23',
      '0.0123',
      '0.00',
    ]);
  });

  it('is a table with medians, spread, demand and verdict', () => {
    const rows = [
      rowOf('train-classic-64', { ours: even(140, 130), peer: even(100, 100) }),
      rowOf('memory-classic', { ours: even(900), peer: even(1000) }),
    ];
    const text = textTable(rows).join('\n');
    assert.match(text, /^ +this project +peer/);
    assert.match(text, /training step, classic, batch 64\n {2}auto \/ keras-float32 +140 \(130–140\) +100 /);
    assert.match(text, /1\.40x \(1\.30–1\.40\) +1\.5x +2x +MISSED +35 % \/ 50 %/);
    assert.match(text, /0\.90x \(0\.90–0\.90\) +≤ 1x +holds/);
  });

  it('is a table in docs/benchmarks.md, from the JSON and without the zoo', () => {
    const row = rowOf('train-classic-64', { ours: even(160), peer: even(100) });
    const missed = { ...rowOf('train-classic-64', { ours: even(140), peer: even(100) }), id: 'missed' };
    const aimed = { ...missed, ...{ must: null, aim: 2, holds: null, reachesAim: false, ratio: 1.4 } };
    const page = benchmarksOf({
      machine: {
        ...{ ...machine, date: '2020-02-03T04:05:06.000Z', processor: 'A processor', cores: 2, rounds: 5 },
        ...{ architecture: 'x64', features: [], memoryBytes: 1, system: 'linux', loadAtStart: 0, seconds: 9 },
        versions: { node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
      },
      rows: [row, missed, aimed, { ...row, id: 'zoo-lenet-fit/float32/stock', holds: false }],
    });
    const section = benchmarksText(page);
    assert.match(section, /on 2020-02-03: A processor, 2 cores, with bfloat16\sinstructions/);
    assert.match(section, /Node 20\.1\.0, tfjs-node 4\.2\.0 on TensorFlow 2\.1\.0\. Medians of\s+5 rounds/);
    assert.match(section, /1\sof\s2\stargets\smet/);
    assert.match(section, /\| 1\.40x \| 1\.5x, missed +\|/);
    assert.match(section, /\| 1\.40x \| aim 2x, not reached +\|/);
    assert.deepEqual(page.notes, [
      'training step, classic, batch 64: this project, auto has 1.40x of Keras float32; 1.5x is required.',
      'training step, classic, batch 64: this project, auto has 1.40x of Keras float32; 2x is aimed at.',
    ]);
    assert.match(
      section,
      /\| this project, auto: 160 images\/s \| Keras float32: 100 images\/s \| 1\.60x \| 1\.5x, met +\|/,
    );
  });
});

describe('findTree()', () => {
  it('finds the folders train/ and test/ in the unpacked archive or one folder below', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench test '));
    try {
      assert.equal(findTree(folder), undefined);
      mkdirSync(path.join(folder, 'fer2013', 'train'), { recursive: true });
      assert.equal(findTree(folder), path.join(folder, 'fer2013'));
      mkdirSync(path.join(folder, 'train'));
      assert.equal(findTree(folder), folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
