import { Readable, pipeline } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import {
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  type Entry as YauzlEntry,
  type ZipFile,
} from 'yauzl';
import { expectation, ExpectationError } from '../../errors';
import type { NamedSource } from './advice';
import { chunksOf, type ByteSource } from './byte-source';
import { LIMITS } from '../limits';
import type { PackedFiles } from './packed-files';

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
/**
 * Bytes of a local header's extra fields that are read along with it; longer ones cost a second
 * read.
 */
const USUAL_EXTRA = 64;

/** The properties of a directory entry that are needed later. */
type Entry = Pick<
  YauzlEntry,
  'fileName' | 'compressedSize' | 'uncompressedSize' | 'compressionMethod' | 'crc32'
> & {
  /** The offset of its local header. */
  readonly start: number;
  readonly nameLength: number;
  readonly isEncrypted: boolean;
};

/**
 * The files of a zip archive. yauzl reads and validates the directory, but files are inflated here,
 * since a stream for each of 35,887 images would take longer than decoding them. Each file is
 * checked against the directory's size and CRC-32. No two entries may overlap, which is how a zip
 * bomb packs gigabytes into a small archive.
 *
 * @param bytes the zip; it must stay open while files are read
 * @param named the archive, for errors
 * @throws ExpectationError for an archive that is truncated or damaged, an entry whose path leads
 *   outside of it, overlapping entries, or too many of them
 * @example
 * const { paths } = await zipFiles(openBytes('fer2013.zip', limits), named);
 */
export async function zipFiles(bytes: ByteSource, named: NamedSource): Promise<PackedFiles> {
  const { source } = named;
  const entries = await readDirectory(bytes, named);
  checkOverlap([...entries.values()], named);
  const entryOf = (path: string) => ({ entry: entries.get(path)!, ...named });
  return {
    form: 'zip',
    source,
    paths: [...entries.keys()],
    sizeOf: (path) => entries.get(path)!.uncompressedSize,
    stream: (path) => streamEntry(bytes, entryOf(path)),
    open: () => Promise.resolve((path) => readEntry(bytes, entryOf(path))),
  };
}

/** Lets yauzl read the directory from a {@link ByteSource}. */
class DirectoryReader extends RandomAccessReader {
  constructor(private readonly bytes: ByteSource) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const read = this.bytes.read(position, length);
    read.copy(buffer, offset);
    callback(null, read.length);
  }

  override _readStreamForRange(): never {
    throw new Error('yauzl only reads the directory.');
  }
}

async function readDirectory(bytes: ByteSource, named: NamedSource): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const { source, words } = named;
  try {
    const zip = await fromRandomAccessReaderPromise(new DirectoryReader(bytes), bytes.size, {
      autoClose: false,
    });
    if (zip.entryCount > LIMITS.entries) throw tooManyEntries(zip.entryCount, named);
    await eachEntry(zip, (entry) => {
      const { fileName, compressedSize, uncompressedSize, compressionMethod, crc32 } = entry;
      if (entries.has(fileName))
        throw expectation(`${fileName} in ${source}`, {
          expectation: 'the only entry of that name',
          found: 'two of them',
          advice: `Create the archive again. ${words.anotherCopy}`,
        });
      const start = entry.relativeOffsetOfLocalHeader;
      const nameLength = entry.fileNameLength;
      const isEncrypted = entry.isEncrypted();
      entries.set(fileName, {
        fileName,
        compressedSize,
        uncompressedSize,
        compressionMethod,
        crc32,
        start,
        nameLength,
        isEncrypted,
      });
    });
  } catch (error) {
    if (error instanceof ExpectationError) throw error;
    throw directoryError(error, named);
  }
  return entries;
}

/**
 * Calls `use` with each entry of the directory. yauzl's iterator creates a promise per entry, which
 * for 35,887 of them costs as much as inflating them; this loop continues synchronously when an
 * entry is available at once.
 */
function eachEntry(zip: ZipFile, use: (entry: YauzlEntry) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let isReading = false;
    let isReady = true;
    const read = () => {
      if (isReading) return;
      isReading = true;
      while (isReady) {
        isReady = false;
        zip.readEntry();
      }
      isReading = false;
    };
    zip.on('entry', (entry: YauzlEntry) => {
      try {
        use(entry);
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- rejects with what was thrown
        reject(error);
        return;
      }
      isReady = true;
      read();
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    read();
  });
}

function tooManyEntries(count: number, { source, words }: NamedSource): ExpectationError {
  return expectation(source, {
    expectation: `an archive of at most ${LIMITS.entries.toLocaleString('en')} files and folders`,
    found: count.toLocaleString('en'),
    advice: words.anotherCopy,
  });
}

/** yauzl's messages for names that would escape the target folder. */
const OUTSIDE = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/s;

