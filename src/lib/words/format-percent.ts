/**
 * A share as percents.
 *
 * @param share 0 to 1
 * @param digits behind the point
 * @example formatPercent(0.653) // '65.3 %'
 */
export const formatPercent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
