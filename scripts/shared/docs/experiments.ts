import { list, number, object, optional, share, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { percent } from '../percent';
import { bulletList, paragraph } from './paragraph';

const SCHEMA = object({
  command: text(),
  machine: MEASURED_ON,
  seed: number(),
  /** Each changes one thing; of one that was stopped only what it showed is known. */
  experiments: list(
    object({
      optimizer: text(),
      change: text(),
      all: optional(share),
      allFlip: optional(share),
      privateTestFlip: optional(share),
      minutes: optional(number()),
      remark: optional(text()),
    }),
  ),
  /** The validation loss with the mirror image, at its best temperature. */
  losses: list(object({ what: text(), low: number(), high: optional(number()) })),
  notes: list(text()),
});

/** The figures of the experiments in docs/results.md. */
export type Experiments = ValueOf<typeof SCHEMA>;

/** No command measures them again: their runs no longer exist. */
export const EXPERIMENTS = docData('experiments', SCHEMA);

/** What was tried, one row each. */
export const experimentsText = ({ command, machine, seed, experiments }: Experiments): string =>
  [
    paragraph(
      `Trained by \`${command}\` with seed ${seed} until ${machine.date}: ${describeMachineShortly(machine)}.`,
    ),
    markdownTable(
      experiments.map(({ optimizer, change, all, allFlip, privateTestFlip, minutes, remark }) => ({
        optimizer,
        change,
        'all 7,178, %': known(all),
        'with mirror image, %': known(allFlip),
        'privateTest, with it, %': known(privateTestFlip),
        minutes: [minutes?.toFixed(1), remark].filter((part) => part !== undefined).join(', '),
      })),
    ),
  ].join('\n\n');

/** The losses, and what they say. */
export const lossesText = ({ losses, notes }: Experiments): string =>
  [
    markdownTable(
      losses.map(({ what, low, high }) => ({
        'trained with': what,
        loss: `${low.toFixed(3)}${high === undefined ? '' : ` to ${high.toFixed(3)}`}`,
      })),
    ),
    ...(notes.length ? [bulletList(notes)] : []),
  ].join('\n\n');

const known = (fraction: number | undefined) => (fraction === undefined ? '' : percent(fraction));
