/** The files of an archive, read without unpacking it to disk. */
export interface PackedFiles {
  readonly form: 'zip' | 'tar';
  /** The archive, as the user knows it. */
  readonly source: string;
  /** Paths separated by `/`; those of folders end with one. */
  readonly paths: readonly string[];
  /** The size of a file in bytes. */
  sizeOf(path: string): number;
  /** A file's bytes in chunks; throws an ExpectationError if they are damaged. */
  stream(path: string): AsyncIterable<Buffer>;
  /**
   * A function that reads any of these files; it throws an ExpectationError if the file is damaged.
   */
  open(paths: readonly string[]): Promise<(path: string) => Buffer>;
}
