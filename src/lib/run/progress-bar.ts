import { createLiveLine, type LiveLineOptions } from '../live-line';
import { bar, formatCount } from '../format';
import type { ProgressListener } from './open-dataset';

/** Width of the bar in characters. */
const WIDTH = 30;

/**
 * Creates a listener that shows the progress of reading, drawing or predicting: a bar while it
 * runs, and a line with the time it took when it is done.
 *
 * @param label the activity, at the start of the line: `Reading images`
 * @example const dataset = await predict(model, tests, { onProgress: progressBar('Predicting') });
 */
export function progressBar(label: string, options: LiveLineOptions = {}): ProgressListener {
  const line = createLiveLine(options);
  let began = performance.now();
  return (done, total) => {
    if (done < total) {
      line.update(`${label} ${bar(done / total, WIDTH)} ${formatCount(done)} of ${formatCount(total)}`);
      return;
    }
    const seconds = (performance.now() - began) / 1000;
    line.finish(`${label}: ${formatCount(total)} in ${seconds.toFixed(1)} s`);
    began = performance.now();
  };
}
