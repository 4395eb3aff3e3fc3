import type { Victim } from '../victim';
import { teachers, training } from './training';
import { cache, faces, release, save } from './writers';

/** Every program that writes. */
export const VICTIMS: readonly Victim[] = [training, teachers, release, save, cache, faces];
