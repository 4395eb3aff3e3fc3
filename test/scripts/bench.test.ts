import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { loadScript } from './load-script';

interface Pair {
  ours: string;
  peer: string;
  must: number | null;
  aim: number | null;
}
interface Measure {
  turns?: number;
  id: string;
  title: string;
  kind: string;
  unit: string;
  better: string;
  ask: Record<string, unknown>;
  work?: { architecture: string; operations: number };
  pairs: Pair[];
}
interface Summary {
  value: number;
  low: number;
  high: number;
  rounds: number[];
}
interface Row {
  id: string;
  ours: number;
  peer: number;
  ratio: number;
  must: number | null;
  aim: number | null;
  holds: boolean | null;
  reachesAim: boolean | null;
  spread: { ratio: { low: number; high: number } };
  shareOfPeak: { ours: number | null; peer: number | null };
}
type Answer = Record<string, number | number[]>;

const load = async <Module>(file: string) => (await loadScript(`bench/${file}.mjs`)) as Module;
const statistics = load<{
  quantile: (values: number[], part: number) => number;
  spread: (rounds: number[]) => Summary;
}>('statistics');
const samples = load<{ summarizeSamples: (kind: string, samples: Answer[]) => Summary }>('summarize-samples');
const measuresModule = load<{
  MEASURES: Measure[];
  chooseMeasures: (options: { quick?: boolean; rows?: string[] }) => Measure[];
  rowId: (measure: Measure, pair: Pair) => string;
}>('measures');
const judge = load<{
  judgeRow: (
    measure: Measure,
    found: { pair: Pair; summaries: Record<string, Summary>; machine: object },
  ) => Row;
}>('judge-row');
const table = load<{ figures: (value: number) => string; textTable: (rows: Row[]) => string[] }>('table');
const optionsModule = load<{ parseOptions: (args: string[]) => Record<string, unknown> }>('options');
const part = load<{
  epochPart: (epoch: { steps: number; round: number; rounds: number }) => { begin: number; end: number };
}>('epoch-part');

interface Command {
  task: string;
  begin?: number;
  end?: number;
  way?: string;
}
interface Pool {
  ask: (name: string, command: Command) => Promise<unknown>;
  askFresh: (name: string, commands: Command[]) => Promise<unknown>;
}
const run = load<{
  commandsOf: (
    measure: Measure,
    options: {
      participant: string;
      round: number;
      rounds: number;
      quick?: boolean;
      data?: object;
    },
  ) => Command[];
  runMeasure: (
    measure: Measure,
    options: { pool: Pool; rounds: number; data?: object },
  ) => Promise<Record<string, unknown[]>>;
}>('run-measure');

const even = (...rounds: number[]): Summary => ({
  value: rounds[0],
  low: Math.min(...rounds),
  high: Math.max(...rounds),
  rounds,
});
const machine = {
  bfloat16: true,
  precision: 'bfloat16',
  multiplyAdds: { classic: 500e6 },
  peak: { float32: 600, bfloat16: 1200 },
};
async function find(id: string): Promise<Measure> {
  const { MEASURES } = await measuresModule;
  const measure = MEASURES.find((candidate) => candidate.id === id);
  assert(measure, id);
  return measure;
}
async function rowOf(
  id: string,
  { ours, peer, on = machine }: { ours: Summary; peer: Summary; on?: object },
) {
  const { judgeRow } = await judge;
  const measure = await find(id);
  const [pair] = measure.pairs;
  return judgeRow(measure, { pair, summaries: { [pair.ours]: ours, [pair.peer]: peer }, machine: on });
}

describe('the statistics of a benchmark', () => {
  it('finds quantiles between neighbours, whatever the order, without touching the values', async () => {
    const { quantile } = await statistics;
    const values = [30, 10, 20, 40];
    assert.equal(quantile(values, 0.5), 25);
    assert.equal(quantile(values, 0), 10);
    assert.equal(quantile(values, 1), 40);
    assert.ok(Math.abs(quantile(values, 0.99) - 39.7) < 1e-9);
    assert.deepEqual(values, [30, 10, 20, 40]);
    assert.throws(() => quantile([], 0.5), /at least one number/);
  });

  it('gives the median with the lowest and the highest, not the mean', async () => {
    const { spread } = await statistics;
    assert.deepEqual(spread([3, 1, 100]), { value: 3, low: 1, high: 100, rounds: [3, 1, 100] });
  });

  it('takes the median of the rates, but the rate of a whole epoch in parts', async () => {
    const { summarizeSamples } = await samples;
    const answers = [
      { images: 100, seconds: 1 },
      { images: 100, seconds: 2 },
      { images: 100, seconds: 7 },
    ];
    assert.equal(summarizeSamples('rate', answers).value, 50);
    assert.equal(summarizeSamples('total', answers).value, 30);
  });

  it('pools the calls of all rounds for p50 and p99, and counts memory in megabytes', async () => {
    const { summarizeSamples } = await samples;
    const answers = [{ milliseconds: [1, 2, 3] }, { milliseconds: [4, 5, 96] }];
    assert.equal(summarizeSamples('p50', answers).value, 3.5);
    assert.ok(summarizeSamples('p99', answers).value > 90);
    assert.deepEqual(summarizeSamples('p50', answers).rounds, [2, 5]);
    assert.equal(summarizeSamples('memory', [{ bytes: 2_000_000 }]).value, 2);
  });
});

