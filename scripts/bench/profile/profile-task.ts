import { type Architecture, tf } from '../../../src/lib/index';
import { network, noiseBatch } from '../node-contender/networks';
import { nativeBackend } from './native-backend';
import { describeOp, type DescribedOp } from './describe-op';
import { installOpTimer, type TimedOp } from './op-timer';

/** The side of the matrices whose product gives the peak. */
const PEAK_SIDE = 1024;

/**
 * Where the time of a training step goes: the step runs op by op, some times over, and each op
 * counts with its fastest time. The step as a graph, in which ops run at the same time, is timed
 * beside it.
 */
export async function profile({
  architecture,
  batch,
  steps,
}: {
  architecture: Architecture;
  batch: number;
  steps: number;
}) {
  takeOps ??= installOpTimer();
  const model = await network(architecture);
  const { x, y } = noiseBatch(batch);
  let step = Infinity;
  for (let round = 0; round < steps + 1; round++) {
    const began = performance.now();
    await model.trainOnBatch(x, y);
    step = Math.min(step, performance.now() - began);
  }
  let fastest: TimedOp[] | undefined;
  const most = { float32: 0, bfloat16: 0 };
  for (let round = 0; round < steps + 1; round++) {
    takeOps();
    // No graph runs while tfjs profiles.
    await tf.profile(async () => {
      await model.trainOnBatch(x, y);
      return tf.scalar(0);
    });
    fastest = fasterOf(fastest, takeOps());
    // Between the steps, so that both have the machine alike.
    most.float32 = Math.max(most.float32, peak(1));
    most.bfloat16 = Math.max(most.bfloat16, peak(14));
  }
  tf.dispose([x, y]);
  return { milliseconds: step, peak: most, ops: grouped(fastest ?? []) };
}

let takeOps: (() => TimedOp[]) | undefined;

/** The ops of a step, each with the shorter of its times in two of them. */
function fasterOf(before: TimedOp[] | undefined, ops: TimedOp[]): TimedOp[] {
  if (!before) return ops;
  if (before.length !== ops.length)
    throw new Error(`Expected each step to have ${before.length} ops but found ${ops.length}.`);
  return ops.map((op, i) => ({ ...op, milliseconds: Math.min(op.milliseconds, before[i].milliseconds) }));
}

/** The ops of the same kind and shape together. */
function grouped(ops: readonly TimedOp[]): (DescribedOp & { calls: number; milliseconds: number })[] {
  const groups = new Map<string, DescribedOp & { calls: number; milliseconds: number }>();
  for (const op of ops) {
    const described = describeOp(op);
    const key = [described.op, described.precision, described.shape].join();
    const group = groups.get(key);
    if (!group) groups.set(key, { ...described, calls: 1, milliseconds: op.milliseconds });
    else {
      group.calls++;
      group.milliseconds += op.milliseconds;
      group.operations += described.operations;
      group.bytes += described.bytes;
    }
  }
  return [...groups.values()];
}

/** The speed of a large matrix product, in billions of operations a second. */
function peak(dtype: 1 | 14): number {
  const { binding } = nativeBackend();
  const made = binding.createTensor([PEAK_SIDE, PEAK_SIDE], 1, new Float32Array(PEAK_SIDE ** 2).fill(0.5));
  const type = (name: string, value: number) => ({ name, type: 4, value });
  const [{ id: matrix }] = binding.executeOp('Cast', [type('SrcT', 1), type('DstT', dtype)], [made], 1);
  const transposes = ['transpose_a', 'transpose_b'].map((name) => ({ name, type: 3, value: false }));
  let best = Infinity;
  for (let round = 0; round < 10; round++) {
    const began = performance.now();
    const [{ id }] = binding.executeOp('MatMul', [type('T', dtype), ...transposes], [matrix, matrix], 1);
    best = Math.min(best, performance.now() - began);
    binding.deleteTensor(id);
  }
  for (const id of new Set([matrix, made])) binding.deleteTensor(id);
  return (2 * PEAK_SIDE ** 3) / best / 1e6;
}
