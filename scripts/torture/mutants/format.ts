import type { Random } from '../../../src/lib/random';

/** The entry at a path: a file's bytes, or something other than a file. */
export type Entry = Uint8Array | { link: string } | { special: 'folder' | 'pipe' };

/** Files by their path in a folder, separated by `/`. */
export type Files = Readonly<Record<string, Entry>>;

/** Damaged or fabricated files. */
export interface Mutant {
  /** A short description of the damage. */
  what: string;
  files: Files;
  /**
   * Whether the files may only be accepted with the original's contents; any other means undetected
   * damage.
   */
  strict?: boolean;
}

/** The contents of files that a reader accepted. */
export interface Answer {
  /** A digest of the contents. */
  digest: string;
  /** What is implausible about them, such as a NaN. */
  problem?: string;
}

/** A kind of file that the project reads, and how to attack it. */
export interface Format {
  /** One word: `csv`. */
  readonly name: string;
  /** The share of time for its mutants, relative to the other formats; 1 by default. */
  readonly share?: number;
  /** Creates undamaged files, in several variants if there are any; the same on every call. */
  originals(folder: string): Promise<Record<string, Files>>;
  /** The variants that the project rejects, since it does not read their kind. */
  readonly refused?: readonly string[];
  /** Damages one of them. */
  mutate(original: Files, options: { random: Random; variant: string }): Mutant | Promise<Mutant>;
  /** Reads the files in a folder like a user of the project. */
  read(folder: string, options: { variant: string }): Promise<Answer>;
  /** Names of which an error has to contain one; by default the folder that was read. */
  names?(folder: string): readonly string[];
}