function directoryError(error: unknown, { source, words }: NamedSource): ExpectationError {
  const message = error instanceof Error ? error.message : String(error);
  const outside = OUTSIDE.exec(message);
  if (outside)
    return expectation(`every entry of ${source}`, {
      expectation: 'a path inside the archive',
      found: `"${outside[1]}", which leads outside`,
      advice: 'Do not unpack this archive. Get the data set from a source you trust.',
    });
  return expectation(source, {
    expectation: 'a complete zip archive',
    found: `one that is truncated or damaged (${message.split('. ')[0].replace(/\.$/, '')})`,
    advice: `Compare its size with that of the original. ${words.anotherCopy}`,
    cause: error,
  });
}

/**
 * Rejects overlapping entries. Local headers may differ from the directory, which gives the least
 * space an entry takes.
 */
function checkOverlap(entries: Entry[], { source, words }: NamedSource): void {
  const sorted = entries.every(({ start }, i) => i === 0 || start >= entries[i - 1].start)
    ? entries
    : entries.sort((a, b) => a.start - b.start);
  sorted.forEach((entry, i) => {
    const { fileName, start, nameLength, compressedSize } = entry;
    if (
      i + 1 === sorted.length ||
      start + LOCAL_HEADER_BYTES + nameLength + compressedSize <= sorted[i + 1].start
    )
      return;
    throw expectation(`every entry of ${source}`, {
      expectation: 'bytes that no other entry uses',
      found: `${fileName} and ${sorted[i + 1].fileName}, which overlap`,
      advice: `This archive is a zip bomb. ${words.anotherCopy}`,
    });
  });
}

interface EntryOptions extends NamedSource {
  entry: Entry;
}

function damaged({ entry, source, words }: EntryOptions, found: string): ExpectationError {
  return expectation(`${entry.fileName} in ${source}`, {
    expectation: "a file that matches the archive's directory",
    found,
    advice: `The archive is damaged or unusual. ${words.anotherCopy}`,
  });
}

/**
 * The range of an entry's compressed bytes, and those of them that were read along with the header.
 */
function locateEntry(
  bytes: ByteSource,
  options: EntryOptions,
): { start: number; end: number; known: Buffer } {
  const { entry } = options;
  if (entry.isEncrypted) throw damaged(options, 'an encrypted entry');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw damaged(
      options,
      `compression method ${entry.compressionMethod}, neither stored (0) nor deflated (8)`,
    );
  const usual = LOCAL_HEADER_BYTES + entry.nameLength + USUAL_EXTRA + entry.compressedSize;
  const header = bytes.read(entry.start, Math.min(usual, LIMITS.imageFile));
  if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER)
    throw damaged(options, 'no entry at the offset in the directory');
  const skipped = LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const start = entry.start + skipped;
  const end = start + entry.compressedSize;
  if (end > bytes.size) throw damaged(options, 'an entry that extends past the end of the archive');
  return { start, end, known: header.subarray(skipped, skipped + entry.compressedSize) };
}

function readEntry(bytes: ByteSource, options: EntryOptions): Buffer {
  const { compressedSize, uncompressedSize, compressionMethod } = options.entry;
  if (Math.max(uncompressedSize, compressedSize) > LIMITS.imageFile)
    throw damaged(options, `one of ${Math.max(uncompressedSize, compressedSize)} bytes`);
  const { start, known } = locateEntry(bytes, options);
  const packed = known.length === compressedSize ? known : bytes.read(start, compressedSize);
  const unpacked = compressionMethod === STORED ? packed : inflate(packed, options);
  checkEntry({ length: unpacked.length, crc: crc32(unpacked) }, options);
  return unpacked;
}

function checkEntry({ length, crc }: { length: number; crc: number }, options: EntryOptions): void {
  const { uncompressedSize } = options.entry;
  if (length !== uncompressedSize) throw damaged(options, `${length} bytes instead of ${uncompressedSize}`);
  if (crc !== options.entry.crc32) throw damaged(options, 'bytes whose CRC-32 differs');
}

function inflate(packed: Buffer, options: EntryOptions): Buffer {
  const size = options.entry.uncompressedSize;
  try {
    // One byte more than declared is enough: a larger entry fails there instead of exhausting
    // memory.
    return inflateRawSync(packed, { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1 });
  } catch (error) {
    throw damaged(options, `bytes that do not inflate (${(error as Error).message})`);
  }
}

async function* streamEntry(
  bytes: ByteSource,
  options: EntryOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { start, end } = locateEntry(bytes, options);
  const { compressionMethod, uncompressedSize } = options.entry;
  const packed = chunksOf(bytes, { start, end });
  let length = 0;
  let crc = 0;
  for await (const chunk of compressionMethod === STORED ? packed : inflated(packed, options)) {
    length += chunk.length;
    if (length > uncompressedSize) throw damaged(options, `more than the declared ${uncompressedSize} bytes`);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  checkEntry({ length, crc }, options);
}

async function* inflated(
  packed: AsyncIterable<Buffer>,
  options: EntryOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const input = Readable.from(packed);
  const inflater = createInflateRaw({ chunkSize: 1 << 18 });
  // Errors of either stream surface where the inflated bytes are read.
  pipeline(input, inflater, () => {});
  try {
    yield* inflater as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof ExpectationError) throw error;
    throw damaged(options, `bytes that do not inflate (${(error as Error).message})`);
  } finally {
    input.destroy();
    inflater.destroy();
  }
}
