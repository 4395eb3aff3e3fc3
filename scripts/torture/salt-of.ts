import { sha256 } from '../../src/lib/files/sha256';

/**
 * A whole number for each name, so that attacks of one seed have streams of random numbers of their
 * own.
 */
export function saltOf(name: string): number {
  return parseInt(sha256(name).slice(0, 8), 16) >>> 1;
}
