import { release } from './binding';
import type { TensorEntry, TensorState } from './tensor-entry';

/** Entries with notes that have to be freed. */
const holders = new Set<TensorEntry>();

/**
 * Attaches notes to a tensor's data.
 *
 * @example attachState(entryOf(y), { workspace: handle });
 */
export function attachState(entry: TensorEntry, state: TensorState): void {
  Object.assign(entry, state);
  holders.add(entry);
}

/** Frees the notes of data that have been disposed. */
export function dropState(entry: TensorEntry): void {
  if (!holders.delete(entry)) return;
  const { workspace, logits } = entry;
  logits?.tensor.dispose();
  if (workspace !== undefined) release(workspace);
  unfold(entry);
  entry.workspace = entry.rectified = entry.sumsToZero = entry.logits = undefined;
}

/** Frees all notes. */
export function dropAllStates(): void {
  for (const entry of [...holders]) dropState(entry);
}

/** Removes the notes that no longer hold after an op changes the data in place. */
export function dropStaleState(entry: TensorEntry): void {
  entry.sumsToZero = undefined;
  unfold(entry);
}

function unfold(entry: TensorEntry): void {
  for (const { handles } of entry.folded?.values() ?? []) release(...handles);
  entry.folded = undefined;
}
