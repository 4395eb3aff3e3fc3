import type { LiveLine } from '../../src/lib/live-line';

/**
 * Makes a reporter for a program that takes long: on a terminal its line is always the newest, into
 * a file or a pipe, where no line can be written over, there is one a minute.
 *
 * @returns is called with the rest of the line, as often as there is news
 * @example
 * const report = reportMinutes(createLiveLine());
 * report(`${tried} tried`); // '1.5 min: 80 tried'
 */
export function reportMinutes(line: LiveLine): (text: string) => void {
  const began = performance.now();
  let next = 1;
  return (text) => {
    const minutes = (performance.now() - began) / 60_000;
    const report = `${minutes.toFixed(1)} min: ${text}`;
    if (process.stdout.isTTY) line.update(report);
    else if (minutes >= next) {
      next = Math.floor(minutes) + 1;
      console.log(report);
    }
  };
}
