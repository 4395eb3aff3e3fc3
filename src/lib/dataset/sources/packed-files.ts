/** The files of an archive, which are read without unpacking it. */
export interface PackedFiles {
  readonly form: 'zip' | 'tar';
  /** The archive, as the reader finds it. */
  readonly source: string;
  /** Files, and folders with a `/` at their end, with `/` between names. */
  readonly paths: readonly string[];
  /** Bytes of a file. */
  sizeOf(path: string): number;
  /** A file's bytes, piece by piece; throws an ExpectationError where they are damaged. */
  stream(path: string): AsyncIterable<Buffer>;
  /** A reader of these files' bytes, each read whole; it throws an ExpectationError where they are damaged. */
  open(paths: readonly string[]): Promise<(path: string) => Buffer>;
}
