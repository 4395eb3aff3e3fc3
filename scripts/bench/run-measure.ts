import { epochPart } from './epoch-part';
import type { BenchData, Command, Measure, Pair } from './measure';
import type { Pool } from './pool';
import { SAMPLES, type Sample } from './summarize-samples';

/** The contender of a participant such as `keras-float32:call`, and the way it goes about it. */
function parse(participant: string): { name: string; way: Pick<Command, 'way'> } {
  const [name, way] = participant.split(':');
  return { name, way: way ? { way } : {} };
}

/** The participants of whom the best is the peer of a pair: `openvino:float32`, `openvino:bfloat16`. */
export const peersOf = ({ peer, ways }: Pick<Pair, 'peer' | 'ways'>): string[] =>
  ways ? ways.map((way) => `${parse(peer).name}:${way}`) : [peer];

/** Everybody who takes part in a measure. */
export const participantsOf = ({ pairs }: Pick<Measure, 'pairs'>): string[] => [
  ...new Set(pairs.flatMap((pair) => [pair.ours, ...peersOf(pair)])),
];

/** A participant's place in a measurement. */
export interface Turn {
  participant: string;
  /** From 0. */
  round: number;
  rounds: number;
  quick?: boolean;
  data?: BenchData;
}

/**
 * The commands that a participant gets in a round: the last gives the sample, those before it
 * prepare.
 *
 * @throws where a measure that needs the data has none
 * @example commandsOf(measure, { participant: 'auto', round: 0, rounds: 5 }).last
 */
export function commandsOf(
  measure: Measure,
  { participant, round, rounds, quick = false, data }: Turn,
): { before: Command[]; last: Command } {
  const { way } = parse(participant);
  const asked = !data && measure.withoutData ? measure.withoutData : measure.ask;
  const command = {
    ...asked,
    ...(quick && asked === measure.ask ? measure.quick : {}),
    ...filesOf(measure, data),
    ...way,
    ...partOf(measure, { round, rounds, quick, data }),
  };
  return measure.then ? { before: [command], last: measure.then } : { before: [], last: command };
}

/** The steps that a round of a measure of an epoch does. */
function partOf(
  { parts, ask, id }: Measure,
  { round, rounds, quick, data }: Omit<Turn, 'participant'>,
): Pick<Command, 'begin' | 'end'> {
  if (!parts) return {};
  if (!data || ask.batch === undefined)
    throw new Error(`Expected ${id} to be measured with data and a batch size but found none.`);
  const all = Math.ceil(data.trainImages / ask.batch);
  const steps = Math.max(rounds, Math.round(all * (quick ? parts.quickShare : parts.share)));
  return epochPart({ steps, round, rounds });
}

/** Where the files are, for a measure that needs to know. */
function filesOf(
  { needsData, optionalData }: Measure,
  data: BenchData | undefined,
): Pick<Command, 'source' | 'tree' | 'cache' | 'trainImages'> {
  return data && (needsData || optionalData) ? data : {};
}

/**
 * Runs a measure: in each round every participant in turn, each round beginning with another and
 * every second going the other way round, so that nobody always follows the same one; as many times
 * over as its `turns` say.
 *
 * @param options.quick a quick look has one round of what takes long
 * @returns the samples by participant, one a round
 */
export async function runMeasure(
  measure: Measure,
  {
    pool,
    participants = participantsOf(measure),
    rounds,
    quick = false,
    data,
  }: {
    pool: Pick<Pool, 'ask' | 'askFresh'>;
    participants?: readonly string[];
    rounds: number;
    quick?: boolean;
    data?: BenchData;
  },
): Promise<Record<string, Sample[]>> {
  const roundsHere = (quick && measure.quickRounds) || rounds * (measure.turns ?? 1);
  const samples: Record<string, Sample[]> = Object.fromEntries(participants.map((name) => [name, []]));
  const answer = SAMPLES[measure.kind];
  if (measure.warmUp)
    for (const participant of participants) {
      const { name, way } = parse(participant);
      const command = { ...measure.ask, ...measure.warmUp, ...filesOf(measure, data), ...way };
      await pool.ask(name, command, answer);
    }
  for (let round = 0; round < roundsHere; round++) {
    for (let turn = 0; turn < participants.length; turn++) {
      const { length } = participants;
      const participant = participants[(round + (round % 2 === 0 ? turn : length - turn)) % length];
      const commands = commandsOf(measure, { participant, round, rounds, quick, data });
      const { name } = parse(participant);
      const sample = measure.fresh
        ? await pool.askFresh(name, { ...commands, isTraining: measure.isTraining }, answer)
        : await pool.ask(name, commands.last, answer);
      samples[participant].push(sample);
    }
  }
  return samples;
}
