import { waitForEnd, type Started } from './processes';
import { tail } from './references';

/** How a disturbed program ended. */
export interface End {
  /** Whether it did its work. */
  succeeded: boolean;
  /** What is wrong with the way it ended. */
  fault?: string;
}

/**
 * Waits for a program's end: it has to do its work or say in a sentence of the project's own why it
 * can't.
 *
 * @example const { succeeded, fault } = await checkEnd(start(victim.command(folder, inputs), { mark: folder }));
 */
export async function checkEnd(started: Started): Promise<End> {
  const end = await waitForEnd(started);
  const output = started.output();
  if (end === 0) return { succeeded: true };
  if (typeof end === 'string') return { succeeded: false, fault: `ended with ${end}: ${tail(started)}` };
  if (/^\s+at .+:\d+:\d+\)?$/m.test(output))
    return { succeeded: false, fault: `a stack trace: ${tail(started)}` };
  // The library's error by its name, or its sentence as the project's own programs show it.
  if (!/^(?:ExpectationError: )?Expected .+ to be .+ but found /m.test(output) && !SENTENCE.test(output))
    return { succeeded: false, fault: `ended with ${end} and no named error: ${tail(started)}` };
  return { succeeded: false };
}

/** What set-up and npm start say when another one works, or the disk is full. */
const SENTENCE = /^(?:Another |No space |The disk )/m;
