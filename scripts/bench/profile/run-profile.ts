import path from 'node:path';
import { writeJson } from '../../../src/lib/json/index';
import { NODE_HELLO } from '../../shared/contender-hello';
import { PROFILES, type Profiles } from '../../shared/docs/profiles';
import { measuredOn } from '../../shared/docs/measured-on';
import { updateDocs } from '../../shared/docs/update-docs';
import { projectRoot } from '../../shared/environment.mjs';
import { describeMachine } from '../../shared/machine';
import { significantFigures } from '../../shared/significant-figures';
import { align } from '../../shared/text-table';
import type { Pool } from '../pool';
import { mainRows, PROFILE, profileRows, type ProfileRow } from './profile';

const OUT = path.join(projectRoot, 'out', 'profile.json');

/** The steps that are profiled. */
const STEPS = [
  { architecture: 'compact', batch: 64 },
  { architecture: 'compact', batch: 128 },
] as const;

/**
 * Prints where the time of a training step goes, op by op, and writes out/profile.json.
 *
 * @param options.rounds each op counts with the fastest of so many
 * @param options.write whether docs get it too
 */
export async function runProfile(
  pool: Pick<Pool, 'ask'>,
  { rounds, write }: { rounds: number; write: boolean },
): Promise<void> {
  const hello = await pool.ask('auto', { task: 'hello' }, NODE_HELLO);
  const machine = describeMachine({ ours: hello });
  const profiles: Profiles['profiles'] = [];
  for (const { architecture, batch } of STEPS) {
    const command = { task: 'profile', architecture, batch, steps: rounds };
    const profile = await pool.ask('auto', command, PROFILE);
    const { milliseconds, peak } = profile;
    const kinds = mainRows(profileRows(profile, { by: 'op' }));
    const shapes = profileRows(profile, { by: 'shape' }).filter(({ speed }) => speed !== null);
    console.log(
      `\n${architecture}, batch ${batch}, ${hello.precision}: ${significantFigures(milliseconds)} ms as a graph; ` +
        `peak ${significantFigures(peak[hello.precision])} GFLOP/s`,
    );
    console.log(tableOf(kinds).join('\n'));
    console.log(`\n${tableOf(shapes.slice(0, 15)).join('\n')}`);
    profiles.push({ architecture, batch, milliseconds, peak, kinds, shapes });
  }
  const result = { measured: { machine: measuredOn(machine), rounds }, profiles };
  await writeJson(OUT, result);
  console.log('\nEach op alone, with all threads, its fastest time; out/profile.json.');
  if (!write) return;
  await PROFILES.write(result);
  console.log(`Wrote ${[PROFILES.file, ...(await updateDocs())].join(', ')}.`);
}

function tableOf(rows: readonly ProfileRow[]): string[] {
  const percent = (share: number | null) => (share === null ? '' : `${(100 * share).toFixed(0)} %`);
  return align(
    [
      ['op', 'calls', 'ms', 'share', 'GFLOP/s', 'of the peak', 'GB/s'],
      ...rows.map(({ name, calls, milliseconds, share, speed, shareOfPeak, bandwidth }) => [
        ...[name, `${calls}`, significantFigures(milliseconds), percent(share)],
        ...[
          speed === null ? '' : significantFigures(speed),
          percent(shareOfPeak),
          significantFigures(bandwidth),
        ],
      ]),
    ],
    { left: [0] },
  );
}
