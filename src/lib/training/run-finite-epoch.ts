import { expectation } from '../errors';
import type { EpochRecord, Run, RunState } from './callback';
import { describeFault, LeftFiniteNumbers, type EpochFault } from './epoch-fault';
import { findNotFinite } from './find-not-finite';
import { runEpoch, type EpochOptions } from './run-epoch';
import { canRestore, captureRun, restoreRun } from './run-state';

/** An epoch's record, and what it came to. */
interface FinishedEpoch {
  record: EpochRecord;
  state: RunState;
}

/**
 * One epoch whose losses, scores and whole state are finite. One that is not is undone (weights, optimizer and average go
 * back to `run.state`), the callbacks are warned, and it is done a second time, with the same batches: a processor that
 * computed wrong once does not do so again. The second time is the last, for each epoch.
 *
 * @returns undefined when it was interrupted
 * @throws ExpectationError with all that was seen, when the numbers are not finite the second time either
 */
export async function runFiniteEpoch(run: Run, options: EpochOptions): Promise<FinishedEpoch | undefined> {
  const first = await attempt(run, options);
  if (!('seen' in first)) return first.finished;
  if (!canRestore(run.state!)) throw stop(first);
  await restoreRun(run.state!, run);
  await warn(run, { ...options, fault: first });
  const second = await attempt(run, options);
  if (!('seen' in second)) return second.finished;
  await restoreRun(run.state!, run);
  throw stop(first, second);
}

async function attempt(run: Run, options: EpochOptions): Promise<EpochFault | { finished?: FinishedEpoch }> {
  try {
    const record = await runEpoch(run, options);
    if (!record) return {};
    const state = await captureRun(run);
    const tensors = findNotFinite(state.tensors);
    if (tensors.length === 0) return { finished: { record, state } };
    return { epoch: record.epoch, seen: `loss ${record.loss} over all batches`, tensors, isData: false };
  } catch (error) {
    if (!(error instanceof LeftFiniteNumbers)) throw error;
    return { ...error.fault, tensors: findNotFinite((await captureRun(run)).tensors) };
  }
}

async function warn(
  run: Run,
  { callbacks, fault }: Pick<EpochOptions, 'callbacks'> & { fault: EpochFault },
): Promise<void> {
  const { epoch } = fault;
  const from = epoch > 1 ? `the end of epoch ${epoch - 1}` : 'the start';
  const message =
    `Epoch ${epoch} left the finite numbers (${describeFault(fault)}). ` +
    `The training goes back to ${from} and does the epoch once more.`;
  const listening = callbacks.filter((callback) => callback.onWarning !== undefined);
  for (const callback of listening) await callback.onWarning?.(run, { message });
  if (listening.length === 0) process.emitWarning(message);
}

function stop(...faults: [EpochFault, EpochFault?]): Error {
  const [{ epoch, isData }] = faults;
  const [first, second] = faults.map((fault) => fault && describeFault(fault));
  const isSame = second === undefined || first === second;
  return expectation(`epoch ${epoch} of the training`, {
    expectation: 'of finite numbers',
    found:
      second === undefined
        ? first
        : isSame
          ? `${first}, both times`
          : `${first}; and the second time ${second}`,
    advice: `${isData ? DATA_ADVICE : isSame ? SAME_ADVICE : OTHER_ADVICE} ${KEPT}`,
  });
}

const DATA_ADVICE =
  'The batch itself holds NaN or infinity: look at its images, labels, class weights and soft targets.';
const SAME_ADVICE =
  'The training has diverged: lower the learning rate or lengthen its warm-up, in another folder; or resume in float32 ' +
  '(npm run train -- --precision float32).';
const OTHER_ADVICE =
  'The same steps came to something else the second time, as on a processor or memory that fails: run the same training again, or ' +
  'in float32 (npm run train -- --precision float32). Where it comes back, lower the learning rate or lengthen its warm-up.';
const KEPT = 'The checkpoints of the epochs before it are kept.';
