import { list, number, object, type Schema } from '../../src/lib/json/index';
import { quantile } from '../../src/lib/quantile';
import { spread, type Spread } from './spread';

/** Images that took some seconds. */
interface Speed {
  images: number;
  seconds: number;
}

/** What each call took. */
interface Latencies {
  milliseconds: number[];
}

/** Bytes resident at the peak. */
interface Memory {
  bytes: number;
}

/** A contender's answer to a measurement. */
export type Sample = Speed | Latencies | Memory;

/**
 * How the samples of a contender, one a round, become one number.
 *
 * - `rate`: images a second, median of the rounds
 * - `total`: images a second over all rounds together, since each round is another part of one
 *   epoch
 * - `p50`, `p99`: milliseconds, over the calls of all rounds together; the spread is that of the
 *   rounds
 * - `memory`: megabytes, median of the rounds
 */
export type Kind = 'rate' | 'total' | 'p50' | 'p99' | 'memory';

const SPEED: Schema<Speed> = object({ images: number({ from: 0 }), seconds: number({ above: 0 }) });
const LATENCIES: Schema<Latencies> = object({ milliseconds: list(number({ from: 0 }), { from: 1 }) });
const MEMORY: Schema<Memory> = object({ bytes: number({ above: 0 }) });

/** What a sample of each kind has to be. */
export const SAMPLES: Readonly<Record<Kind, Schema<Sample>>> = {
  rate: SPEED,
  total: SPEED,
  p50: LATENCIES,
  p99: LATENCIES,
  memory: MEMORY,
};

const SUMMARIES: Readonly<Record<Kind, (samples: readonly Sample[]) => Spread>> = {
  rate: (samples) => spread(samples.map(speedOf).map(perSecond)),
  total: (samples) => {
    const speeds = samples.map(speedOf);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const seconds = sum(speeds.map((speed) => speed.seconds));
    return {
      ...spread(speeds.map(perSecond)),
      value: sum(speeds.map(({ images }) => images)) / seconds,
    };
  },
  p50: (samples) => pooled(samples, 0.5),
  p99: (samples) => pooled(samples, 0.99),
  memory: (samples) => spread(samples.map(bytesOf).map((bytes) => bytes / 1e6)),
};

/**
 * One number of all rounds of a contender.
 *
 * @param samples one a round
 * @throws for samples of another kind
 * @example summarizeSamples('rate', [{ images: 64, seconds: 0.5 }]).value // 128
 */
export function summarizeSamples(kind: Kind, samples: readonly Sample[]): Spread {
  return SUMMARIES[kind](samples);
}

function pooled(samples: readonly Sample[], share: number): Spread {
  const rounds = samples.map(latenciesOf);
  return {
    ...spread(rounds.map((milliseconds) => quantile(milliseconds, share))),
    value: quantile(rounds.flat(), share),
  };
}

const perSecond = ({ images, seconds }: Speed) => images / seconds;

function speedOf(sample: Sample): Speed {
  if ('seconds' in sample) return sample;
  throw wrongSample('images and seconds', sample);
}

function latenciesOf(sample: Sample): readonly number[] {
  if ('milliseconds' in sample) return sample.milliseconds;
  throw wrongSample('milliseconds', sample);
}

function bytesOf(sample: Sample): number {
  if ('bytes' in sample) return sample.bytes;
  throw wrongSample('bytes', sample);
}

function wrongSample(wanted: string, found: Sample): Error {
  return new Error(`Expected a sample to have ${wanted} but found ${Object.keys(found).join(', ')}.`);
}
