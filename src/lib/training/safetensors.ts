import { expectation } from '../errors';
import { anything, checkJson, integer, list, object, oneOf, parseJson, record, text } from '../json/index';
import { sha256 } from '../files/sha256';

/** A tensor outside TensorFlow: its shape and its numbers in row-major order. */
export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

/** The contents of a safetensors file: named tensors and named strings. */
export interface Stored {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
}

/** Metadata key of the checksum: the SHA-256 (hex) of the whole file with zeros in its place. */
const CHECKSUM = 'fileSha256';

/**
 * Metadata key of the checksum in files of earlier versions: the SHA-256 (hex) of the tensors'
 * bytes only.
 */
const BODY_CHECKSUM = 'sha256';

/** Key of the metadata in the header. */
const METADATA = '__metadata__';

/** The beginning of every header, which fixes the position of the checksum. */
const BEGIN = `{"${METADATA}":{"${CHECKSUM}":"`;

const NO_CHECKSUM = '0'.repeat(64);

/** Size of the header's length, and position of the checksum, in bytes. */
const LENGTH_BYTES = 8;
const CHECKSUM_START = LENGTH_BYTES + BEGIN.length;

/** The format's own limit, in bytes. */
const LONGEST_HEADER = 100_000_000;

const TYPES = { F32: Float32Array, I32: Int32Array };

const ELEMENT_BYTES = 4;

/** Where a tensor's bytes begin and end, relative to the end of the header. */
type Offsets = [number, number];

interface HeaderEntry {
  dtype: keyof typeof TYPES;
  shape: number[];
  data_offsets: Offsets;
}

/** JSON with a field of this name is rejected everywhere in the project. */
const PROTOTYPE = '__proto__';

const TEXTS = record(text());

const COUNT = integer({ from: 0 });

const ENTRY = object({
  dtype: oneOf(Object.keys(TYPES)),
  shape: list(COUNT, { to: 64 }),
  data_offsets: list(COUNT, { from: 2, to: 2 }),
});

/**
 * Encodes tensors in the safetensors format, which Python's `safetensors` reads too: eight bytes
 * for the length of the header, the header as JSON, the tensors' bytes. The first metadata entry is
 * a checksum of the whole file. Source: https://github.com/huggingface/safetensors#format.
 *
 * @throws ExpectationError if a tensor or a string has a reserved name (the metadata key, a
 *   checksum key or `__proto__`)
 * @example
 * const bytes = encodeSafetensors({ tensors: { bias: { shape: [7], data } }, metadata: {} });
 * await writeFile(file, bytes);
 */
export function encodeSafetensors({ tensors, metadata }: Stored): Buffer {
  for (const [names, reserved] of [
    [tensors, [METADATA, PROTOTYPE]],
    [metadata, [CHECKSUM, BODY_CHECKSUM, PROTOTYPE]],
  ] as const)
    for (const name of reserved)
      if (Object.hasOwn(names, name))
        throw expectation('a name in a safetensors file', {
          expectation: 'none that is reserved',
          found: name,
        });
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data }]): [string, HeaderEntry] => {
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    return [name, { dtype, shape: [...shape], data_offsets: [end, (end += data.byteLength)] }];
  });
  const texts = serialize(
    [[CHECKSUM, NO_CHECKSUM], ...Object.entries(metadata)].map(([name, value]) => [
      name,
      JSON.stringify(value),
    ]),
  );
  const header = entries.map(([name, entry]) => [name, JSON.stringify(entry)] as const);
  const json = Buffer.from(serialize([[METADATA, texts], ...header]));
  // Spaces after the JSON align the numbers to eight bytes, as the format requires.
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' ');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  const bodies = Object.values(tensors).map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  const bytes = Buffer.concat([length, json, padding, ...bodies]);
  bytes.write(sha256(bytes), CHECKSUM_START, 'latin1');
  return bytes;
}