describe('judgeRow()', () => {
  it('has the fields of out/bench.json, and a ratio of medians with the spread of the rounds', async () => {
    const row = await rowOf('train-classic-64', { ours: even(200, 180, 220), peer: even(100, 120, 110) });
    assert.equal(row.id, 'train-classic-64/auto/keras-float32');
    const { ours, peer, ratio, must, aim, holds, reachesAim } = row;
    assert.deepEqual([ours, peer, ratio, must, aim, holds, reachesAim], [200, 100, 2, 1.5, 2, true, true]);
    assert.deepEqual(row.spread.ratio, { low: 1.5, high: 2 });
    assert.deepEqual(JSON.parse(JSON.stringify(row)), row);
  });

  it('compares short rounds with their neighbours only, where a measure says so', async () => {
    const { judgeRow } = await judge;
    const measure = { ...(await find('zoo-lenet-fit')) };
    // The machine slowed down between the rounds: the ratio of medians would be 1.
    const summaries = { float32: even(300, 200, 40), stock: even(100, 200, 20) };
    assert.equal(judgeRow(measure, { pair: measure.pairs[0], summaries, machine }).ratio, 2);
  });

  it('does not hold below what is demanded, and not reach what is aimed at', async () => {
    const missed = await rowOf('train-classic-64', { ours: even(149), peer: even(100) });
    assert.deepEqual([missed.holds, missed.reachesAim], [false, false]);
    const held = await rowOf('train-classic-64', { ours: even(150), peer: even(100) });
    assert.deepEqual([held.holds, held.reachesAim], [true, false]);
  });

  it('turns times around: half the milliseconds are twice as good', async () => {
    const row = await rowOf('single-classic-p50', { ours: even(5, 4), peer: even(10, 12) });
    assert.equal(row.ratio, 2);
    assert.equal(row.holds, true);
    assert.deepEqual(row.spread.ratio, { low: 2, high: 3 });
  });

  it('asks of memory to be at most the limit', async () => {
    assert.equal((await rowOf('memory-classic', { ours: even(130), peer: even(100) })).holds, true);
    const more = await rowOf('memory-classic', { ours: even(131), peer: even(100) });
    assert.deepEqual([more.holds, more.ratio], [false, 1.31]);
    assert.equal((await rowOf('memory-classic', { ours: even(99), peer: even(100) })).reachesAim, true);
  });

  it('demands nothing where nothing is demanded, nor of auto on a processor without bfloat16', async () => {
    assert.equal((await rowOf('train-classic-128', { ours: even(1), peer: even(9) })).holds, null);
    const on = { ...machine, bfloat16: false, precision: 'float32' };
    const row = await rowOf('train-classic-64', { ours: even(1), peer: even(9), on });
    assert.deepEqual([row.holds, row.must], [null, 1.5]);
  });

  it('gives the share of the peak in the number format of each', async () => {
    // 100 images/s of 500 million multiply-adds, three times over, two operations each: 300 GFLOP/s.
    const { shareOfPeak } = await rowOf('train-classic-64', { ours: even(100), peer: even(100) });
    assert.deepEqual(shareOfPeak, { ours: 0.25, peer: 0.5 });
    // 5 ms for 1 GFLOP: 200 GFLOP/s.
    const single = await rowOf('single-classic-p50', { ours: even(5), peer: even(5) });
    assert.ok(Math.abs((single.shareOfPeak.peer ?? 0) - 1 / 3) < 1e-9);
    const loading = await rowOf('load-first', { ours: even(5), peer: even(5) });
    assert.deepEqual(loading.shareOfPeak, { ours: null, peer: null });
  });
});

