import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeOp } from '../../scripts/bench/profile/describe-op';
import { mainRows, type Profile, profileRows } from '../../scripts/bench/profile/profile';
import { profilesText } from '../../scripts/shared/docs/profiles';

const FLOAT32 = 1;
const BFLOAT16 = 14;
const typed = (shape: number[], dtype = BFLOAT16) => ({ shape, dtype });

/** An op with tensors of these shapes; the sizes that some gradients take are int32. */
function op(name: string, inputs: number[][], output: number[], transposes = false) {
  return describeOp({
    ...{ name, milliseconds: 1 },
    attributes: [{ name: 'transpose_a', value: transposes }],
    inputs: inputs.map((shape) => typed(shape, shape.length === 1 ? 3 : BFLOAT16)),
    outputs: [typed(output)],
  });
}

describe('an op of a profile', () => {
  const x = [64, 12, 12, 48];
  const filter = [3, 3, 48, 128];
  const y = [64, 12, 12, 128];
  const operations = 2 * 64 * 12 * 12 * 128 * 3 * 3 * 48;

  it('has the arithmetic of its product, forward and in both gradients', () => {
    const forward = op('Conv2D', [x, filter], y);
    assert.deepEqual(forward, {
      ...{ op: 'Conv2D', precision: 'bfloat16', shape: '12x12, 3x3, 48 to 128', operations },
      bytes: 2 * (64 * 12 * 12 * (48 + 128) + 9 * 48 * 128),
    });
    for (const gradient of [
      op('Conv2DBackpropInput', [[4], filter, y], x),
      op('Conv2DBackpropFilter', [x, [4], y], filter),
    ]) {
      assert.equal(gradient.operations, operations);
      assert.equal(gradient.shape, forward.shape);
      assert.equal(gradient.bytes, forward.bytes + 16);
    }
    assert.equal(op('MatMul', [[8, 5], [5, 3]], [8, 3]).operations, 2 * 8 * 5 * 3); // prettier-ignore
    const transposed = op('MatMul', [[5, 8], [5, 3]], [8, 3], true); // prettier-ignore
    assert.deepEqual([transposed.operations, transposed.shape], [240, '8x5 by 5x3']);
  });

  it('has none if it is a pass, and the precision of the numbers that it reads or writes', () => {
    const { operations: none, shape } = op('_MklNativeMaxPool', [y], [64, 6, 6, 128]);
    assert.deepEqual([none, shape], [0, '64x6x6x128']);
    const [inputs, outputs] = [[typed([8])], [typed([8], FLOAT32)]];
    const cast = describeOp({ name: 'Cast', attributes: [], inputs, outputs, milliseconds: 1 });
    assert.deepEqual([cast.op, cast.precision, cast.bytes], ['Cast', 'bfloat16', 48]);
  });
});

const measured = { calls: 1, bytes: 1e6, operations: 0, precision: 'bfloat16' } as const;
const profile: Profile = {
  milliseconds: 90,
  peak: { float32: 50, bfloat16: 100 },
  ops: [
    { ...measured, op: 'Mul', shape: 'b', milliseconds: 0.5 },
    { ...measured, op: 'Conv2D', shape: 'a', milliseconds: 60, operations: 3e9, calls: 2 },
    { ...measured, op: 'Conv2D', shape: 'b', milliseconds: 39, operations: 1.95e9 },
    { ...measured, op: 'Add', shape: 'b', milliseconds: 0.5, calls: 3 },
  ],
};

describe('a profile', () => {
  it('has the longest kinds of ops first, with their share, their speed and what is small together', () => {
    const [products, rest, ...more] = mainRows(profileRows(profile, { by: 'op' }));
    assert.deepEqual(more, []);
    assert.deepEqual([products.name, products.calls, products.milliseconds], ['Conv2D, bfloat16', 3, 99]);
    assert.deepEqual([products.share, products.speed, products.shareOfPeak], [0.99, 50, 0.5]);
    assert.ok(Math.abs(products.bandwidth - 2 / 99) < 1e-12);
    assert.deepEqual([rest.name, rest.calls, rest.share, rest.speed], ['all others', 4, 0.01, null]);
    assert.equal(rest.bandwidth, 2);
    const names = profileRows(profile, { by: 'shape' }).map(({ name }) => name);
    assert.deepEqual(names.slice(0, 2), ['Conv2D, bfloat16: a', 'Conv2D, bfloat16: b']);
  });

  it('is a table in docs, with the products of at least one percent', () => {
    const page = profilesText({
      measured: {
        machine: {
          date: '2026-11-29',
          commit: undefined,
          processor: 'A',
          cores: 2,
          bfloat16: true,
          loadAtStart: undefined,
          versions: { node: '20' },
        },
        rounds: 5,
      },
      profiles: [
        {
          ...{ architecture: 'compact', batch: 64, milliseconds: 90, peak: profile.peak },
          kinds: mainRows(profileRows(profile, { by: 'op' })),
          shapes: profileRows(profile, { by: 'shape' }),
        },
      ],
    });
    assert.match(page, /`compact`, batch 64: 90\.0 ms/);
    assert.match(page, /\| Conv2D, bfloat16: a +\| 2 +\| 60\.0 +\| 60 % +\| 50\.0 +\| 50 %/);
    assert.doesNotMatch(page, /Mul/);
  });
});
