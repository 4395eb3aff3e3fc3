import { expectation, type ExpectationError } from '../../errors';

/**
 * The error for a file that no decoder can make a picture of.
 *
 * @param name the file, as the reader finds it
 * @example throw notAnImage('train/happy/notes.txt', { bytes, cause: error });
 */
export function notAnImage(
  name: string,
  { bytes, cause }: { bytes: Buffer; cause: unknown },
): ExpectationError {
  return expectation(name, {
    expectation: 'a whole picture (JPEG, PNG, WebP, GIF, TIFF, AVIF)',
    found:
      bytes.length === 0 ? 'an empty file' : `${bytes.length} bytes that do not decode (${reasonOf(cause)})`,
    advice: 'Replace or remove this file.',
  });
}

/**
 * The part of a decoder's message that says something: sharp repeats its lines and opens with where it looked, TensorFlow
 * opens with a status.
 */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const lines = message.split('\n').map((line) => line.replace(OPENINGS, '').trim());
  const useful = lines.filter((line) => line !== '' && !/^(?:Invalid TF_Status|source: bad seek)/.test(line));
  return (useful[0] ?? message).replace(/\.$/, '');
}

/** What decoders write before they say what is wrong. */
const OPENINGS = /^(?:Message: |Input buffer has corrupt header:\s*|VipsJpeg: )+/;
