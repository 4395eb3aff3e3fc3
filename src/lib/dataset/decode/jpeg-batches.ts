import type { GraphNode } from '../../engine/graph/saved-model';
import { GraphSession } from '../../engine/graph/session';
import { attribute, DataType, nativeBackend, release } from '../../engine/native/binding';
import { bytesOfWords, DECODE_OPTIONS, decodeJpegs, type NamedBytes } from './decode-jpegs';
import { IMAGE_BYTES } from '../dataset';

/** A graph that takes `size` encoded pictures as one vector and decodes them side by side. */
function decodingGraph(size: number): GraphNode[] {
  const each = Array.from({ length: size }, (_, i) => i);
  const int32 = (values: readonly number[]) => {
    const bytes = new Uint8Array(Int32Array.from(values).buffer);
    return { dtype: DataType.int32, shape: [values.length], bytes };
  };
  return [
    {
      name: 'encoded',
      op: 'Placeholder',
      inputs: [],
      attributes: [attribute.type('dtype', DataType.string), attribute.shape('shape', [size])],
    },
    {
      name: 'each',
      op: 'Unpack',
      inputs: ['encoded'],
      attributes: [
        attribute.int('num', size),
        attribute.type('T', DataType.string),
        attribute.int('axis', 0),
      ],
    },
    ...each.map((i) => ({
      name: `decoded${i}`,
      op: 'DecodeJpeg',
      inputs: [`each:${i}`],
      attributes: DECODE_OPTIONS,
    })),
    {
      name: 'packed',
      op: 'Pack',
      inputs: each.map((i) => `decoded${i}`),
      attributes: [attribute.int('N', size), attribute.type('T', DataType.uint8), attribute.int('axis', 0)],
    },
    {
      name: 'shape',
      op: 'Const',
      inputs: [],
      attributes: [
        attribute.type('dtype', DataType.int32),
        { name: 'value', type: 'tensor', value: int32([(size * IMAGE_BYTES) / 4, 4]) },
      ],
    },
    {
      name: 'quads',
      op: 'Reshape',
      inputs: ['packed', 'shape'],
      attributes: [attribute.type('T', DataType.uint8), attribute.type('Tshape', DataType.int32)],
    },
    {
      name: 'words',
      op: 'Bitcast',
      inputs: ['quads'],
      attributes: [attribute.type('T', DataType.uint8), attribute.type('type', DataType.int32)],
    },
  ];
}

/**
 * Decodes batch after batch of JPEGs of 48x48 on all cores, as {@link decodeJpegs} does on one. Close it afterwards.
 *
 * @example
 * const batches = new JpegBatches(256);
 * try {
 *   for (const pictures of chunks) keep(batches.decode(pictures)); // [n * 2304] gray values
 * } finally {
 *   batches.close();
 * }
 */
export class JpegBatches {
  private session?: GraphSession;

  /** @param size how many pictures most batches have; others are decoded one by one */
  constructor(private readonly size: number) {}

  /** @throws ExpectationError naming the first picture that does not decode */
  decode(pictures: readonly NamedBytes[]): Uint8Array {
    if (pictures.length !== this.size) return decodeJpegs(pictures);
    this.session ??= new GraphSession(decodingGraph(this.size), { feeds: ['encoded'], fetches: ['words:0'] });
    const encoded = nativeBackend().binding.createTensor(
      [this.size],
      DataType.string,
      pictures.map(({ bytes }) => bytes),
    );
    try {
      return bytesOfWords(this.session.run([encoded])[0]);
    } catch {
      // One by one, which names the picture that is at fault, and throws for it.
      return decodeJpegs(pictures);
    } finally {
      release(encoded);
    }
  }

  close(): void {
    this.session?.close();
    this.session = undefined;
  }
}
