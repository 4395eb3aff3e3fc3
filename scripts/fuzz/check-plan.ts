import { withNoise } from './noise';
import type { Plan } from './plan';
import { STATISTICS_STEPS } from './generate/training';
import { runPlan, type Engine, type Observation, type Seen } from './run-plan';

/** What became of a plan. */
export type Verdict =
  /**
   * Of so many `tensors` that were compared, `loose` ones needed a tolerance of more than
   * {@link LOOSE}.
   */
  | { readonly outcome: 'same'; readonly tensors: number; readonly loose: number; readonly graphRuns: number }
  /** Stock tfjs-node throws, and so does the engine. */
  | { readonly outcome: 'impossible'; readonly error: string }
  | { readonly outcome: 'fault'; readonly fault: Fault };

/** How the engine differs from stock. */
export interface Fault {
  /**
   * What differs, without numbers: two faults of the same kind are likely to have the same cause.
   */
  readonly kind: string;
  /** With numbers. */
  readonly text: string;
}

/**
 * What rounding may do where nothing magnifies it, over the greatest number of a tensor: a sum of n
 * float32 numbers is off by up to n * 2^-24 of the greatest, sums here have a few hundred terms,
 * and a network is a dozen of them in a row. Whatever differs by less agrees; whatever differs by
 * more is checked by {@link SPREADS}.
 */
const TIGHT = 1e-5;

/**
 * A tolerance, over the greatest number of a tensor, by which a fault of a thousandth might slip
 * through.
 */
const LOOSE = 1e-3;

/** Also of what is that small altogether, such as the difference of two numbers near 1. */
const SMALLEST = 1e-6;

/**
 * The relative error that {@link withNoise} adds to each op's result, eight times that of one
 * rounding: enough to show in three runs what sums in another order can do.
 */
const NOISE = 2 ** -21;

/**
 * How many times the greatest distance between stock and a noisy stock the engine may be away.
 * Noise of eight roundings covers most of what another order of summing does; three noisy runs may
 * all miss the worst by some factor.
 */
const SPREADS = 5;

/** Runs with noise at first, and before a difference counts as a fault: a number that jumps (a ReLU, the greatest of two) may
 * jump in one of ten only. */
const NOISY_RUNS = { first: 3, last: 8 };

/** Greatest magnitude; NaN where one of them is. */
function magnitude(values: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, Math.abs(values[i]));
  return greatest;
}

/** Greatest difference; infinite where the one is finite and the other not. */
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

/** Where the engine is further from stock than it may be. */
interface Difference {
  readonly observation: number;
  readonly tensor: number;
  readonly found: number;
  readonly allowed: number;
}

/** What stock and the engine may differ by: for each observation and tensor. */
type Allowed = (observation: number, tensor: number) => number;

/**
 * How far apart the losses of two trainings with random layers may be, of which each has {@link
 * STATISTICS_STEPS} steps: six standard errors for their mean (one in a billion), and for their
 * spread a factor that is many standard errors, and still less than what comes of dropping single
 * elements where channels are to be dropped, or of one mask for ever.
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

/** Numbers here begin near 1; a training that has come this far has diverged. */
const DIVERGED = 1e6;

/**
 * The first observation of a training that has diverged, or whose numbers are not finite. From
 * there on nothing can be compared: each step multiplies the rounding of the one before.
 */
function firstDiverged(observations: readonly Observation[]): number {
  const index = observations.findIndex(({ values }) =>
    values.some((numbers) => !(magnitude(numbers) < DIVERGED)),
  );
  return index < 0 ? observations.length : index;
}

/** The first line of an error, without what names and numbers it speaks of. */
function gist(error: string): string {
  return error.split('\n')[0].replace(/\d+/g, 'n').slice(0, 120);
}

const withoutNumber = (name: string) => name.replace(/ \d+$/, '');

/**
 * Whether the engine does in a plan what stock tfjs-node does.
 *
 * Both compute in float32, in which sums in another order end in other digits; how far such digits
 * can lead in this very plan is measured, by running stock with noise of that size, and only where
 * they differ by more than a tight tolerance. So a bias before a normalization, whose true gradient
 * is zero and whose noise Adam makes full steps of, is allowed to go anywhere, while a wrong mask
 * somewhere else shows.
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
    // The same op fails in both, but TensorFlow may call it by another name.
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
 * How much can be compared of a plan with categorical cross-entropy: the engine works it out from
 * what went into the softmax, by design, and stock from probabilities that it clips at 1e-7.
 */
function firstClipped(plan: Plan, { observations, clippedAt = observations.length }: Seen): number {
  const isCrossEntropy = /categoricalcrossentropy/i.test(JSON.stringify(plan.compile));
  return isCrossEntropy ? clippedAt : observations.length;
}
