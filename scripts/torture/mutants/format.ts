import type { Random } from '../../../src/lib/random';

/** What is at a path: a file's bytes, or something that is no file. */
export type Entry = Uint8Array | { link: string } | { special: 'folder' | 'pipe' };

/** Files by their path in a folder, with `/` between names. */
export type Files = Readonly<Record<string, Entry>>;

/** Damaged files, or ones that somebody made up. */
export interface Mutant {
  /** What was done, in a few words. */
  what: string;
  files: Files;
  /**
   * Whether all that may be accepted is what the original says; the damage would be unnoticed
   * otherwise.
   */
  strict?: boolean;
}

/** What a reader made of files that it accepted. */
export interface Answer {
  /** The same for the same content. */
  digest: string;
  /** What is implausible about it, such as a number that is none. */
  problem?: string;
}

/** A kind of file that the project reads, and how it is attacked. */
export interface Format {
  /** One word: `csv`. */
  readonly name: string;
  /** How much time its mutants get, compared with the other formats; 1 where nothing is said. */
  readonly share?: number;
  /** Makes whole files, more than one kind where there are several: the same on every call. */
  originals(folder: string): Promise<Record<string, Files>>;
  /** The names of those that the project refuses, since it does not read their kind. */
  readonly refused?: readonly string[];
  /** Damages one of them. */
  mutate(original: Files, options: { random: Random; variant: string }): Mutant | Promise<Mutant>;
  /** Reads the files in a folder as the project's users do. */
  read(folder: string, options: { variant: string }): Promise<Answer>;
  /** What an error has to name, one of them; by default the folder that was read. */
  names?(folder: string): readonly string[];
}
