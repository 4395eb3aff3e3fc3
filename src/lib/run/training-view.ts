import type { SourceName } from '../dataset/source-name';
import type { LiveLine, LiveLineOptions } from '../live-line';
import { escapeHtml } from '../escape-html';
import { trainingPanels } from '../plots/index';
import { createLiveOutput } from '../plots/live-output';
import { renderSvg } from '../plots/headless/render-svg';
import { progressLogger, type Callback, type History, type Run } from '../training/index';

/** Options of {@link trainingView}. */
export interface TrainingViewOptions extends LiveLineOptions {
  /** The name of the validation split: `publicTest`. */
  validation?: string;
  source?: SourceName;
}

/**
 * A callback that shows the progress of a training. In an interactive notebook it is one output: a
 * progress bar with the remaining time above the curves of loss and accuracy, updated after each
 * epoch. Elsewhere it prints the lines of `progressLogger`.
 *
 * @example
 * await fit(model, {
 *   train: (epoch) => createBatches(train, { epoch, seed: 42 }),
 *   validation: () => createBatches(publicTest, { shuffle: false }),
 *   epochs: 15,
 *   callbacks: [trainingView({ validation: 'publicTest', source: 'FER-2013' })],
 * });
 */
export function trainingView({ validation, source, ...options }: TrainingViewOptions = {}): Callback {
  const output = createLiveOutput();
  if (!output) return progressLogger(options);
  const { interval = 0.5 } = options;
  const finished: string[] = [];
  let svg = '';
  let lastUpdate = -Infinity;
  const show = (lines: readonly string[]) =>
    output.show({
      'text/html': `<pre>${escapeHtml(lines.join('\n'))}</pre>${svg}`,
      'text/plain': lines.join('\n'),
    });
  const line: LiveLine = {
    update(text) {
      const now = performance.now();
      if (now - lastUpdate < interval * 1000) return;
      lastUpdate = now;
      show([...finished, text]);
    },
    finish(text) {
      finished.push(text);
      show(finished);
    },
  };
  const lines = progressLogger({ line });
  const draw = async (history: History, { epochs }: Run) => {
    if (history.length) svg = await renderSvg(trainingPanels(history, { epochs, validation, source }));
  };
  return {
    ...lines,
    async onTrainBegin(run) {
      await draw(run.history, run);
      await lines.onTrainBegin?.(run);
    },
    async onEpochEnd(run, record) {
      await draw(run.history, run);
      await lines.onEpochEnd?.(run, record);
    },
  };
}
