/**
 * Which mutant: of which format, whose whole files lie where, and the numbers that it is drawn
 * from.
 */
export interface Mutation {
  format: string;
  originals: string;
  seed: number;
  salt: number;
  number: number;
}

/** What was made of a mutant whose files lie on the disk. */
export interface Made {
  what: string;
  strict?: boolean;
}

/** What a worker is asked to do: an attack makes the mutant, unless it is made, and reads it. */
export type Request =
  | { do: 'prepare'; format: string; originals: string }
  | ({ do: 'make' } & Mutation)
  | ({ do: 'attack'; made?: Made } & Mutation);

/**
 * What a worker says: that it begins to read a mutant, and how that ended; or that it could not
 * make one.
 */
export type Reply =
  | { say: 'prepared' }
  | { say: 'made'; made: Made }
  | { say: 'reading'; what: string }
  | { say: 'read'; fault?: string; milliseconds: number; peakBytes?: number }
  | { say: 'stray'; error: string }
  | { say: 'failed'; error: string };
