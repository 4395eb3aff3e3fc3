import { list, object, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { bulletList } from './paragraph';

const SCHEMA = object({
  rows: list(object({ system: text(), parameters: text(), training: text(), accuracy: text() })),
  notes: list(text()),
});

/** Figures that others publish about themselves, and trainings of ours that no command repeats. */
export const PUBLISHED = docData('published', SCHEMA);

/** The figures as a table. */
export const publishedText = ({ rows, notes }: ValueOf<typeof SCHEMA>): string =>
  [
    markdownTable(
      rows.map(({ system, parameters, training, accuracy }) => ({
        system,
        parameters,
        training,
        'all 7,178, %': accuracy,
      })),
    ),
    bulletList(notes),
  ].join('\n\n');
