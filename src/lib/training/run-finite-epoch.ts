import { expectation } from '../errors';
import type { EpochRecord, Run, RunState } from './callback';
import { describeFault, LeftFiniteNumbers, type EpochFault } from './epoch-fault';
import { findNotFinite } from './find-not-finite';
import { runEpoch, type EpochOptions } from './run-epoch';
import { canRestore, captureRun, restoreRun } from './run-state';

/** An epoch's record and the state after it. */
interface FinishedEpoch {
  record: EpochRecord;
  state: RunState;
}

/**
 * Runs one epoch and checks that its losses, scores and whole state are finite. If not, it restores
 * weights, optimizer and average from `run.state`, warns the callbacks, and repeats the epoch once
 * with the same batches: a hardware error is not likely to happen twice.
 *
 * @returns undefined if interrupted
 * @throws ExpectationError that reports both faults if the second attempt is not finite either
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
    `Epoch ${epoch} produced NaN or infinity (${describeFault(fault)}). ` +
    `Training returns to ${from} and repeats the epoch.`;
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
          : `${first}; then ${second} the second time`,
    advice: `${isData ? DATA_ADVICE : isSame ? SAME_ADVICE : OTHER_ADVICE} ${KEPT}`,
  });
}

const DATA_ADVICE =
  'The batch itself contains NaN or infinity: check its images, labels, class weights and label distributions.';
const SAME_ADVICE =
  'The training has diverged: lower the learning rate or lengthen its warm-up, in another folder; or resume in float32 ' +
  '(npm run train -- --precision float32).';
const OTHER_ADVICE =
  'The same steps gave a different result the second time, which suggests faulty hardware: run the same training again, or ' +
  'in float32 (npm run train -- --precision float32). If it happens again, lower the learning rate or lengthen its warm-up.';
const KEPT = 'The checkpoints of earlier epochs are kept.';
