import {
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const COMMAND = 'npm run bench -- --rows zoo --write';

const SCHEMA = object({
  /** Null until it has been measured. */
  measured: nullable(object({ machine: MEASURED_ON, rounds: integer({ from: 1 }), seconds: number() })),
  rows: list(
    object({
      title: text(),
      /** A model's method: `fit`. */
      method: text(),
      ratio: number({ above: 0 }),
      low: number({ above: 0 }),
      high: number({ above: 0 }),
      must: number(),
      holds: flag,
    }),
  ),
});

/** The figures of docs/zoo.md. */
export type Zoo = ValueOf<typeof SCHEMA>;

export const ZOO = docData('zoo', SCHEMA, { command: COMMAND });

/**
 * When, on what and how it was measured, and a table with a row for each kind of model.
 */
export function zooText({ measured, rows }: Zoo): string {
  if (!measured) return `Not measured yet: \`${COMMAND}\` writes the table.`;
  const { machine, rounds, seconds } = measured;
  const { date, commit, loadAtStart } = machine;
  const titles = [...new Set(rows.map(({ title }) => title))];
  const methods = [...new Set(rows.map(({ method }) => method))];
  const cell = (title: string, method: string) => {
    const row = rows.find((candidate) => candidate.title === title && candidate.method === method);
    if (!row) return '';
    const { ratio, low, high, must, holds } = row;
    return `${ratio.toFixed(2)}x (${low.toFixed(2)}–${high.toFixed(2)})${holds ? '' : `, missed: ${must}x`}`;
  };
  const facts = [
    date,
    describeMachineShortly(machine),
    ...(loadAtStart === undefined ? [] : [`load ${loadAtStart.toFixed(1)} at the start`]),
    ...(commit ? [`commit ${commit}`] : []),
  ];
  const met = rows.filter(({ holds }) => holds).length;
  return [
    paragraph(
      `\`npm run bench -- --rows zoo\`, ${Math.ceil(seconds / 60)} minutes, ${rounds} rounds; ${facts.join('; ')}. ${met} of ${rows.length} targets met.`,
    ),
    markdownTable(
      titles.map((title) => ({
        model: title,
        ...Object.fromEntries(methods.map((method) => [`\`${method}()\``, cell(title, method)])),
      })),
    ),
  ].join('\n\n');
}
