import { withNoise } from './noise';
import type { Plan } from './plan';
import { STATISTICS_STEPS } from './generate/training';
import { runPlan, type Engine, type Observation, type Seen } from './run-plan';

/** The verdict on a plan. */
export type Verdict =
  /**
   * Of the `tensors` compared, `loose` ones needed a tolerance above {@link LOOSE}.
   */
  | { readonly outcome: 'same'; readonly tensors: number; readonly loose: number; readonly graphRuns: number }
  /** Both stock tfjs-node and the engine throw. */
  | { readonly outcome: 'impossible'; readonly error: string }
  | { readonly outcome: 'fault'; readonly fault: Fault };

/** How the engine differs from stock. */
export interface Fault {
  /**
   * A description without numbers: two faults of the same kind probably have the same cause.
   */
  readonly kind: string;
  /** A description with numbers. */
  readonly text: string;
}

/**
 * The effect of rounding where nothing amplifies it, relative to the largest value of a tensor. A
 * sum of n float32 numbers is off by up to n * 2^-24 of the largest; sums here have a few hundred
 * terms, and a network chains a dozen of them. Smaller differences are accepted; larger ones are
 * checked by {@link SPREADS}.
 */
const TIGHT = 1e-5;

/**
 * A tolerance, relative to the largest value of a tensor, that could hide an error of a thousandth.
 */
const LOOSE = 1e-3;

/**
 * An absolute tolerance, for values that are small as a whole, such as the difference of two
 * numbers near 1.
 */
const SMALLEST = 1e-6;

/**
 * The relative error that {@link withNoise} adds to each op's result: eight times that of one
 * rounding, enough to show in three runs the effect of summing in another order.
 */
const NOISE = 2 ** -21;

/**
 * How far the engine may deviate, as a multiple of the largest deviation of a noisy stock run.
 * Noise of eight roundings covers most of the effect of another summation order, but three runs may
 * all miss the worst case by some factor.
 */
const SPREADS = 5;

/**
 * The number of noisy runs at first, and before a difference counts as a fault: a discontinuity (a
 * ReLU, a maximum) may show in only one of ten.
 */
const NOISY_RUNS = { first: 3, last: 8 };

/** The largest magnitude; NaN if any value is NaN. */
function magnitude(values: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, Math.abs(values[i]));
  return greatest;
}

/** The largest difference; infinite if only one of two values is finite. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let greatest = 0;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i]) || a[i] === b[i]) continue;
    const difference = Math.abs(a[i] - b[i]);
    greatest = Math.max(greatest, Number.isNaN(difference) ? Infinity : difference);
  }
  return greatest;
}

/** The first tensor in which the engine deviates too far from stock. */
interface Difference {
  readonly observation: number;
  readonly tensor: number;
  readonly found: number;
  readonly allowed: number;
}

/** The allowed difference between stock and the engine, for each observation and tensor. */
type Allowed = (observation: number, tensor: number) => number;

/**
 * The allowed difference between the losses of two trainings with random layers, of {@link
 * STATISTICS_STEPS} steps each: six standard errors for the mean (one in a billion), and for the
 * spread a factor of many standard errors, which is still less than the effect of dropping single
 * elements instead of channels, or of never changing the mask.
 */
function statisticsDiffer(
  [mean, spread]: ArrayLike<number> & Iterable<number>,
  found: ArrayLike<number>,
): boolean {
  const [otherMean, otherSpread] = [found[0], found[1]];
  const error = (6 * Math.hypot(spread, otherSpread)) / Math.sqrt(STATISTICS_STEPS);
  if (!(Math.abs(mean - otherMean) <= error + TIGHT * Math.abs(mean))) return true;
  const floor = TIGHT * Math.abs(mean);
  const ratio = (spread + floor) / (otherSpread + floor);
  return !(ratio < 2.2 && ratio > 1 / 2.2);
}

function differences(stock: readonly Observation[], engine: readonly Observation[], allowed: Allowed) {
  const all: Difference[] = [];
  stock.forEach(({ name, values }, observation) =>
    values.forEach((expected, tensor) => {
      if (name.startsWith('statistics')) {
        const pair = engine[observation]?.values[tensor] ?? [];
        if (statisticsDiffer(Array.from(expected), pair))
          all.push({ observation, tensor, found: distance(expected, pair), allowed: NaN });
        return;
      }
      const found = distance(expected, engine[observation]?.values[tensor] ?? []);
      const limit = allowed(observation, tensor);
      if (found > limit) all.push({ observation, tensor, found, allowed: limit });
    }),
  );
  return all;
}

function tightest(stock: readonly Observation[]): Allowed {
  return (observation, tensor) => SMALLEST + TIGHT * magnitude(stock[observation].values[tensor]);
}

/** Values start near 1; a training that reaches this has diverged. */
const DIVERGED = 1e6;

/**
 * The first observation of a training that has diverged, or whose numbers are not finite. From
 * there on nothing can be compared, since each step amplifies the rounding errors of the previous
 * one.
 */
function firstDiverged(observations: readonly Observation[]): number {
  const index = observations.findIndex(({ values }) =>
    values.some((numbers) => !(magnitude(numbers) < DIVERGED)),
  );
  return index < 0 ? observations.length : index;
}

