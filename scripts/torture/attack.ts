/** What became of one case of an {@link Attack}. */
export interface Outcome {
  /** What was attacked, in a few words: `model.json: bit 3 of byte 1201 flipped`. */
  what: string;
  /** What went wrong; undefined when the project withstood. */
  fault?: string;
  milliseconds: number;
  /** The attacked process's highest memory, where the system tells it. */
  peakBytes?: number;
}

/**
 * One way to attack, with as many cases as there is time for; a case depends on the seed and its
 * number alone.
 */
export interface Attack {
  /** `mutants:model`, `kills:training`. */
  readonly name: string;
  /** How much of the campaign's time it gets, compared with the others. */
  readonly share: number;
  /** How many cases {@link Attack.run} is given together. */
  readonly batch: number;
  /** How many cases make sense; without a number every case is another one. */
  readonly most?: number;
  /** A shorter campaign leaves it out, unless it is asked for by name. */
  readonly leastMinutes?: number;
  /** Gets ready. @returns why this machine can't do it, or undefined */
  prepare?(): Promise<string | undefined>;
  /** Does some cases; the outcomes are in their order. */
  run(cases: readonly number[]): Promise<Outcome[]>;
  /** Ends what it has started. */
  close?(): Promise<void>;
}

/** What every attack is told of the campaign. */
export interface Campaign {
  readonly seed: number;
  /** A folder of this campaign's own, removed at its end. */
  readonly scratch: string;
  /** Where the inputs of faults are kept. */
  readonly kept: string;
}
