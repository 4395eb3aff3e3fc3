import { release } from './binding';
import type { TensorEntry, TensorState } from './tensor-entry';

/** Data with state to be given back. */
const holders = new Set<TensorEntry>();

/**
 * Leaves something with a tensor's data.
 *
 * @example leaveState(entryOf(y), { workspace: handle });
 */
export function leaveState(entry: TensorEntry, state: TensorState): void {
  Object.assign(entry, state);
  holders.add(entry);
}

/** Gives back to TensorFlow what was left with data that are gone. */
export function dropState(entry: TensorEntry): void {
  if (!holders.delete(entry)) return;
  const { workspace, logits } = entry;
  logits?.tensor.dispose();
  if (workspace !== undefined) release(workspace);
  unfold(entry);
  entry.workspace = entry.rectified = entry.sumsToZero = entry.logits = undefined;
}

/** Gives everything back that was left anywhere. */
export function dropAllStates(): void {
  for (const entry of [...holders]) dropState(entry);
}

/** Takes back what was said of data that an op is about to change in place. */
export function dropStatements(entry: TensorEntry): void {
  entry.sumsToZero = undefined;
  unfold(entry);
}

function unfold(entry: TensorEntry): void {
  for (const { handles } of entry.folded?.values() ?? []) release(...handles);
  entry.folded = undefined;
}
