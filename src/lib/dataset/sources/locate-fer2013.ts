import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../errors';
import { fileError } from '../../files/read-file';
import { openBytes } from './byte-source';
import { firstLine, headerError, readCsvHeader } from './csv-header';
import { entryKind } from './entry-kind';
import { isArchiveName, isCsvName, isFer2013Name } from './file-names';
import { isMetadataFile } from './is-metadata-file';
import { rootOf } from './tree-names';

/** The usual names of FER-2013, downloaded or unpacked, most common first. */
const KNOWN_NAMES = [
  'fer2013.zip',
  'archive.zip',
  'fer2013.csv',
  'icml_face_data.csv',
  'fer2013/fer2013.csv',
  'fer2013',
  'archive',
];

/** The folder of the drawn faces. */
const DRAWN_FACES = 'drawn-faces';

const isOtherArchiveName = (name: string) => /\.(?:7z|rar|xz|bz2|zst)$/i.test(name);

/** Enough bytes for the header of a CSV. */
const HEADER_BYTES = 8192;

/**
 * Finds FER-2013: at the path of the setting, otherwise in the data folder. There it looks for the
 * usual names (`fer2013.zip`, `archive.zip`, `fer2013.csv`, `icml_face_data.csv`, `fer2013/`,
 * `archive/`, or `train/` and `test/` themselves), then for similar names (`FER2013.zip`,
 * `archive (1).zip`, `fer2013.tar.gz`, `fer2013 (copy)/`), then by content: a CSV with FER-2013's
 * columns, or a folder with `train/` and `test/`.
 *
 * @param options
 * @param options.setting the value of FER2013; undefined or empty when it is not set
 * @param options.dataFolder the project's `data/`, which need not exist
 * @returns undefined when it is not found
 * @throws ExpectationError when the setting names a path that does not exist, or the data folder
 *   has several candidates or an archive that may or may not be FER-2013
 * @example const found = locateFer2013({ setting: process.env.FER2013, dataFolder: 'data' });
 */
export function locateFer2013({
  setting,
  dataFolder,
}: {
  setting?: string;
  dataFolder: string;
}): { path: string } | undefined {
  if (setting) {
    if (!existsSync(setting))
      throw expectation('FER2013', {
        expectation: "the path of FER-2013's archive, folder or CSV",
        found: `${setting}, which does not exist`,
        advice: 'Correct this environment variable, or unset it to use data/ or drawn faces.',
      });
    return { path: setting };
  }
  const known = KNOWN_NAMES.map((name) => path.join(dataFolder, name)).find((file) => existsSync(file));
  if (known !== undefined) return { path: known };
  const entries = entriesOf(dataFolder);
  if (hasTree(entries.map(({ name }) => name))) return { path: dataFolder };
  const found = findCandidates(dataFolder, entries);
  if (found.length === 0) return undefined;
  if (found.length === 1) return { path: path.join(dataFolder, found[0]) };
  throw expectation(dataFolder, {
    expectation: 'a folder with a single copy of FER-2013',
    found: found.join(', '),
    advice: `Choose one: ${commandFor(dataFolder, found[0])}.`,
  });
}

/** The entries of the data folder, without system metadata files and the drawn faces. */
function entriesOf(folder: string): Dirent[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(
      ({ name }) => !isMetadataFile(name) && name !== DRAWN_FACES,
    );
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read' } });
  }
}

function hasTree(names: readonly string[]): boolean {
  const roots = names.map(rootOf);
  return roots.includes('train') && roots.some((root) => root !== undefined && root !== 'train');
}

/** The names of the entries that may be FER-2013, by name or else by content. */
function findCandidates(folder: string, entries: readonly Dirent[]): string[] {
  const isFolder = (entry: Dirent) => entryKind(folder, entry) === 'folder';
  const isArchive = ({ name }: Dirent) => isArchiveName(name) || isOtherArchiveName(name);
  const candidates = entries.filter((entry) => isFolder(entry) || isArchive(entry) || isCsvName(entry.name));
  const named = candidates.filter(({ name }) => isFer2013Name(name));
  if (named.length > 0) return named.map(({ name }) => name);
  const byContent = candidates.filter((entry) =>
    isCsvName(entry.name)
      ? isFer2013Csv(path.join(folder, entry.name))
      : isFolder(entry) && hasTree(entriesOf(path.join(folder, entry.name)).map(({ name }) => name)),
  );
  const unknown = candidates.find(isArchive);
  if (byContent.length === 0 && unknown)
    throw expectation(folder, {
      expectation: 'a folder whose archives have names like fer2013.zip or archive.zip',
      found: unknown.name,
      advice: `If this is FER-2013: ${commandFor(folder, unknown.name)}. If it is not, move it elsewhere, or use drawn faces: FER2013=drawn npm start.`,
    });
  return byContent.map(({ name }) => name);
}

function commandFor(folder: string, name: string): string {
  return `FER2013="${path.join(folder, name)}" npm start`;
}

/**
 * Whether a CSV has FER-2013's columns; throws for one that has a pixels column but not the others.
 */
function isFer2013Csv(file: string): boolean {
  const bytes = openBytes(file, { what: 'a CSV', largest: Infinity });
  try {
    const line = firstLine(bytes.read(0, HEADER_BYTES));
    const header = readCsvHeader(line);
    if (!('missing' in header)) return true;
    if (/(?:^|[,;\t|])\s*"?pixels"?\s*(?:$|[,;\t|])/i.test(line))
      throw headerError(file, { missing: header.missing, line });
    return false;
  } finally {
    bytes.close();
  }
}
