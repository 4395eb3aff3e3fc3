import { expectation, type ExpectationError } from '../../errors';

/**
 * The error for a file that does not decode as an image.
 *
 * @param name the file, as the user knows it
 * @example throw notAnImage('train/happy/notes.txt', { bytes, cause: error });
 */
export function notAnImage(
  name: string,
  { bytes, cause }: { bytes: Buffer; cause: unknown },
): ExpectationError {
  return expectation(name, {
    expectation: 'a complete image (JPEG, PNG, WebP, GIF, TIFF, AVIF)',
    found:
      bytes.length === 0 ? 'an empty file' : `${bytes.length} bytes that do not decode (${reasonOf(cause)})`,
    advice: 'Replace or remove this file.',
  });
}

/**
 * The informative part of a decoder's message: sharp repeats lines and prefixes the decoder's name,
 * TensorFlow prefixes a status.
 */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const lines = message.split('\n').map((line) => line.replace(PREFIXES, '').trim());
  const useful = lines.filter((line) => line !== '' && !/^(?:Invalid TF_Status|source: bad seek)/.test(line));
  return (useful[0] ?? message).replace(/\.$/, '');
}

/** Prefixes of decoders' messages. */
const PREFIXES = /^(?:Message: |Input buffer has corrupt header:\s*|VipsJpeg: )+/;
