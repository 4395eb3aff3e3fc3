import { expectation, type ExpectationError } from '../errors';

/**
 * The error for a file that is not a video, or one that can't be read.
 *
 * @example throw notAVideo('song.mp3', { found: 'a file without a video track' });
 */
export function notAVideo(
  file: string,
  { found, advice, cause }: { found: string; advice?: string; cause?: unknown },
): ExpectationError {
  return expectation(file, { expectation: 'a video', found, advice, cause });
}

/** The first line of an error's message, without its full stop. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0].replace(/\.$/, '');
