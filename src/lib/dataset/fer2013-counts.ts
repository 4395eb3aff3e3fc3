import type { Split } from './dataset';

/**
 * The number of images of each emotion in each split of FER-2013, in the order of `EMOTIONS`:
 * 28,709 in train and 3,589 in each test.
 *
 * @example const surprised = FER2013_COUNTS.train[5]; // 3171
 */
export const FER2013_COUNTS: Readonly<Record<Split, readonly number[]>> = {
  train: [3995, 436, 4097, 7215, 4830, 3171, 4965],
  publicTest: [467, 56, 496, 895, 653, 415, 607],
  privateTest: [491, 55, 528, 879, 594, 416, 626],
};
