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
