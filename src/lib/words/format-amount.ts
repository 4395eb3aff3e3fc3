import { formatCount } from './format-count';

/**
 * How many of something, with an s behind all but one.
 *
 * @example formatAmount(1, 'epoch') // '1 epoch'
 * @example formatAmount(15, 'epoch') // '15 epochs'
 */
export const formatAmount = (n: number, noun: string): string =>
  `${formatCount(n)} ${n === 1 ? noun : `${noun}s`}`;
