import type { Command } from '../../scripts/bench/measure';
import type { Pool } from '../../scripts/bench/pool';
import { checkJson } from '../../src/lib/json/index';

/** A pool whose contenders answer as `reply` says, checked as those of processes are. */
export function answering(
  reply: (name: string, command: Command) => unknown,
): Pick<Pool, 'ask' | 'askFresh'> {
  return {
    ask: async (name, command, answer) =>
      checkJson(await Promise.resolve(reply(name, command)), answer, { file: name, what: 'an answer' }),
    askFresh: () => Promise.reject(new Error('not asked for')),
  };
}
