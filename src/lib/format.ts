/** A whole number with its thousands set apart: `28,709`. */
export const formatCount = (n: number): string => n.toLocaleString('en-US');

/**
 * How many of something, with an s behind all but one.
 *
 * @example formatAmount(1, 'epoch') // '1 epoch'
 * @example formatAmount(15, 'epoch') // '15 epochs'
 */
export const formatAmount = (n: number, noun: string): string =>
  `${formatCount(n)} ${n === 1 ? noun : `${noun}s`}`;

/**
 * A share as percents.
 *
 * @param share 0 to 1
 * @param digits behind the point
 * @example formatPercent(0.653) // '65.3 %'
 */
export const formatPercent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

/**
 * Bytes as megabytes of a million bytes.
 *
 * @example formatMegabytes(5_561_000) // '5.6 MB'
 */
export const formatMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * A name in camel case as words in lower case.
 *
 * @example separateWords('batchSize', '-'); // 'batch-size'
 */
export function separateWords(name: string, separator: string): string {
  return name.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`);
}

/**
 * A bar of text characters that shows a share.
 *
 * @param share 0 (empty) to 1 (full)
 * @param width characters
 * @example bar(0.5, 4) // '━━╌╌'
 */
export function bar(share: number, width: number): string {
  const filled = Math.round(share * width);
  return '━'.repeat(filled) + '╌'.repeat(width - filled);
}