/** The first line of an error, without names and numbers. */
function gist(error: string): string {
  return error.split('\n')[0].replace(/\d+/g, 'n').slice(0, 120);
}

const withoutNumber = (name: string) => name.replace(/ \d+$/, '');

/**
 * Compares the engine with stock tfjs-node on a plan.
 *
 * Both compute in float32, where another summation order changes the last digits. If the results
 * differ by more than a tight tolerance, the effect of such changes on this plan is measured by
 * running stock with noise of that size. A bias before a normalization, whose true gradient is zero
 * and whose noise Adam turns into full steps, may therefore take any value, while a wrong mask
 * elsewhere is detected.
 */
export async function checkPlan(plan: Plan, { engine }: { engine: Engine }): Promise<Verdict> {
  const stock = await runPlan(plan);
  const fast = await runPlan(plan, { engine });
  const fault = (kind: string, text: string): Verdict => ({ outcome: 'fault', fault: { kind, text } });
  // Batch normalization without a scale or an offset: the engine can train it.
  if (stock.error !== undefined && /reading 'read'/.test(stock.error))
    return { outcome: 'impossible', error: stock.error };
  if (stock.error !== undefined && fast.error !== undefined) {
    const [a, b] = [stock.error, fast.error].map(gist);
    // The same op fails in both, but TensorFlow may use another name for it.
    if (a !== b && !/Invalid TF_Status/.test(`${a}`))
      return fault(`error: ${b}`, `stock throws: ${stock.error}\nengine throws: ${fast.error}`);
    return { outcome: 'impossible', error: stock.error };
  }
  if (fast.error !== undefined) return fault(`error: ${gist(fast.error)}`, `engine throws: ${fast.error}`);
  if (stock.error !== undefined) return fault('no error', `stock throws: ${stock.error}\nengine does not`);
  const verdict = await compareNumbers(plan, { stock, fast });
  if (verdict.outcome !== 'same') return verdict;
  if (fast.left.tensors > stock.left.tensors)
    return fault('tensors', `stock leaves ${stock.left.tensors} tensors, engine ${fast.left.tensors}`);
  if (fast.left.handles > stock.left.handles)
    return fault('handles', `stock leaves ${stock.left.handles} handles, engine ${fast.left.handles}`);
  return verdict;
}

async function compareNumbers(plan: Plan, { stock, fast }: { stock: Seen; fast: Seen }): Promise<Verdict> {
  const { graphRuns } = fast;
  const end = Math.min(firstDiverged(stock.observations), firstClipped(plan, stock));
  const expected = stock.observations.slice(0, end);
  if (fast.observations.length !== stock.observations.length)
    return { outcome: 'fault', fault: { kind: 'number of observations', text: 'saw other things' } };
  const tight = tightest(expected);
  const tensors = expected.flatMap(({ values }) => values).length;
  if (differences(expected, fast.observations, tight).length === 0)
    return { outcome: 'same', tensors, loose: 0, graphRuns };
  const spread = expected.map(({ values }) => values.map(() => 0));
  const allowed: Allowed = (observation, tensor) =>
    tight(observation, tensor) + SPREADS * spread[observation][tensor];
  let left: Difference[] = [];
  for (let i = 0; i < NOISY_RUNS.last; i++) {
    const noisy = await withNoise(() => runPlan(plan), { seed: plan.seed + i, size: NOISE });
    expected.forEach(({ values }, observation) =>
      values.forEach((numbers, tensor) => {
        const found = noisy.observations[observation]?.values[tensor] ?? [];
        spread[observation][tensor] = Math.max(spread[observation][tensor], distance(numbers, found));
      }),
    );
    left = differences(expected, fast.observations, allowed);
    if (i >= NOISY_RUNS.first - 1 && left.length === 0) break;
  }
  if (left.length === 0) {
    const loose = expected.flatMap(({ values }, observation) =>
      values.filter(
        (numbers, tensor) => SPREADS * spread[observation][tensor] > LOOSE * (magnitude(numbers) + SMALLEST),
      ),
    ).length;
    return { outcome: 'same', tensors, loose, graphRuns };
  }
  const [{ observation, tensor, found, allowed: limit }] = left;
  const { name, values } = expected[observation];
  const show = (numbers: ArrayLike<number> | undefined) =>
    Array.from(numbers ?? [])
      .slice(0, 6)
      .map((number) => number.toPrecision(7))
      .join(' ');
  const text = [
    `${name}, tensor ${tensor}: differs by ${found.toPrecision(3)}, allowed ${limit.toPrecision(3)}`,
    `  stock  ${show(values[tensor])}`,
    `  engine ${show(fast.observations[observation].values[tensor])}`,
  ];
  return { outcome: 'fault', fault: { kind: withoutNumber(name), text: text.join('\n') } };
}

/**
 * The number of comparable observations of a plan with categorical cross-entropy: by design, the
 * engine computes it from the logits, and stock from probabilities that it clips at 1e-7.
 */
function firstClipped(plan: Plan, { observations, clippedAt = observations.length }: Seen): number {
  const isCrossEntropy = /categoricalcrossentropy/i.test(JSON.stringify(plan.compile));
  return isCrossEntropy ? clippedAt : observations.length;
}
