import { expectation } from '../errors';
import { anything, checkJson, integer, list, object, oneOf, parseJson, record, text } from '../json/index';
import { sha256 } from '../files/sha256';

/** A tensor outside TensorFlow: its shape and its numbers, row after row. */
export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

/** What a safetensors file holds: named tensors, and named texts. */
export interface Stored {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
}

/** The name among the texts of the checksum: the SHA-256 (hex) of the whole file with zeros in its place. */
const CHECKSUM = 'fileSha256';

/** The name of what earlier versions wrote in its stead: the SHA-256 (hex) of the tensors' bytes alone. */
const BODY_CHECKSUM = 'sha256';

/** The name in the header of the texts. */
const METADATA = '__metadata__';

/** How a header begins, so that the checksum has a place that no damage moves. */
const BEGIN = `{"${METADATA}":{"${CHECKSUM}":"`;

const NO_CHECKSUM = '0'.repeat(64);

/** Bytes of the header's length, and where the checksum begins. */
const LENGTH_BYTES = 8;
const CHECKSUM_START = LENGTH_BYTES + BEGIN.length;

/** The format's own limit, in bytes. */
const LONGEST_HEADER = 100_000_000;

const TYPES = { F32: Float32Array, I32: Int32Array };

const ELEMENT_BYTES = 4;

/** Where a tensor's bytes begin and end, from the header's end. */
type Offsets = [number, number];

interface HeaderEntry {
  dtype: keyof typeof TYPES;
  shape: number[];
  data_offsets: Offsets;
}

/** A field of this name is refused in whatever JSON is read. */
const PROTOTYPE = '__proto__';

const TEXTS = record(text());

const COUNT = integer({ from: 0 });

const ENTRY = object({
  dtype: oneOf(Object.keys(TYPES)),
  shape: list(COUNT, { to: 64 }),
  data_offsets: list(COUNT, { from: 2, to: 2 }),
});

/**
 * The bytes of a file in the safetensors format, which Python's `safetensors` reads as well: eight bytes for the length
 * of the header, the header in JSON, the tensors' bytes. A checksum of all of them is the first of the metadata.
 * Source: https://github.com/huggingface/safetensors#format.
 *
 * @throws ExpectationError for a tensor or a text that has the name of the metadata or of the checksum, or `__proto__`
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
          expectation: 'none that the format needs itself, nor one that no JSON is read with',
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
  // Spaces after the JSON put the numbers at a multiple of eight bytes, as the format asks for.
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

/** An object of JSON with its fields in this order, which numbers among the names of a real object's would leave. */
function serialize(fields: readonly (readonly [name: string, json: string])[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/**
 * Reads what {@link encodeSafetensors} wrote and makes sure that not a bit of it is damaged. Files of earlier versions,
 * whose checksum covers the tensors' bytes alone, are read, too: of their header it is checked that it makes sense.
 *
 * @param options
 * @param options.file the file's name, for the error
 * @param options.advice what to do about a damaged file, for the error
 * @throws ExpectationError when the file is cut off, altered, or no safetensors file of 32-bit floats and integers
 * @example const { tensors } = decodeSafetensors(await readFile(file), { file });
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  { file, advice }: { file: string; advice?: string },
): Stored {
  const damaged = (found: string) =>
    expectation(file, { expectation: 'a whole safetensors file', found, advice });
  const { json, body, isSealed } = takeApart(bytes, damaged);
  const header = parseHeader(json, { file, advice });
  const metadata = checkJson(header[METADATA] ?? {}, TEXTS, { ...{ file, advice }, what: 'texts by name' });
  if (!isSealed && metadata[BODY_CHECKSUM] !== sha256(body))
    throw damaged(`other bytes than were written (${sha256(body)})`);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => {
      const options = {
        file: `the tensor ${name} in ${file}`,
        what: "a tensor's type, shape and place",
        advice,
      };
      return [name, checkJson(value, ENTRY, options) as HeaderEntry] as const;
    });
  checkOffsets(entries, { length: body.length, damaged });
  return {
    // Not by assignment, which a name such as __proto__ would turn into something else.
    tensors: Object.fromEntries(entries.map(([name, entry]) => [name, read(entry, body)])),
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([name]) => name !== CHECKSUM && name !== BODY_CHECKSUM),
    ),
  };
}

type Damaged = (found: string) => Error;

/** The header and the tensors' bytes, and whether a checksum of both says that they are as they were written. */
function takeApart(bytes: Uint8Array, damaged: Damaged): { json: Buffer; body: Buffer; isSealed: boolean } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < LENGTH_BYTES) throw damaged(`${buffer.length} bytes`);
  const length = buffer.readBigUInt64LE();
  if (length > LONGEST_HEADER) throw damaged(`a header of ${length} bytes`);
  const bodyStart = LENGTH_BYTES + Number(length);
  if (bodyStart > buffer.length) throw damaged(`${buffer.length} bytes, less than its header`);
  const isSealed = buffer.toString('latin1', LENGTH_BYTES, CHECKSUM_START) === BEGIN;
  if (isSealed) {
    const written = buffer.toString('latin1', CHECKSUM_START, CHECKSUM_START + NO_CHECKSUM.length);
    const found = sha256([
      buffer.subarray(0, CHECKSUM_START),
      Buffer.from(NO_CHECKSUM),
      buffer.subarray(CHECKSUM_START + NO_CHECKSUM.length),
    ]);
    if (written !== found) throw damaged(`other bytes than were written (${found})`);
  }
  return { json: buffer.subarray(LENGTH_BYTES, bodyStart), body: buffer.subarray(bodyStart), isSealed };
}

function parseHeader(
  json: Buffer,
  { file, advice }: { file: string; advice?: string },
): Record<string, unknown> {
  const text = json.toString('utf8').replace(/ *$/, '');
  const header = parseJson(text, record(anything), {
    ...{ file: `the header of ${file}`, what: "a safetensors file's header", advice },
  });
  // Of two tensors with the same name JSON keeps one.
  if (JSON.stringify(header).length !== text.length)
    throw expectation(`the header of ${file}`, {
      expectation: 'JSON as short as it can be, with each name once',
      found: `${text.length} characters where ${JSON.stringify(header).length} would do`,
      advice,
    });
  return header;
}

/** Makes sure that the tensors lie end to end in the body, each as long as its shape says. */
function checkOffsets(
  entries: readonly (readonly [name: string, entry: HeaderEntry])[],
  { length, damaged }: { length: number; damaged: Damaged },
): void {
  const inOrder = [...entries].sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  let end = 0;
  for (const [name, { shape, data_offsets: offsets }] of inOrder) {
    if (offsets[0] !== end) throw damaged(`${name} at byte ${offsets[0]}, where ${end} was to be next`);
    const size = shape.reduce((product, side) => product * side, 1);
    if (size * ELEMENT_BYTES !== offsets[1] - end)
      throw damaged(`${name} of ${offsets[1] - end} bytes for the shape [${shape.join()}]`);
    end = offsets[1];
  }
  if (end !== length) throw damaged(`${length} bytes of tensors, where the header tells of ${end}`);
}

function read({ dtype, shape, data_offsets: [begin, end] }: HeaderEntry, body: Buffer): StoredTensor {
  // A copy of its own: a view would need the body to start at a multiple of four bytes in its ArrayBuffer.
  return { shape, data: new TYPES[dtype](new Uint8Array(body.subarray(begin, end)).buffer) };
}
