import { createLiveLine, type LiveLineOptions } from '../live-line';
import { bar, formatCount } from '../format';
import type { ProgressListener } from './open-dataset';

/** Characters of the bar. */
const WIDTH = 30;

/**
 * A listener that shows how far reading, drawing or predicting is: a bar while it goes on, one line with the time it
 * took when it is done.
 *
 * @param label what is done, as the line begins: `Reading images`
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
