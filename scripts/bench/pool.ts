import { anything, type Schema } from '../../src/lib/json/index';
import { createContenderGroup } from '../shared/contender-group';
import type { Contender } from '../shared/json-lines-process';
import { programOf } from './contenders';
import type { Command } from './measure';

/** The contenders' processes. */
export interface Pool {
  /** The result of a command, from the contender's process that keeps running. */
  ask<Result>(name: string, command: Command, answer: Schema<Result>): Promise<Result>;
  /**
   * Prepares a new process with some commands, and returns its result of the last. The process then
   * ends.
   */
  askFresh<Result>(
    name: string,
    commands: { before: readonly Command[]; last: Command; isTraining?: boolean },
    answer: Schema<Result>,
  ): Promise<Result>;
  /** Ends every process. */
  stop(): Promise<void>;
}

/**
 * Makes a pool of contenders: the process of each starts when it is first needed and runs until the
 * end, so that it is warm.
 *
 * @param options.sameAllocator whether Keras gets the project's allocator settings
 * @example
 * const pool = createPool();
 * const { bytes } = await pool.ask('auto', { task: 'memory' }, object({ bytes: number() }));
 * await pool.stop();
 */
export function createPool({ sameAllocator = false } = {}): Pool {
  const group = createContenderGroup();
  const living = new Map<string, Contender>();
  const startOne = (name: string, isTraining = true) =>
    group.start(programOf(name, { sameAllocator, isTraining }));
  return {
    ask(name, command, answer) {
      const contender = living.get(name) ?? startOne(name);
      living.set(name, contender);
      return contender.ask(command, answer);
    },

    async askFresh(name, { before, last, isTraining }, answer) {
      const contender = startOne(name, isTraining);
      try {
        for (const command of before) await contender.ask(command, anything);
        return await contender.ask(last, answer);
      } finally {
        await group.stop(contender);
      }
    },

    stop: () => group.stopAll(),
  };
}
