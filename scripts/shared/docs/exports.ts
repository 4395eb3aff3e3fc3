import { formatMegabytes } from '../../../src/lib/format';
import { integer, list, number, object, text, type ValueOf } from '../../../src/lib/json/index';
import { markdownTable } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const COMMAND = 'npm run export -- --onnx --keras --tflite --write';

const ROW = object({
  title: text(),
  bytes: integer({ from: 1 }),
  readers: list(
    object({
      title: text(),
      version: text(),
      /** The largest difference of a probability from TensorFlow.js'. */
      difference: number({ from: 0 }),
    }),
    { from: 1 },
  ),
});

const SCHEMA = object({
  machine: MEASURED_ON,
  /** The folder of the model. */
  model: text(),
  /** How many images the files were checked on. */
  images: integer({ from: 1 }),
  tolerance: number({ above: 0 }),
  rows: list(ROW, { from: 1 }),
});

/** The figures of models/README.md. */
export type Exports = ValueOf<typeof SCHEMA>;

export const EXPORTS = docData('exports', SCHEMA, { command: COMMAND });

/** A row for each reader of each format, and how they were measured. */
export function exportsText({ machine, model, images, rows }: Exports): string {
  const table = markdownTable(
    rows.flatMap(({ title, bytes, readers }) =>
      readers.map((reader, i) => ({
        format: i ? '' : title,
        size: i ? '' : formatMegabytes(bytes),
        'read by': `${reader.title} ${reader.version}`,
        'largest difference of a probability': reader.difference.toExponential(1),
      })),
    ),
  );
  const how = paragraph(
    `\`${COMMAND}\` of \`${model}\`, ${images} images, ${machine.date}, ${machine.processor}.`,
  );
  return `${table}\n\n${how}`;
}
