import { describeMachine } from '../shared/machine';
import type { Exports } from '../shared/docs/exports';
import { measuredOn } from '../shared/docs/measured-on';
import { sayHello } from '../shared/say-hello';
import { ScriptError } from '../shared/script-error.mjs';
import { IMAGES } from '../shared/check-images';
import { TOLERANCE } from './compare-readings';
import type { ExportedFile } from './export-model';

/**
 * The figures of an export for the documents.
 *
 * @throws ScriptError if a reader does not read its file: the documents say that all do
 * @example await EXPORTS.write(exportedFigures(files, { model: 'models/emotion-crowd' }));
 */
export function exportedFigures(files: readonly ExportedFile[], { model }: { model: string }): Exports {
  const rows = files.map(({ title, bytes, readers }) => ({
    ...{ title, bytes },
    readers: readers.map((reader) => {
      if ('refusal' in reader)
        throw new ScriptError(
          `Expected ${reader.title} to read the ${title} file but found: ${reader.refusal}.`,
        );
      return reader;
    }),
  }));
  const machine = measuredOn(describeMachine({ ours: sayHello('float32') }));
  return { machine, model, images: IMAGES, tolerance: TOLERANCE, rows };
}
