import type { GraphNode } from '../../engine/graph/saved-model';
import { GraphSession } from '../../engine/graph/session';
import { attribute, DataType, nativeBackend, release } from '../../engine/native/binding';
import { bytesOfWords, DECODE_OPTIONS, decodeJpegs, type NamedBytes } from './decode-jpegs';
import { IMAGE_BYTES } from '../dataset';

/** A graph that takes `size` encoded images as one vector and decodes them in parallel. */
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
 * Decodes batches of 48x48 JPEGs on all cores, as {@link decodeJpegs} does on one. Call `close()`
 * afterwards.
 *
 * @example
 * const batches = new JpegBatches(256);
 * try {
 *   for (const images of chunks) keep(batches.decode(images)); // [n * 2304] gray values
 * } finally {
 *   batches.close();
 * }
 */
export class JpegBatches {
  private session?: GraphSession;

  /** @param size the usual size of a batch; batches of another size are decoded image by image */
  constructor(private readonly size: number) {}

  /** @throws ExpectationError naming the first image that does not decode */
  decode(images: readonly NamedBytes[]): Uint8Array {
    if (images.length !== this.size) return decodeJpegs(images);
    this.session ??= new GraphSession(decodingGraph(this.size), { feeds: ['encoded'], fetches: ['words:0'] });
    const encoded = nativeBackend().binding.createTensor(
      [this.size],
      DataType.string,
      images.map(({ bytes }) => bytes),
    );
    try {
      return bytesOfWords(this.session.run([encoded])[0]);
    } catch {
      // Decoded one by one, which throws an error that names the faulty image.
      return decodeJpegs(images);
    } finally {
      release(encoded);
    }
  }

  close(): void {
    this.session?.close();
    this.session = undefined;
  }
}
