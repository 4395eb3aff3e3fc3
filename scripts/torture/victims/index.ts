import type { Victim } from '../victim';
import { setUp, walkThrough } from './commands';
import { crop, detect } from './photographs';
import { train } from './train';
import { teachers, training } from './training';
import { cache, faces, release, save } from './writers';

/** All programs that write files. */
export const VICTIMS: readonly Victim[] = [
  ...[training, teachers, train, release, save, cache, faces],
  ...[walkThrough, setUp, detect, crop],
];
