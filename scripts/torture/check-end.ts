import { waitForEnd, type Started } from './processes';
import { tail } from './references';

/** How a disturbed program ended. */
export interface End {
  /** Whether it exited with code 0. */
  succeeded: boolean;
  /** What is wrong with how it ended. */
  fault?: string;
}

/**
 * Waits for a program's end. It has to succeed, or to explain in one of the project's own messages
 * why it can't.
 *
 * @example
 * const { succeeded, fault } = await checkEnd(
 *   start(victim.command(folder, inputs), { mark: folder }),
 * );
 */
export async function checkEnd(started: Started): Promise<End> {
  const end = await waitForEnd(started);
  const output = started.output();
  if (end === 0) return { succeeded: true };
  if (typeof end === 'string') return { succeeded: false, fault: `ended with ${end}: ${tail(started)}` };
  if (/^\s+at .+:\d+:\d+\)?$/m.test(output))
    return { succeeded: false, fault: `a stack trace: ${tail(started)}` };
  // The library's error with its name, or the message alone, as the project's programs print it.
  if (
    !/^(?:ExpectationError: )?Expected .+ to be .+ but found /m.test(output) &&
    !OTHER_MESSAGES.test(output)
  )
    return { succeeded: false, fault: `ended with ${end} and no named error: ${tail(started)}` };
  return { succeeded: false };
}

/** Messages of set-up and npm start when another one is running, or the disk is full. */
const OTHER_MESSAGES = /^(?:Another |No space |The disk )/m;
