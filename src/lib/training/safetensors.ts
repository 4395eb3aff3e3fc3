import { expectation } from '../errors';
import { sha256 } from '../sha256';

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

/** The name among the metadata of the SHA-256 (hex) of the tensors' bytes. */
const CHECKSUM = 'sha256';

const TYPES = { F32: Float32Array, I32: Int32Array };

interface HeaderEntry {
  dtype: keyof typeof TYPES;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * The bytes of a file in the safetensors format, which Python's `safetensors` reads as well: eight bytes for the length
 * of the header, the header in JSON, the tensors' bytes. A checksum of those is added to the metadata.
 * Source: https://github.com/huggingface/safetensors#format.
 *
 * @example await writeFileAtomic(file, encodeSafetensors({ tensors: { bias: { shape: [7], data } }, metadata: {} }));
 */
export function encodeSafetensors({ tensors, metadata }: Stored): Buffer {
  const header: Record<string, HeaderEntry | Record<string, string>> = {};
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, offset + data.byteLength] };
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const body = Buffer.concat(parts);
  header.__metadata__ = { ...metadata, [CHECKSUM]: sha256(body) };
  const json = Buffer.from(JSON.stringify(header));
  // Spaces after the JSON put the numbers at a multiple of eight bytes, as the format asks for.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, body]);
}

/**
 * Reads what {@link encodeSafetensors} wrote and makes sure that not a byte of it is damaged.
 *
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
  if (bytes.length < 8) throw damaged(`${bytes.length} bytes`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyStart = 8 + Number(buffer.readBigUInt64LE());
  if (bodyStart > buffer.length) throw damaged(`${bytes.length} bytes, less than its header`);
  const body = buffer.subarray(bodyStart);

  const { __metadata__: metadata, ...entries } = parseHeader(buffer.subarray(8, bodyStart), damaged);
  const checksum = sha256(body);
  if (metadata?.[CHECKSUM] !== checksum) throw damaged(`other bytes than were written (${checksum})`);
  const tensors: Stored['tensors'] = {};
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries)) {
    if (!(dtype in TYPES)) throw damaged(`the type ${dtype} of ${name}`);
    // A copy of its own: a view would need the body to start at a multiple of four bytes in its ArrayBuffer.
    const copy = new Uint8Array(body.subarray(offsets[0], offsets[1]));
    tensors[name] = { shape, data: new TYPES[dtype](copy.buffer) };
  }
  const texts = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== CHECKSUM));
  return { tensors, metadata: texts };
}

type Header = Record<string, HeaderEntry> & { __metadata__?: Record<string, string> };

function parseHeader(json: Buffer, damaged: (found: string) => Error): Header {
  try {
    return JSON.parse(json.toString('utf8')) as Header;
  } catch {
    throw damaged(`a header that is no JSON: ${json.toString('utf8', 0, 40)}`);
  }
}
