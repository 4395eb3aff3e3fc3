import { list, object, optional, record, text } from '../../src/lib/json/index';
import { tryToSetUp } from '../setup/setup.mjs';
import { mapPairs, withoutContenders } from './map-pairs';
import type { Measure } from './measure';
import { isOptional, type OptionalName, OPTIONAL_CONTENDERS } from './optional-contenders';
import type { Pool } from './pool';
import { participantsOf } from './run-measure';

/** What an optional contender says about itself. */
const OPTIONAL_HELLO = object({
  versions: record(text()),
  /** The ways that it has on this machine; all where it does not say. */
  ways: optional(list(text())),
  /** What it cannot do here, and why. */
  notes: optional(list(text())),
});

/** Measures that can be done here. */
export interface PreparedContenders {
  measures: readonly Measure[];
  /** Of each contender that is optional. */
  versions: Record<string, string>;
  /** What is left out, and why. */
  notes: string[];
}

/**
 * Makes the environments of the optional contenders that take part, and starts them. Where that
 * fails, as without a network, a contender's rows are left out, and the others are measured.
 *
 * @param measures
 * @param options.setUp makes a contender's environment, and returns why it could not
 * @example const { measures, notes } = await prepareOptional(chosen, { pool });
 */
export async function prepareOptional(
  measures: readonly Measure[],
  { pool, setUp = setUpOne }: { pool: Pick<Pool, 'ask'>; setUp?: typeof setUpOne },
): Promise<PreparedContenders> {
  const prepared: PreparedContenders = { measures, versions: {}, notes: [] };
  const names = new Set(measures.flatMap(participantsOf).map((participant) => participant.split(':')[0]));
  for (const name of [...names].filter(isOptional)) {
    const { title } = OPTIONAL_CONTENDERS[name];
    const answer = await setUp(name).then((reason) => reason ?? askHello(name, pool));
    if (typeof answer === 'string') {
      prepared.measures = withoutContenders(prepared.measures, [name]);
      prepared.notes.push(`${title} is left out: ${answer}`);
      continue;
    }
    const { versions, ways, notes = [] } = answer;
    Object.assign(prepared.versions, versions);
    if (ways) prepared.measures = withWays(prepared.measures, { name, ways });
    prepared.notes.push(...notes.map((note) => `${title}: ${note}.`));
  }
  return prepared;
}

/** What it says about itself, or why it does not start. */
const askHello = (name: OptionalName, pool: Pick<Pool, 'ask'>) =>
  pool.ask(name, { task: 'hello' }, OPTIONAL_HELLO).catch((error: Error) => error.message);

const setUpOne = (name: OptionalName): Promise<string | undefined> =>
  tryToSetUp([OPTIONAL_CONTENDERS[name].environment.step]);

/** The measures with those ways of a contender only. */
const withWays = (
  measures: readonly Measure[],
  { name, ways: known }: { name: string; ways: readonly string[] },
) =>
  mapPairs(measures, (pair) => {
    if (pair.peer.split(':')[0] !== name) return [pair];
    const way = pair.peer.split(':')[1];
    if (!pair.ways) return way === undefined || known.includes(way) ? [pair] : [];
    const ways = pair.ways.filter((candidate) => known.includes(candidate));
    return ways.length > 0 ? [{ ...pair, ways }] : [];
  });
