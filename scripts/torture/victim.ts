/** A program that writes, and is killed while it does. */
export interface Victim {
  /** One word: `training`. */
  readonly name: string;
  /** How much time it gets, compared with the other victims. */
  readonly share: number;
  /**
   * Whether only the started process gets the signal, as from `kill`, or now and then all of its
   * children, too.
   */
  readonly hasChildren?: boolean;
  /** How many kills make sense in a campaign; without a number, as many as there is time for. */
  readonly most?: number;
  /** A shorter campaign leaves it out. */
  readonly leastMinutes?: number;
  /** The line that says that its own work begins; by default `ready`. */
  readonly ready?: RegExp;
  /** Whether a finished run is opened again without writing. */
  readonly opensReadOnly?: boolean;
  /** Makes in a folder what it works on, once. @returns why it can't run here, or undefined */
  prepare?(inputs: string): Promise<string | undefined>;
  /** What runs it to its end, writing into a folder. */
  command(folder: string, inputs: string): Command;
  /** After a kill: fails where something in the folder is neither whole nor absent. */
  check(folder: string, inputs: string): Promise<void>;
  /** After a run to the end: all that has to be the same as if nobody had killed it, as text. */
  result(folder: string, inputs: string): Promise<string>;
}

/** What is started. */
export interface Command {
  command: string;
  args: readonly string[];
  environment?: NodeJS.ProcessEnv;
  /** By default the project's root. */
  folder?: string;
}
