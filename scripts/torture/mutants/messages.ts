/**
 * The parameters of a mutant: its format, the folder of the undamaged files, and the seed.
 */
export interface Mutation {
  format: string;
  originals: string;
  seed: number;
  salt: number;
  number: number;
}

/** A mutant whose files have been written. */
export interface Made {
  what: string;
  strict?: boolean;
}

/** The requests to a worker. An attack creates the mutant if needed, and reads it. */
export type Request =
  | { do: 'prepare'; format: string; originals: string }
  | ({ do: 'make' } & Mutation)
  | ({ do: 'attack'; made?: Made } & Mutation);

/**
 * The answers of a worker: that it starts to read a mutant, how that ended, or that it could not
 * create one.
 */
export type Reply =
  | { say: 'prepared' }
  | { say: 'made'; made: Made }
  | { say: 'reading'; what: string }
  | { say: 'read'; fault?: string; milliseconds: number; peakBytes?: number }
  | { say: 'stray'; error: string }
  | { say: 'failed'; error: string };
