import { epochPart } from './epoch-part.mjs';

/** The contender of a participant such as `keras-float32:call`, and the way it goes about it. */
const parse = (participant) => {
  const [name, way] = participant.split(':');
  return { name, way: way && { way } };
};

/** Everybody who takes part in a measure. */
export const participantsOf = ({ pairs }) => [...new Set(pairs.flatMap(({ ours, peer }) => [ours, peer]))];

/**
 * The commands that a participant gets in a round; all but the last only prepare.
 *
 * @param {object} measure one of `MEASURES`
 * @param {{ participant: string, round: number, rounds: number, quick?: boolean, data?: object }} options data: where
 *   there is any; `trainImages` of it is the number of images in an epoch
 * @example commandsOf(measure, { participant: 'auto', round: 0, rounds: 5 })
 */
export function commandsOf(measure, { participant, round, rounds, quick = false, data }) {
  const { way } = parse(participant);
  const asked = !data && measure.withoutData ? measure.withoutData : measure.ask;
  const command = {
    ...asked,
    ...(quick && asked === measure.ask ? measure.quick : {}),
    ...filesOf(measure, data),
    ...way,
  };
  if (measure.parts) {
    const all = Math.ceil(data.trainImages / asked.batch);
    const steps = Math.max(rounds, Math.round(all * (quick ? measure.quickParts : measure.parts)));
    Object.assign(command, epochPart({ steps, round, rounds }));
  }
  return measure.then ? [command, measure.then] : [command];
}

/** Where the files are, for a measure that needs to know. */
function filesOf({ needsData, optionalData }, data) {
  if (!data || !(needsData || optionalData)) return {};
  const { source, tree, cache } = data;
  return { source, tree, cache };
}

/** The command that warms a participant up, or undefined where none does. */
function warmUpOf(measure, { participant, data }) {
  if (!measure.warmUp) return undefined;
  return { ...measure.ask, ...measure.warmUp, ...filesOf(measure, data), ...parse(participant).way };
}

/**
 * Runs a measure: in each round every participant in turn, each round beginning with another; as many times over as its
 * `turns` say.
 *
 * @param {object} measure one of `MEASURES`
 * @param {{ pool: object, participants?: string[], rounds: number, quick?: boolean, data?: object }} options a
 *   quick look has one round of what takes long
 * @returns {Promise<Record<string, object[]>>} the answers by participant, one a round
 */
export async function runMeasure(
  measure,
  { pool, participants = participantsOf(measure), rounds, quick = false, data },
) {
  const roundsHere = (quick && measure.quickRounds) || rounds * (measure.turns ?? 1);
  const samples = Object.fromEntries(participants.map((participant) => [participant, []]));
  for (const participant of participants) {
    const command = warmUpOf(measure, { participant, data });
    if (command) await pool.ask(parse(participant).name, command);
  }
  for (let round = 0; round < roundsHere; round++) {
    for (let turn = 0; turn < participants.length; turn++) {
      const participant = participants[(round + turn) % participants.length];
      const commands = commandsOf(measure, { participant, round, rounds, quick, data });
      const { name } = parse(participant);
      const sample = measure.fresh
        ? await pool.askFresh(name, commands)
        : await pool.ask(name, commands.at(-1));
      samples[participant].push(sample);
    }
  }
  return samples;
}
