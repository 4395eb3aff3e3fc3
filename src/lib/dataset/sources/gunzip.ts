import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { expectation, ExpectationError } from '../../errors';
import type { NamedSource } from './advice';
import { chunksOf, type ByteSource } from './byte-source';
import { LIMITS } from '../limits';

/**
 * The decompressed bytes of a gzip file, in chunks.
 *
 * @throws ExpectationError for a file that is truncated or damaged, or unpacks to more than the
 *   limit
 * @example
 * for await (const chunk of gunzipped(bytes, named)) size += chunk.length;
 */
export async function* gunzipped(
  bytes: ByteSource,
  { source, words }: NamedSource,
): AsyncGenerator<Buffer, void, undefined> {
  const input = Readable.from(chunksOf(bytes));
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  pipeline(input, gunzip, () => {});
  let length = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LIMITS.source)
        throw expectation(source, {
          expectation: `a file that unpacks to at most ${LIMITS.source.toLocaleString('en')} bytes`,
          found: 'more',
          advice: words.anotherCopy,
        });
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ExpectationError) throw error;
    throw expectation(source, {
      expectation: 'a complete gzip file',
      found: `one that is truncated or damaged (${(error as Error).message})`,
      advice: words.anotherCopy,
      cause: error,
    });
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}
