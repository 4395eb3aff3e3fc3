/** A share in percent with two decimals: `65.55`. */
export const percent = (share: number): string => (100 * share).toFixed(2);
