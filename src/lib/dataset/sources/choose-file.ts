import path from 'node:path';
import { expectation } from '../../errors';
import type { NamedSource } from './advice';
import { firstLine, headerError, readCsvHeader } from './csv-header';
import { isArchiveName, isCsvName, isFer2013Name } from './file-names';
import { isMetadataFile } from './is-metadata-file';

/** A file that may hold FER-2013. */
export interface Choice {
  readonly form: 'csv' | 'archive';
  readonly path: string;
}

/** Options of {@link chooseFile}. */
interface ChooseOptions {
  readonly hasCsv: boolean;
  readonly start: (path: string) => Promise<Buffer>;
}

/** The most CSVs that are opened. */
const MOST_CSVS = 20;
/** The CSVs of FER-2013, which have the same content; the first is preferred. */
const KNOWN_CSVS = ['fer2013.csv', 'icml_face_data.csv'];

/**
 * Chooses the file to read where there is no image tree: the CSV whose first line names FER-2013's
 * columns, otherwise the only archive.
 *
 * @param paths separated by `/`; system metadata files are ignored
 * @param options
 * @param options.hasCsv whether a CSV is a form of the data set
 * @param options.start reads the first bytes of a file
 * @throws ExpectationError when there is more than one, or none, listing what is there instead
 * @example
 * const choice = await chooseFile(['fer2013/README', 'fer2013/fer2013.csv'], { source, words, hasCsv: true, start });
 */
export async function chooseFile(
  paths: readonly string[],
  { hasCsv, start, ...named }: NamedSource & ChooseOptions,
): Promise<Choice> {
  const files = paths.filter((name) => !name.endsWith('/') && !name.split('/').some(isMetadataFile));
  const { source, words } = named;
  const csvs = (hasCsv ? files.filter(isCsvName) : []).slice(0, MOST_CSVS);
  const headers = await Promise.all(
    csvs.map(async (csv) => {
      const line = firstLine(await start(csv));
      return { csv, line, header: readCsvHeader(line) };
    }),
  );
  const usable = headers.filter(({ header }) => !('missing' in header)).map(({ csv }) => csv);
  const known = KNOWN_CSVS.map((name) =>
    usable.find((csv) => path.posix.basename(csv).toLowerCase() === name),
  );
  const csv = known.find((name) => name !== undefined) ?? onlyOne(usable, named);
  if (csv !== undefined) return { form: 'csv', path: csv };
  const archives = files.filter(isArchiveName);
  const likely = archives.filter((archive) => isFer2013Name(path.posix.basename(archive)));
  const archive = onlyOne(likely.length > 0 ? likely : archives, named);
  if (archive !== undefined) return { form: 'archive', path: archive };
  const [first] = headers;
  if (first && 'missing' in first.header)
    throw headerError(`${first.csv} in ${source}`, { missing: first.header.missing, line: first.line });
  throw expectation(source, {
    expectation: words.content,
    found: `no image in such a folder, ${files.length === 0 ? 'and no file' : `but ${listOf(files)}`}`,
    advice: words.forms,
  });
}

function onlyOne(files: readonly string[], { source, words }: NamedSource): string | undefined {
  if (files.length <= 1) return files[0];
  throw expectation(source, {
    expectation: 'a single data set',
    found: `${files.length} candidates: ${listOf(files)}`,
    advice: `Set ${words.setting} to the path of one of them (unpack an archive first), or remove the others.`,
  });
}

function listOf(files: readonly string[]): string {
  const shown = files.slice(0, 5).join(', ');
  return files.length > 5 ? `${shown} and ${files.length - 5} more` : shown;
}
