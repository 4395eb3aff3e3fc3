import { startContender } from '../shared/json-lines-process.mjs';
import { programOf } from './contenders.mjs';

/**
 * The contenders' processes: each is started when it is first needed and lives until the end, so that it is warm.
 *
 * @param {{ sameAllocator?: boolean, start?: typeof startContender }} [options]
 * @example
 * const pool = createPool();
 * const answer = await pool.ask('auto', { task: 'train', architecture: 'compact', batch: 64, steps: 4 });
 * await pool.stop();
 */
export function createPool({ sameAllocator = false, start = startContender } = {}) {
  const running = new Set();
  const living = new Map();
  const startOne = (name) => {
    const contender = start(programOf(name, { sameAllocator }));
    running.add(contender);
    return contender;
  };
  const stopOne = async (contender) => {
    await contender.stop();
    running.delete(contender);
  };
  const get = (name) => {
    if (!living.has(name)) living.set(name, startOne(name));
    return living.get(name);
  };
  return {
    /** The result of a command, from the process that lives. */
    ask: (name, command) => get(name).ask(command),

    /** The result of the last of some commands, from a process that lives only for them. */
    async askFresh(name, commands) {
      const contender = startOne(name);
      try {
        let result;
        for (const command of commands) result = await contender.ask(command);
        return result;
      } finally {
        await stopOne(contender);
      }
    },

    /** Ends every process. */
    stop: () => Promise.all([...running].map(stopOne)),
  };
}
