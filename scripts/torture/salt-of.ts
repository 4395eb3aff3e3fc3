import { sha256 } from '../../src/lib/files/sha256';

/**
 * An integer derived from a name, so that attacks with the same seed have different random numbers.
 */
export function saltOf(name: string): number {
  return parseInt(sha256(name).slice(0, 8), 16) >>> 1;
}