describe('the measures', () => {
  it('demand what the project promises', async () => {
    const { MEASURES, rowId } = await measuresModule;
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
      'memory-classic/auto/keras-bfloat16': [1.3, 1],
    };
    for (const [id, demand] of Object.entries(expected)) assert.deepEqual(demands[id], demand, id);
  });

  it('have one row for each id', async () => {
    const { MEASURES, rowId } = await measuresModule;
    const ids = MEASURES.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('are chosen by id or by its beginning up to a boundary, or fewer for a quick look', async () => {
    const { chooseMeasures, MEASURES } = await measuresModule;
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
    const pairsOf = (list: Measure[]) => list.flatMap(({ pairs }) => pairs).length;
    assert.ok(quick.length > 4 && pairsOf(quick) > 5 && pairsOf(quick) < pairsOf(MEASURES) / 3);
    assert.ok(quick.every(({ pairs }) => pairs.length > 0));
    assert.equal(chooseMeasures({}).length, MEASURES.length);
  });
});

describe('parseOptions()', () => {
  it('has five rounds, two in a quick look, or as many as asked for', async () => {
    const { parseOptions } = await optionsModule;
    assert.equal(parseOptions([]).rounds, 5);
    assert.equal(parseOptions(['--quick']).rounds, 2);
    assert.equal(parseOptions(['--quick', '--rounds', '7']).rounds, 7);
    assert.deepEqual(parseOptions(['--rows', 'a,b']).rows, ['a', 'b']);
    assert.deepEqual([parseOptions([]).write, parseOptions(['--write']).write], [false, true]);
  });

  it('refuses what it does not know', async () => {
    const { parseOptions } = await optionsModule;
    assert.throws(() => parseOptions(['--rounds', '0']), /--rounds to be a whole number above 0 but found 0/);
    assert.throws(() => parseOptions(['--fast']), /--fast/);
    assert.throws(() => parseOptions(['--write', '--quick']), /--write without --quick/);
  });
});

describe('a round', () => {
  it('does its own part of the epoch, and all rounds together every step once', async () => {
    const { epochPart } = await part;
    const parts = [0, 1, 2, 3, 4].map((round) => epochPart({ steps: 449, round, rounds: 5 }));
    assert.equal(parts[0].begin, 0);
    assert.equal(parts[4].end, 449);
    parts.slice(1).forEach(({ begin }, i) => assert.equal(begin, parts[i].end));
  });

  it('asks with the files of the data set, the way, and a part of the epoch that fits a quick look', async () => {
    const { commandsOf } = await run;
    const data = { source: { path: 'x.zip' }, tree: 'tree', cache: 'cache', trainImages: 28_709 };
    const options = { participant: 'keras-float32:generator', round: 1, rounds: 2, data };
    const [load] = commandsOf(await find('load-first'), options);
    assert.equal(load.way, 'generator');
    const epoch = await find('epoch-compact-64');
    assert.equal(commandsOf(epoch, options)[0].end, 449);
    assert.equal(commandsOf(epoch, { ...options, quick: true })[0].end, 18);
  });

  it('measures memory without data on noise', async () => {
    const { commandsOf } = await run;
    const tasks = commandsOf(await find('memory-classic'), { participant: 'auto', round: 0, rounds: 1 });
    assert.deepEqual(
      tasks.map(({ task }) => task),
      ['train', 'memory'],
    );
  });

  it('begins with another contender each time, after all are warm', async () => {
    const { runMeasure } = await run;
    const asked: string[] = [];
    const pool: Pool = {
      ask: (name, { steps }: Command & { steps?: number }) => {
        asked.push(`${name} ${steps}`);
        return Promise.resolve(asked.length);
      },
      askFresh: () => Promise.reject(new Error('not asked for')),
    };
    const measure = { ...(await find('train-classic-128')) };
    measure.pairs = measure.pairs.slice(0, 2);
    const answers = await runMeasure(measure, { pool, rounds: 2 });
    const [a, b, c] = ['auto', 'keras-float32', 'keras-bfloat16'];
    assert.deepEqual(asked, [
      ...[a, b, c].map((name) => `${name} 2`),
      ...[a, b, c, b, c, a].map((name) => `${name} 4`),
    ]);
    assert.deepEqual(answers, { [a]: [4, 9], [b]: [5, 7], [c]: [6, 8] });
    const turned = await runMeasure({ ...measure, turns: 3 }, { pool, rounds: 2 });
    assert.equal(turned[a].length, 6);
  });
});

describe('compareSizes()', () => {
  it('refuses contenders whose networks differ', async () => {
    const { compareSizes } = await load<{
      compareSizes: (options: {
        pool: { ask: (name: string) => Promise<Answer> };
        contenders: string[];
        architectures: string[];
      }) => Promise<unknown>;
    }>('compare-sizes');
    const pool = {
      ask: (name: string) => Promise.resolve<Answer>({ parameters: name === 'b' ? 8 : 7, multiplyAdds: 3 }),
    };
    const options = { pool, architectures: ['compact'] };
    assert.deepEqual(await compareSizes({ ...options, contenders: ['a', 'c'] }), {
      parameters: { compact: 7 },
      multiplyAdds: { compact: 3 },
    });
    await assert.rejects(
      compareSizes({ ...options, contenders: ['a', 'b'] }),
      /compact of b to have 7 parameters, as that of a, but found 8/,
    );
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
  const start = async () => {
    const { startContender } = await load<{
      startContender: (program: object) => {
        ask: (
          command: Command,
          options?: { onProgress: (done: number, total: number) => void },
        ) => Promise<unknown>;
        stop: () => Promise<void>;
      };
    }>('../shared/json-lines-process');
    const environment = process.env;
    return startContender({
      ...{ name: 'echo', command: process.execPath, args: ['-e', program] },
      ...{ environment, folder: tmpdir() },
    });
  };

  it('passes commands and answers, and errors without ending', async () => {
    const contender = await start();
    assert.equal(await contender.ask({ task: 'hello' }), 'hello');
    await assert.rejects(contender.ask({ task: 'fail' }), /echo to answer but found an error: no such thing/);
    assert.equal(await contender.ask({ task: 'again' }), 'again');
    await contender.stop();
  });

  it('passes on how far a program is, before its answer', async () => {
    const contender = await start();
    const heard: unknown[] = [];
    const onProgress = (done: number, total: number) => heard.push([done, total]);
    assert.equal(await contender.ask({ task: 'count' }, { onProgress }), 'count');
    assert.deepEqual(heard, [[1, 2]]);
    await contender.stop();
  });

  it('tells how a program ended, with its last words, also to those who ask later', async () => {
    const contender = await start();
    await assert.rejects(contender.ask({ task: 'die' }), /its end \(exit code 3\)\.\nlast words/);
    await assert.rejects(contender.ask({ task: 'hello' }), /its end \(exit code 3\)/);
    await contender.stop();
  });
});

describe('what is printed', () => {
  it('shows three figures that count', async () => {
    const { figures } = await table;
    assert.deepEqual([1234.6, 99.94, 12.34, 1.234, 0.01234, 0].map(figures), [
      '1235',
      '99.9',
      '12.3',
      '1.23',
      '0.0123',
      '0.00',
    ]);
  });

  it('is a table with medians, spread, demand and verdict', async () => {
    const { textTable } = await table;
    const rows = [
      await rowOf('train-classic-64', { ours: even(140, 130), peer: even(100, 100) }),
      await rowOf('memory-classic', { ours: even(900), peer: even(1000) }),
    ];
    const text = textTable(rows).join('\n');
    assert.match(text, /^ +this project +peer/);
    assert.match(text, /training step, classic, batch 64\n {2}auto \/ keras-float32 +140 \(130–140\) +100 /);
    assert.match(text, /1\.40x \(1\.30–1\.40\) +1\.5x +2x +MISSED +35 % \/ 50 %/);
    assert.match(text, /0\.90x \(0\.90–0\.90\) +≤ 1\.3x +≤ 1x +aim/);
  });

  it("is the README's section, from the JSON", async () => {
    const { readmeSection } = await load<{
      readmeSection: (bench: { machine: object; rows: Row[] }) => string;
    }>('readme-section');
    const row = await rowOf('train-classic-64', { ours: even(160), peer: even(100) });
    const section = readmeSection({
      machine: {
        ...machine,
        ...{ date: '2020-02-03T04:05:06.000Z', processor: 'A processor', cores: 2, rounds: 5 },
        versions: { node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
      },
      rows: [row, { ...row, id: 'zoo-lenet-fit/float32/stock', holds: false }],
    });
    assert.match(section, /^## Performance\n/);
    assert.match(section, /2020-02-03: A processor, 2 cores, with bfloat16/);
    assert.match(section, /1 of 1 demands hold/);
    assert.match(
      section,
      /\| this project, auto: 160 images\/s \| Keras float32: 100 images\/s \| 1\.60x \| 1\.5x, holds \|/,
    );
  });
});

describe('findTree()', () => {
  it('finds the folders train/ and test/ in the unpacked archive or one folder below', async () => {
    const { findTree } = await load<{ findTree: (folder: string) => string | undefined }>('data');
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
