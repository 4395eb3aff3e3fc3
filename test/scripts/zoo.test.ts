import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawNumbers } from '../../scripts/bench/node-contender/zoo/draw-numbers';
import { describeZoo, useZoo, ZOO } from '../../scripts/bench/node-contender/zoo/zoo';
import { createRandom, tf } from '../../src/lib/index';
import { loadScript } from './load-script';

interface Measure {
  id: string;
  isPaired?: boolean;
  pairs: { ours: string; peer: string; must: number }[];
}
interface Row {
  id: string;
  ratio: number;
  must: number;
  holds: boolean;
  spread: { ratio: { low: number; high: number } };
}
type Pool = { ask: (name: string, command: object) => Promise<unknown> };

const load = async <Module>(file: string) => (await loadScript(`bench/${file}.mjs`)) as Module;
const kinds = load<{ ZOO_KINDS: { name: string; isConvolutional?: boolean }[]; ZOO_WAYS: object }>(
  'zoo/kinds',
);
const zoo = load<{ ZOO_MEASURES: Measure[] }>('zoo/measures');
const all = load<{ chooseMeasures: (options: { rows: string[] }) => Measure[] }>('measures');
const check = load<{
  checkSameStart: (model: string, options: { pool: Pool; contenders: string[] }) => Promise<void>;
}>('zoo/check-same-start');
const page = load<{ zooText: (bench: { machine: object; rows: Row[] }) => string }>('zoo/page');

describe('the zoo', () => {
  it('has a model for each kind that is measured', async () => {
    const names = (await kinds).ZOO_KINDS.map(({ name }) => name);
    assert.deepEqual(Object.keys(ZOO).sort(), names.sort());
  });

  it('demands of the engine to be no slower than stock, and twice as fast at fitting convolutional networks', async () => {
    const { ZOO_MEASURES } = await zoo;
    const { ZOO_KINDS, ZOO_WAYS } = await kinds;
    assert.equal(ZOO_MEASURES.length, ZOO_KINDS.length * Object.keys(ZOO_WAYS).length);
    const doubled = ZOO_MEASURES.filter(({ pairs }) => pairs[0].must === 2).map(({ id }) => id);
    assert.deepEqual(
      doubled,
      ZOO_KINDS.filter(({ isConvolutional }) => isConvolutional).map(({ name }) => `zoo-${name}-fit`),
    );
    for (const { id, pairs } of ZOO_MEASURES) {
      assert.deepEqual(
        pairs.map(({ ours, peer }) => [ours, peer]),
        [['float32', 'stock']],
        id,
      );
      assert.ok(pairs[0].must >= 1, id);
    }
  });

  it('is chosen as a whole, or one kind of it', async () => {
    const { chooseMeasures } = await all;
    assert.equal(chooseMeasures({ rows: ['zoo'] }).length, (await zoo).ZOO_MEASURES.length);
    assert.deepEqual(
      chooseMeasures({ rows: ['zoo-lstm'] }).map(({ id }) => id),
      ['zoo-lstm-fit', 'zoo-lstm-step', 'zoo-lstm-predict'],
    );
  });

  it('starts each model with the same weights and data, whatever was measured before', () => {
    const before = Object.keys(ZOO).map((model) => describeZoo({ model }));
    const after = Object.keys(ZOO).map((model) => describeZoo({ model }));
    assert.deepEqual(after, before);
    assert.ok(before.every(({ loss, parameters }) => loss > 0 && Number.isFinite(loss) && parameters > 0));
  });

  it('uses a model in every way, counts the examples, and leaves no tensor', async () => {
    for (const model of ['xor', 'stateful', 'multi']) {
      const { batch, batches, epochs = 1 } = ZOO[model];
      const rows = batch * batches;
      const use = (way: string) => useZoo({ model, way, seconds: 0, calls: 2 });
      // The first step makes what the optimizer keeps.
      await use('step');
      const { numTensors } = tf.memory();
      assert.equal((await use('fit')).images, 2 * epochs * rows, model);
      assert.equal((await use('step')).images, 2 * batch, model);
      assert.equal((await use('predict')).images, 2 * rows, model);
      assert.equal(tf.memory().numTensors, numTensors, model);
    }
  });
});

