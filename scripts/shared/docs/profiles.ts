import { integer, list, nullable, number, object, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { significantFigures } from '../significant-figures';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const COMMAND = 'npm run bench -- --profile --write';

const ROWS = list(
  object({
    name: text(),
    calls: integer({ from: 1 }),
    milliseconds: number({ from: 0 }),
    share: number({ from: 0 }),
    speed: nullable(number({ from: 0 })),
    shareOfPeak: nullable(number({ from: 0 })),
    bandwidth: number({ from: 0 }),
  }),
);

const SCHEMA = object({
  measured: object({ machine: MEASURED_ON, rounds: integer({ from: 1 }) }),
  profiles: list(
    object({
      architecture: text(),
      batch: integer({ from: 1 }),
      milliseconds: number({ above: 0 }),
      peak: object({ float32: number({ above: 0 }), bfloat16: number({ above: 0 }) }),
      /** By the kind of op, and the products by their shapes too. */
      kinds: ROWS,
      shapes: ROWS,
    }),
  ),
});

/** Where the time of training steps goes. */
export type Profiles = ValueOf<typeof SCHEMA>;

export const PROFILES = docData('profiles', SCHEMA, { command: COMMAND });

const percent = (share: number | null): string => (share === null ? '' : `${(100 * share).toFixed(0)} %`);

/** The kinds of ops of each step, and its longest products. */
export function profilesText({ measured, profiles }: Profiles): string {
  const { machine, rounds } = measured;
  const tables = profiles.map(({ architecture, batch, milliseconds, peak, kinds, shapes }) => {
    const rows = [...kinds, ...shapes.filter(({ share }) => share >= 0.01)];
    return [
      paragraph(
        `\`${architecture}\`, batch ${batch}: ${significantFigures(milliseconds)} ms as a graph. A large matrix product reaches ${significantFigures(peak.bfloat16)} GFLOP/s in bfloat16.`,
      ),
      markdownTable(
        rows.map(({ name, calls, milliseconds: time, share, speed, shareOfPeak, bandwidth }) => ({
          op: name,
          calls: `${calls}`,
          ms: significantFigures(time),
          share: percent(share),
          'GFLOP/s': speed === null ? '' : significantFigures(speed),
          'of the peak': percent(shareOfPeak),
          'GB/s': significantFigures(bandwidth),
        })),
      ),
    ].join('\n\n');
  });
  return [
    paragraph(
      `Measured by \`${COMMAND}\` on ${machine.date}: ${describeMachineShortly(machine)}. Each op ran alone with all threads; its fastest time of ${rounds + 1}.`,
    ),
    ...tables,
  ].join('\n\n');
}
