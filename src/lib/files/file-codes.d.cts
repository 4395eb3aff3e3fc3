/**
 * What the file system's codes mean to who writes a file, in words: what was found, as it follows "but found", and what to
 * do, a whole sentence.
 *
 * @example const [found, advice] = FILE_CODES.ENOSPC;
 */
export declare const FILE_CODES: Readonly<Record<string, readonly [found: string, advice: string]>>;