/** Serializes fields in this order. A real object would move integer-like keys to the front. */
function serialize(fields: readonly (readonly [name: string, json: string])[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/**
 * Decodes a file that {@link encodeSafetensors} wrote and verifies its checksum. In files of
 * earlier versions the checksum covers only the tensors' bytes; their header is checked for
 * consistency.
 *
 * @param bytes the file's contents
 * @param options
 * @param options.file the file's name, for errors
 * @param options.advice what to do about a damaged file, for errors
 * @throws ExpectationError if the file is truncated, altered, or not a safetensors file of 32-bit
 *   floats and integers
 * @example const { tensors } = decodeSafetensors(await readFile(file), { file });
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  { file, advice }: { file: string; advice?: string },
): Stored {
  const damaged = (found: string) =>
    expectation(file, { expectation: 'an intact safetensors file', found, advice });
  const { json, body, coversHeader } = takeApart(bytes, damaged);
  const header = parseHeader(json, { file, advice });
  const metadata = checkJson(header[METADATA] ?? {}, TEXTS, { ...{ file, advice }, what: 'texts by name' });
  if (!coversHeader && metadata[BODY_CHECKSUM] !== sha256(body))
    throw damaged(`altered bytes (SHA-256 ${sha256(body)})`);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => {
      const options = {
        file: `the tensor ${name} in ${file}`,
        what: "a tensor's type, shape and offsets",
        advice,
      };
      return [name, checkJson(value, ENTRY, options) as HeaderEntry] as const;
    });
  checkOffsets(entries, { length: body.length, damaged });
  return {
    // Plain assignment would give a name such as __proto__ another meaning.
    tensors: Object.fromEntries(entries.map(([name, entry]) => [name, read(entry, body)])),
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([name]) => name !== CHECKSUM && name !== BODY_CHECKSUM),
    ),
  };
}

type Damaged = (found: string) => Error;

/**
 * Splits a file into the header and the tensors' bytes, and verifies the checksum if it covers
 * both.
 */
function takeApart(
  bytes: Uint8Array,
  damaged: Damaged,
): { json: Buffer; body: Buffer; coversHeader: boolean } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < LENGTH_BYTES) throw damaged(`${buffer.length} bytes`);
  const length = buffer.readBigUInt64LE();
  if (length > LONGEST_HEADER) throw damaged(`a header of ${length} bytes`);
  const bodyStart = LENGTH_BYTES + Number(length);
  if (bodyStart > buffer.length) throw damaged(`${buffer.length} bytes, less than its header`);
  const coversHeader = buffer.toString('latin1', LENGTH_BYTES, CHECKSUM_START) === BEGIN;
  if (coversHeader) {
    const written = buffer.toString('latin1', CHECKSUM_START, CHECKSUM_START + NO_CHECKSUM.length);
    const found = sha256([
      buffer.subarray(0, CHECKSUM_START),
      Buffer.from(NO_CHECKSUM),
      buffer.subarray(CHECKSUM_START + NO_CHECKSUM.length),
    ]);
    if (written !== found) throw damaged(`altered bytes (SHA-256 ${found})`);
  }
  return { json: buffer.subarray(LENGTH_BYTES, bodyStart), body: buffer.subarray(bodyStart), coversHeader };
}

function parseHeader(
  json: Buffer,
  { file, advice }: { file: string; advice?: string },
): Record<string, unknown> {
  const text = json.toString('utf8').replace(/ *$/, '');
  const header = parseJson(text, record(anything), {
    ...{ file: `the header of ${file}`, what: "a safetensors file's header", advice },
  });
  // JSON.parse keeps only one of two tensors with the same name.
  if (JSON.stringify(header).length !== text.length)
    throw expectation(`the header of ${file}`, {
      expectation: 'JSON without extra characters and with each name once',
      found: `${text.length} characters instead of ${JSON.stringify(header).length}`,
      advice,
    });
  return header;
}

/** Checks that the tensors are contiguous in the body and that their sizes match their shapes. */
function checkOffsets(
  entries: readonly (readonly [name: string, entry: HeaderEntry])[],
  { length, damaged }: { length: number; damaged: Damaged },
): void {
  const inOrder = [...entries].sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  let end = 0;
  for (const [name, { shape, data_offsets: offsets }] of inOrder) {
    if (offsets[0] !== end) throw damaged(`${name} at byte ${offsets[0]} instead of ${end}`);
    const size = shape.reduce((product, side) => product * side, 1);
    if (size * ELEMENT_BYTES !== offsets[1] - end)
      throw damaged(`${name} of ${offsets[1] - end} bytes for the shape [${shape.join()}]`);
    end = offsets[1];
  }
  if (end !== length) throw damaged(`${length} bytes of tensors instead of the header's ${end}`);
}

function read({ dtype, shape, data_offsets: [begin, end] }: HeaderEntry, body: Buffer): StoredTensor {
  // Copy: a view would have to start at a multiple of four bytes in its ArrayBuffer.
  return { shape, data: new TYPES[dtype](new Uint8Array(body.subarray(begin, end)).buffer) };
}
