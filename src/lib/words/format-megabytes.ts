/**
 * Bytes as megabytes of a million bytes.
 *
 * @example formatMegabytes(5_561_000) // '5.6 MB'
 */
export const formatMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
