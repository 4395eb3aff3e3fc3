/**
 * What the file system's error codes mean, in words: what was found, to follow "but found", and what to
 * do about it, a whole sentence.
 *
 * @example const [found, advice] = FILE_CODES.ENOSPC;
 */
export declare const FILE_CODES: Readonly<Record<string, readonly [found: string, advice: string]>>;
