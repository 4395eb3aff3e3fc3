import { attribute, DataType, nativeBackend, release } from '../../engine/native/binding';
import { executeNative, toTensor } from '../../engine/native/native-op';
import type { Output } from '../../engine/native/tensor-entry';
import { bytesOf } from '../../files/bytes-of';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset';
import { readJpegHeader } from './jpeg-header';
import { notAnImage } from './not-an-image';

/** An encoded image, with the name that errors use. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Attributes of TensorFlow's DecodeJpeg: one channel, and no attempt to recover a truncated image.
 */
export const DECODE_OPTIONS = [
  attribute.int('channels', 1),
  attribute.int('ratio', 1),
  attribute.bool('fancy_upscaling', true),
  attribute.bool('try_recover_truncated', false),
  attribute.float('acceptable_fraction', 1),
  // The exact transform, and just as fast here. TensorFlow's default differs from what sharp,
  // Pillow and OpenCV give in three of four pixels, by up to 20 gray values.
  attribute.string('dct_method', 'INTEGER_ACCURATE'),
];

/** More bytes than any JPEG of 48x48 needs: a larger file carries something else. */
const LARGEST_PLAIN = 64 * 1024;

/**
 * Whether {@link decodeJpegs} can decode these bytes: a complete gray JPEG of 48x48 without an EXIF
 * segment, which could rotate it.
 *
 * @example
 * const [fast, others] = [files.filter(isPlainJpeg), files.filter((bytes) => !isPlainJpeg(bytes))];
 */
export function isPlainJpeg(bytes: Buffer): boolean {
  const header = bytes.length <= LARGEST_PLAIN ? readJpegHeader(bytes) : undefined;
  return (
    header !== undefined &&
    header.width === IMAGE_SIZE &&
    header.height === IMAGE_SIZE &&
    header.components === 1 &&
    !header.hasExif
  );
}

/**
 * Decodes JPEGs of 48x48 with TensorFlow: `[n * 2304]` gray values. It is fast because a whole
 * batch is copied from TensorFlow to JavaScript at once; a few hundred images at a time are enough.
 * No tensor is left behind.
 *
 * @throws ExpectationError naming the first image that does not decode
 * @example const pixels = decodeJpegs([{ name: 'a.jpg', bytes: readFileSync('a.jpg') }]);
 */
export function decodeJpegs(images: readonly NamedBytes[]): Uint8Array {
  if (images.length === 0) return new Uint8Array(0);
  const { binding } = nativeBackend();
  const owned: number[] = [];
  const own = (id: number) => {
    owned.push(id);
    return id;
  };
  try {
    const decoded = images.map(({ name, bytes }) => {
      const encoded = binding.createTensor([], DataType.string, [bytes]);
      try {
        return own(executeNative('DecodeJpeg', DECODE_OPTIONS, [encoded])[0].id);
      } catch (error) {
        throw notAnImage(name, { bytes, cause: error });
      } finally {
        release(encoded);
      }
    });
    const n = images.length;
    // [n, 48, 48, 1] bytes. The binding can't return bytes, so four of them are packed into one
    // int32: [n * 576].
    const packed = executeNative(
      'Pack',
      [attribute.int('N', n), attribute.type('T', DataType.uint8), attribute.int('axis', 0)],
      decoded,
    )[0];
    own(packed.id);
    const shape = own(binding.createTensor([2], DataType.int32, new Int32Array([(n * IMAGE_BYTES) / 4, 4])));
    const quads = executeNative(
      'Reshape',
      [attribute.type('T', DataType.uint8), attribute.type('Tshape', DataType.int32)],
      [packed.id, shape],
    )[0];
    own(quads.id);
    return bytesOfWords(
      executeNative(
        'Bitcast',
        [attribute.type('T', DataType.uint8), attribute.type('type', DataType.int32)],
        [quads.id],
      )[0],
    );
  } finally {
    release(...owned);
  }
}

/** The bytes of an int32 output, which is disposed of. */
export function bytesOfWords(output: Output): Uint8Array {
  const words = toTensor(output);
  try {
    return bytesOf(words.dataSync<'int32'>());
  } finally {
    words.dispose();
  }
}
