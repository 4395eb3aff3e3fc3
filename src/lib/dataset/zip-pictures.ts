import { crc32, inflateRawSync } from 'node:zlib';
import { fromBufferPromise, type Entry } from 'yauzl';
import { expectation, ExpectationError } from '../errors';
import { arrangeTree } from './arrange-tree';
import type { PictureFile } from './picture-file';

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
/** No face is bigger; an entry that claims to be is a trap for the memory. */
const LARGEST_PICTURE = 64 * 1024 * 1024;

/**
 * The pictures of a zip archive in the data set's order. yauzl reads and validates the directory; the pictures' own
 * bytes are inflated from the archive in memory, since a stream for each of 35,887 of them would take longer than
 * decoding. Each is checked against the size and CRC-32 that the directory gives.
 *
 * @param archive all bytes of the zip
 * @param options.source the archive's path, for errors
 * @throws ExpectationError for an archive that is cut short or damaged, an entry that points outside of it, and what
 * {@link arrangeTree} refuses; reading a picture throws one when its bytes are damaged
 * @example const files = await zipPictures(readFileSync('fer2013.zip'), { source: 'fer2013.zip' });
 */
export async function zipPictures(archive: Buffer, { source }: { source: string }): Promise<PictureFile[]> {
  const entries = await readDirectory(archive, source);
  const placed = arrangeTree([...entries.keys()], { source });
  return placed.map(({ path, name, split, label }) => ({
    name,
    split,
    label,
    fullName: `${name} in ${source}`,
    read: () => readEntry(archive, { entry: entries.get(path)!, source }),
  }));
}

async function readDirectory(archive: Buffer, source: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await fromBufferPromise(archive);
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName))
        throw expectation(`${entry.fileName} in ${source}`, {
          expectation: 'there once',
          found: 'two entries of that name',
          advice: 'Pack the archive anew.',
        });
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (error instanceof ExpectationError) throw error;
    throw directoryError(error, source);
  }
  return entries;
}

/** yauzl's messages for names that would leave the folder they are unpacked into. */
const OUTSIDE = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/s;

function directoryError(error: unknown, source: string): ExpectationError {
  const message = error instanceof Error ? error.message : String(error);
  const outside = OUTSIDE.exec(message);
  if (outside)
    return expectation(`every entry of ${source}`, {
      expectation: 'a path inside the archive',
      found: `"${outside[1]}", which points outside`,
      advice: 'Do not unpack this archive: get FER-2013 from a source that you trust.',
    });
  return expectation(source, {
    expectation: 'a whole zip archive',
    found: `one that is cut short or damaged (${message.split('. ')[0].replace(/\.$/, '')})`,
    advice: 'Download it again and compare its size with the source.',
  });
}

function readEntry(archive: Buffer, { entry, source }: { entry: Entry; source: string }): Buffer {
  const damaged = (found: string) =>
    expectation(`${entry.fileName} in ${source}`, {
      expectation: 'a picture packed as the archive says',
      found,
      advice: 'The archive is damaged or unusual: download it again.',
    });
  const { compressedSize, uncompressedSize, compressionMethod, relativeOffsetOfLocalHeader: header } = entry;
  if (entry.isEncrypted()) throw damaged('an encrypted entry');
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw damaged(`compression method ${compressionMethod}, neither stored (0) nor deflated (8)`);
  if (uncompressedSize > LARGEST_PICTURE) throw damaged(`one of ${uncompressedSize} bytes`);
  if (header + LOCAL_HEADER_BYTES > archive.length || archive.readUInt32LE(header) !== LOCAL_HEADER)
    throw damaged('no entry at the place that the directory names');
  const start =
    header + LOCAL_HEADER_BYTES + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  if (start + compressedSize > archive.length)
    throw damaged('an entry that goes on after the end of the archive');
  const packed = archive.subarray(start, start + compressedSize);
  const bytes = compressionMethod === STORED ? packed : inflate(packed, { size: uncompressedSize, damaged });
  if (bytes.length !== uncompressedSize)
    throw damaged(`${bytes.length} bytes where ${uncompressedSize} should be`);
  if (crc32(bytes) !== entry.crc32) throw damaged('bytes whose CRC-32 differs');
  return bytes;
}

function inflate(
  packed: Buffer,
  { size, damaged }: { size: number; damaged: (found: string) => ExpectationError },
): Buffer {
  try {
    // One byte more than announced is room enough: an entry with more inside stops there instead of filling the memory.
    return inflateRawSync(packed, { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1 });
  } catch (error) {
    throw damaged(`bytes that do not inflate (${(error as Error).message})`);
  }
}
