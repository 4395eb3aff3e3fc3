/** Formats an integer with thousands separators: `28,709`. */
export const formatCount = (n: number): string => n.toLocaleString('en-US');

/**
 * Formats an amount, with the noun in the plural unless it is one.
 *
 * @example formatAmount(1, 'epoch') // '1 epoch'
 * @example formatAmount(15, 'epoch') // '15 epochs'
 */
export const formatAmount = (n: number, noun: string): string =>
  `${formatCount(n)} ${n === 1 ? noun : `${noun}s`}`;

/**
 * Formats a fraction as a percentage.
 *
 * @param share 0 to 1
 * @param digits number of decimals
 * @example formatPercent(0.653) // '65.3 %'
 */
export const formatPercent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

/**
 * Formats bytes as megabytes (1 MB = 1,000,000 bytes).
 *
 * @param digits number of decimals
 * @example formatMegabytes(5_561_000) // '5.6 MB'
 */
export const formatMegabytes = (bytes: number, digits = 1): string => `${(bytes / 1e6).toFixed(digits)} MB`;

/**
 * Converts a camel-case name to lower-case words.
 *
 * @example separateWords('batchSize', '-'); // 'batch-size'
 */
export function separateWords(name: string, separator: string): string {
  return name.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`);
}

/**
 * Draws a progress bar.
 *
 * @param share 0 (empty) to 1 (full)
 * @param width in characters
 * @example bar(0.5, 4) // '━━╌╌'
 */
export function bar(share: number, width: number): string {
  const filled = Math.round(share * width);
  return '━'.repeat(filled) + '╌'.repeat(width - filled);
}
