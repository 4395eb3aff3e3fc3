/** A file's kind by its first bytes: a supported form, or a description of another kind. */
export type FileKind =
  { readonly form: 'zip' | 'gzip' | 'tar' | 'text' } | { readonly form: 'other'; readonly name: string };

/** The number of bytes that {@link fileKind} examines. */
export const KIND_BYTES = 512;

/** A zip starts with a local header, or with the end record if it is empty. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06'];

/** Signatures of unsupported kinds, with their descriptions. */
const OTHERS: readonly (readonly [start: string, name: string])[] = [
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive, which has to be unpacked first (7z x)'],
  ['Rar!', 'a RAR archive, which has to be unpacked first (unrar x)'],
  ['\xfd7zXZ', 'an xz archive, which has to be unpacked first (tar xf, or xz -d)'],
  ['BZh', 'a bzip2 archive, which has to be unpacked first (tar xf, or bzip2 -d)'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive, which has to be unpacked first (tar xf, or zstd -d)'],
  ['\x93NUMPY', 'a NumPy array'],
  ['\x89HDF', 'an HDF5 file'],
  ['PAR1', 'a Parquet file'],
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF8', 'an image'],
];

const TAR_MAGIC = { position: 257, text: 'ustar' };

/**
 * Detects a file's kind by its first bytes, whatever its name.
 *
 * @param start the first {@link KIND_BYTES} bytes, or all of a shorter file
 * @example fileKind(readFileSync('archive.zip').subarray(0, KIND_BYTES)).form // 'zip'
 */
export function fileKind(start: Buffer): FileKind {
  if (start.length === 0) return { form: 'other', name: 'an empty file' };
  const text = start.toString('latin1');
  if (ZIP_STARTS.some((signature) => text.startsWith(signature))) return { form: 'zip' };
  if (text.startsWith('\x1f\x8b')) return { form: 'gzip' };
  if (text.startsWith(TAR_MAGIC.text, TAR_MAGIC.position)) return { form: 'tar' };
  const other = OTHERS.find(([signature]) => text.startsWith(signature));
  if (other) return { form: 'other', name: other[1] };
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)/i.test(text))
    return { form: 'other', name: 'a web page, as saved by a download that asked to sign in' };
  if (utf16Of(start) !== undefined || isText(text)) return { form: 'text' };
  return { form: 'other', name: 'another kind of file' };
}

/**
 * The byte order of UTF-16 text: by its byte order mark, or without one by the zero byte beside its
 * first letter.
 *
 * @returns undefined for text in another encoding
 * @example utf16Of(Buffer.from('emotion', 'utf16le')) // 'utf-16le'
 */
export function utf16Of(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (start.length < 4) return undefined;
  const [a, b, c, d] = start;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return undefined;
}

/** Whether there are no control characters except whitespace. */
function isText(text: string): boolean {
  const isControl = (code: number) => code < 9 || (code > 13 && code < 32);
  return !Array.from(text).some((character) => isControl(character.charCodeAt(0)));
}