describe('drawNumbers()', () => {
  const draw = (numbers: Parameters<typeof drawNumbers>[1]['numbers'], shape: number[]) => {
    const tensor = drawNumbers(shape, { numbers, random: createRandom(3) });
    assert.deepEqual(tensor.shape, shape);
    const values = tensor.arraySync();
    tensor.dispose();
    return values as number[][];
  };

  it('draws one 1 a row, or zeros behind the end of a row', () => {
    for (const row of draw('one-hot', [50, 4])) assert.deepEqual([...row].sort(), [0, 0, 0, 1]);
    const rows = draw({ below: 7, isPadded: true }, [50, 5]);
    for (const row of rows) {
      assert.ok(row[0] > 0);
      const end = row.indexOf(0);
      if (end > 0) assert.ok(row.slice(end).every((value) => value === 0));
    }
    assert.ok(rows.some((row) => row.includes(0)) && rows.some((row) => !row.includes(0)));
    assert.ok(rows.flat().every((value) => Number.isInteger(value) && value < 7));
  });

  it('draws the same again from the same seed', () => {
    assert.deepEqual(draw('normal', [3, 3]), draw('normal', [3, 3]));
  });
});

describe('checkSameStart()', () => {
  const pool = (found: object): Pool => ({
    ask: (name) => Promise.resolve(name === 'ours' ? { parameters: 9, loss: 1 } : found),
  });
  const run = async (found: object) =>
    (await check).checkSameStart('lenet', { pool: pool(found), contenders: ['ours', 'stock'] });

  it('takes what rounding makes of the same loss', () => run({ parameters: 9, loss: 1.00005 }));

  it('refuses another size, another loss, or none', async () => {
    await assert.rejects(
      run({ parameters: 8, loss: 1 }),
      /lenet of stock to be that of ours .* found 8 parameters/,
    );
    await assert.rejects(run({ parameters: 9, loss: 1.001 }), /loss 1\.001/);
    await assert.rejects(run({ parameters: 9, loss: NaN }), /loss NaN/);
  });
});

describe('zooText()', () => {
  const machine = {
    ...{ date: '2020-02-03T04:05:06.000Z', processor: 'A processor', cores: 2, rounds: 5, seconds: 301 },
    ...{ commit: 'abc1234', loadAtStart: 0.5 },
    versions: { node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
  };
  const rows = async () =>
    (await zoo).ZOO_MEASURES.map(({ id, pairs: [{ must }] }): Row => ({
      ...{ id: `${id}/float32/stock`, ratio: id === 'zoo-gru-fit' ? 0.9 : 2.5, must },
      ...{ holds: id !== 'zoo-gru-fit', spread: { ratio: { low: 0.8, high: 3 } } },
    }));

  it('has machine, versions, command, and a line for each model with what it misses', async () => {
    const text = (await page).zooText({ machine, rows: await rows() });
    assert.match(
      text,
      /^`npm run bench -- --rows zoo`, 6 minutes, 5 rounds; 2020-02-03; A processor, 2 cores, load 0\.5/,
    );
    assert.match(text, /commit abc1234\. 65 of 66 demands hold\./);
    assert.match(
      text,
      /\n\| two GRUs \| 0\.90x \(0\.80–3\.00\), missed: 1x \| 2\.50x \(0\.80–3\.00\) \| 2\.50x /,
    );
    assert.equal(text.split('\n').filter((line) => line.startsWith('|')).length, 22 + 2);
  });

  it('refuses rows that are not all of the zoo', async () => {
    const { zooText } = await page;
    const some = (await rows()).slice(1);
    assert.throws(() => zooText({ machine, rows: some }), /a row zoo-xor-fit\/float32\/stock but found none/);
  });
});
