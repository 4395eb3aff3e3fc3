import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawNumbers } from '../../scripts/bench/node-contender/zoo/draw-numbers';
import { describeZoo, useZoo, ZOO } from '../../scripts/bench/node-contender/zoo/zoo';
import { createRandom, tf } from '../../src/lib/index';
import type { Row } from '../../scripts/bench/check-row';
import { chooseMeasures } from '../../scripts/bench/measures';
import { type Bench, zooOf } from '../../scripts/bench/publish';
import { checkSameStart } from '../../scripts/bench/zoo/check-same-start';
import { ZOO_KINDS, ZOO_WAYS } from '../../scripts/bench/zoo/kinds';
import { ZOO_MEASURES } from '../../scripts/bench/zoo/measures';
import { zooText } from '../../scripts/shared/docs/zoo';
import { answering } from './answering';

describe('the zoo', () => {
  it('has a model for each kind that is measured', () => {
    const names = ZOO_KINDS.map(({ name }) => name);
    assert.deepEqual(Object.keys(ZOO).sort(), names.sort());
  });

  it('demands of the engine to be no slower than stock, and twice as fast at fitting convolutional networks', () => {
    assert.equal(ZOO_MEASURES.length, ZOO_KINDS.length * ZOO_WAYS.length);
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
      assert.ok(Number(pairs[0].must) >= 1, id);
    }
  });

  it('is chosen as a whole, or one kind of it', () => {
    assert.equal(chooseMeasures({ rows: ['zoo'] }).length, ZOO_MEASURES.length);
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
  const run = (found: object) =>
    checkSameStart('lenet', {
      pool: answering((name) => (name === 'ours' ? { parameters: 9, loss: 1 } : found)),
      contenders: ['ours', 'stock'],
    });

  it('takes what rounding makes of the same loss', () => run({ parameters: 9, loss: 1.00005 }));

  it('refuses another size, another loss, or none', async () => {
    await assert.rejects(
      run({ parameters: 8, loss: 1 }),
      /lenet of stock to be that of ours .* found 8 parameters/,
    );
    await assert.rejects(run({ parameters: 9, loss: 1.001 }), /loss 1\.001/);
    await assert.rejects(
      run({ parameters: 9, loss: NaN }),
      /loss in stock to be a finite number but found NaN/,
    );
    await assert.rejects(run({ parameters: 9, loss: null }), /loss in stock to be a number but found null/);
  });
});

describe('zooOf() and zooText()', () => {
  const machine: Bench['machine'] = {
    ...{ date: '2020-02-03T04:05:06.000Z', processor: 'A processor', cores: 2, rounds: 5, seconds: 301 },
    ...{ commit: 'abc1234', loadAtStart: 0.5, architecture: 'x64', features: [], bfloat16: false },
    ...{ precision: 'float32', memoryBytes: 1, system: 'linux', peak: { float32: 0, bfloat16: 0 } },
    versions: { node: '20.1.0', 'tfjs-node': '4.2.0', 'TensorFlow of tfjs-node': '2.1.0' },
  };
  const rows = ZOO_MEASURES.map(({ id, title, unit, better, pairs: [{ ours, peer, must }] }): Row => {
    const [value, rounds] = [1, { low: 1, high: 1, rounds: [1] }];
    return {
      ...{ title, unit, better, must, aim: null, reachesAim: null, ours: value, peer: value },
      ...{ id: `${id}/float32/stock`, contenders: { ours, peer } },
      ...{ ratio: id === 'zoo-gru-fit' ? 0.9 : 2.5, holds: id !== 'zoo-gru-fit' },
      spread: { ours: rounds, peer: rounds, ratio: { low: 0.8, high: 3 } },
      shareOfPeak: { ours: null, peer: null },
    };
  });

  it('have machine, versions, command, and a line for each model with what it misses', () => {
    const page = zooText(zooOf({ machine, rows }));
    assert.match(
      page,
      /^`npm run bench -- --rows zoo`, 6 minutes, 5 rounds; 2020-02-03; A processor, 2 cores; Node\s20\.1\.0/,
    );
    assert.match(page, /load 0\.5 at the start; commit abc1234\.\s65 of 66 targets met\./);
    assert.match(
      page,
      /\n\| two GRUs +\| 0\.90x \(0\.80–3\.00\), missed: 1x \| 2\.50x \(0\.80–3\.00\) +\| 2\.50x /,
    );
    assert.equal(page.split('\n').filter((line) => line.startsWith('|')).length, 22 + 2);
  });

  it('refuse rows that are not all of the zoo', () => {
    const bench = { machine, rows: rows.slice(1) };
    assert.throws(() => zooOf(bench), /a row zoo-xor-fit\/float32\/stock but found none/);
  });

  it('say so while nothing has been measured', () => {
    assert.match(zooText({ measured: null, rows: [] }), /^Not measured yet: `npm run bench -- --rows zoo/);
  });
});
