/** The outcome of one case of an {@link Attack}. */
export interface Outcome {
  /** A short description of the case: `model.json: bit 3 of byte 1201 flipped`. */
  what: string;
  /** What went wrong; undefined if nothing did. */
  fault?: string;
  milliseconds: number;
  /** The peak memory of the attacked process, if the system reports it. */
  peakBytes?: number;
}

/**
 * An attack, with as many cases as time allows. A case depends only on the seed and its number.
 */
export interface Attack {
  /** `mutants:model`, `kills:training`. */
  readonly name: string;
  /** Its share of the campaign's time, relative to the other attacks. */
  readonly share: number;
  /** The number of cases per call of {@link Attack.run}. */
  readonly batch: number;
  /** The number of different cases, if it is limited. */
  readonly most?: number;
  /** A shorter campaign skips it, unless it is requested by name. */
  readonly leastMinutes?: number;
  /** Prepares the attack. @returns why it can't run on this machine, or undefined */
  prepare?(): Promise<string | undefined>;
  /** Runs some cases, and returns the outcomes in the same order. */
  run(cases: readonly number[]): Promise<Outcome[]>;
  /** Ends the processes that it started. */
  close?(): Promise<void>;
}

/** The settings of a campaign that every attack needs. */
export interface Campaign {
  readonly seed: number;
  /** A temporary folder, removed at the end of the campaign. */
  readonly scratch: string;
  /** The folder in which the inputs of faults are kept. */
  readonly kept: string;
}
