import { createLiveLine, type LiveLine, type LiveLineOptions } from '../live-line';
import { bar, formatPercent } from '../format';
import type { BatchEnd, Callback, EpochRecord, Run } from './callback';

/** Width of the bar in characters. */
const WIDTH = 20;

/**
 * Creates a callback that shows the progress of a training run. The current epoch has a bar with
 * the time left, the loss, the accuracy and the speed. Each finished epoch leaves a line with its
 * validation scores and the time left in the run.
 *
 * @example progressLogger()
 */
export function progressLogger({
  line: given,
  ...options
}: LiveLineOptions & {
  /** Where to write the lines; by default, a live line created from the other options. */
  line?: LiveLine;
} = {}): Callback {
  const line = given ?? createLiveLine(options);
  let epochBegan = 0;
  let resumed = 0;
  return {
    onTrainBegin({ history, epochs }) {
      resumed = history.length;
      if (resumed > 0) line.finish(`Resuming after epoch ${resumed} of ${epochs}`);
    },
    onEpochBegin() {
      epochBegan = performance.now();
    },
    onBatchEnd(run, batch) {
      line.update(batchLine(run, { ...batch, seconds: (performance.now() - epochBegan) / 1000 }));
    },
    onEpochEnd(run, record) {
      line.finish(epochLine(run, { ...record, resumed }));
    },
    onWarning(_, { message }) {
      line.finish(message);
    },
    onTrainEnd({ interrupted, history, epochs }) {
      if (!interrupted) return;
      line.finish(`Interrupted: ${history.length} of ${epochs} epochs are finished; run again to resume`);
    },
  };
}

function batchLine(
  { epochs, stepsPerEpoch }: Run,
  { epoch, step, images, loss, accuracy, seconds }: BatchEnd & { seconds: number },
): string {
  const done = (step + 1) / stepsPerEpoch;
  return [
    `Epoch ${count(epoch, epochs)} ${bar(done, WIDTH)}`,
    `${count(step + 1, stepsPerEpoch)} batches`,
    `${clock((seconds / done) * (1 - done))} left`,
    `loss ${loss.toFixed(3)}`,
    `accuracy ${formatPercent(accuracy)}`,
    `${(images / seconds).toFixed(0)} images/s`,
  ].join('  ');
}

function epochLine(
  { epochs, history }: Run,
  {
    epoch,
    loss,
    accuracy,
    valLoss,
    valAccuracy,
    seconds,
    imagesPerSecond,
    resumed,
  }: EpochRecord & { resumed: number },
): string {
  const own = history.slice(resumed);
  const secondsPerEpoch = own.reduce((sum, record) => sum + record.seconds, 0) / own.length;
  const isBest = history.slice(0, -1).every((record) => record.valAccuracy < valAccuracy);
  return [
    // Short enough for one line of JupyterLab's output.
    `Epoch ${count(epoch, epochs)}  ${clock(seconds)}`,
    `loss ${loss.toFixed(3)} ${formatPercent(accuracy)}`,
    `validation ${valLoss.toFixed(3)} ${formatPercent(valAccuracy)}${isBest ? ' (best)' : '       '}`,
    `${imagesPerSecond.toFixed(0)} images/s`,
    epoch < epochs ? `${clock(secondsPerEpoch * (epochs - epoch))} left` : 'done',
  ].join('  ');
}

/** `3/15`, padded so that 3 takes as much space as 15. */
function count(done: number, all: number): string {
  return `${`${done}`.padStart(`${all}`.length)}/${all}`;
}

/** Seconds as on a clock: `0:07`, `12:05`, `1:02:03`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => `${value}`.padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
