/** A program that writes files, and is killed while it does. */
export interface Victim {
  /** One word: `training`. */
  readonly name: string;
  /** Its share of the time, relative to the other victims. */
  readonly share: number;
  /**
   * Whether it starts other processes, which sometimes get the signal too.
   */
  readonly hasChildren?: boolean;
  /** The most kills in a campaign; by default as many as time allows. */
  readonly most?: number;
  /** A shorter campaign skips it. */
  readonly leastMinutes?: number;
  /** The line that marks the start of its work; by default `ready`. */
  readonly ready?: RegExp;
  /** Whether it opens a finished run without writing. */
  readonly opensReadOnly?: boolean;
  /** Creates its inputs in a folder, once. @returns why it can't run here, or undefined */
  prepare?(inputs: string): Promise<string | undefined>;
  /** The command that runs it, writing into a folder. */
  command(folder: string, inputs: string): Command;
  /** After a kill: throws if a file in the folder is incomplete. */
  check(folder: string, inputs: string): Promise<void>;
  /** After a finished run: everything that has to be the same as in an undisturbed run, as text. */
  result(folder: string, inputs: string): Promise<string>;
}

/** A command to start. */
export interface Command {
  command: string;
  args: readonly string[];
  environment?: NodeJS.ProcessEnv;
  /** The working directory; by default the project's root. */
  folder?: string;
}
