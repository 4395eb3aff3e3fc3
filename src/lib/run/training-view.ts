import type { SourceName } from '../dataset/source-name';
import type { LiveLine, LiveLineOptions } from '../live-line';
import { escapeHtml } from '../escape-html';
import { trainingPanels } from '../plots/index';
import { createLiveOutput, type LiveOutput } from '../plots/live-output';
import { renderSvg } from '../plots/headless/render-svg';
import { progressLogger, type Callback, type History, type Run } from '../training/index';

/** Options of {@link trainingView}. */
export interface TrainingViewOptions extends LiveLineOptions {
  /** The name of the validation split: `publicTest`. */
  validation?: string;
  source?: SourceName;
}

/**
 * A callback that shows the progress of a training. In an interactive notebook it is one output
 * under the cell that trains: a progress bar with the remaining time above the curves of loss and
 * accuracy, updated after each epoch. Elsewhere it prints the lines of `progressLogger`.
 *
 * @example
 * await fit(model, {
 *   train: (epoch) => createBatches(train, { epoch, seed: 42 }),
 *   validation: () => createBatches(publicTest, { shuffle: false }),
 *   epochs: 15,
 *   callbacks: [trainingView({ validation: 'publicTest', source: 'FER-2013' })],
 * });
 */
export function trainingView(options: TrainingViewOptions = {}): Callback {
  // A new view for each training: the callback may come from an earlier cell, and a cell that
  // trains again has lost the output of the last time.
  let view: Callback = {};
  return {
    onTrainBegin(run) {
      const output = createLiveOutput();
      view = output ? liveView(output, options) : progressLogger(options);
      return view.onTrainBegin?.(run);
    },
    onEpochBegin: (...event) => view.onEpochBegin?.(...event),
    onBatchEnd: (...event) => view.onBatchEnd?.(...event),
    onEpochEnd: (...event) => view.onEpochEnd?.(...event),
    onWarning: (...event) => view.onWarning?.(...event),
    onTrainEnd: (...event) => view.onTrainEnd?.(...event),
  };
}

function liveView(output: LiveOutput, { validation, source, interval = 0.5 }: TrainingViewOptions): Callback {
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
