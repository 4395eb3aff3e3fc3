import { expectation } from '../../errors';
import { readFileBytes } from '../../files/read-file';
import { LIMITS } from '../limits';

/**
 * The encoded bytes of an image, read from its file or as they are given.
 *
 * @param image its encoded bytes, or the path of its file
 * @param name the image, for errors
 * @throws ExpectationError when it is neither, or the file cannot be read
 * @example const bytes = await readEncoded('me.png', 'me.png');
 */
export async function readEncoded(image: Uint8Array | string, name: string): Promise<Buffer> {
  if (typeof image === 'string') return readImageFile(image);
  if (image instanceof Uint8Array) return Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  throw expectation(name, {
    expectation: "an image's encoded bytes or the path of its file",
    found: image,
    advice: 'Read its file, or give its path.',
  });
}

function readImageFile(file: string): Promise<Buffer> {
  const address = ADDRESSES.find(([start]) => start.test(file));
  if (address)
    throw expectation(file, {
      expectation: 'the path of an image file',
      found: address[1],
      advice: address[2],
    });
  return readFileBytes(file, {
    what: 'the path of an image file',
    largest: LIMITS.imageFile,
    advice: 'Give the path of a JPEG, PNG, WebP, GIF, TIFF or AVIF.',
  });
}

/** What is often passed instead of a path, and what to do about it. */
const ADDRESSES: readonly (readonly [start: RegExp, found: string, advice: string])[] = [
  [/^data:/i, 'a data URL', "Pass its bytes: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')."],
  [/^https?:/i, 'an address on the web', 'Save the image to a file and pass the path.'],
  [/^file:/i, 'a file URL', "Pass a path: fileURLToPath(url), from 'node:url'."],
];
