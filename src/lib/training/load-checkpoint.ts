import type { tf } from '../engine/tensorflow';
import type { History } from './callback';
import { readCheckpoint, restoreModel, type RunSettings } from './checkpoint-file';

/**
 * Loads the weights of a checkpoint (`best.safetensors` or `last.safetensors`) into a model of the
 * same architecture.
 *
 * @param file path of the checkpoint
 * @param options
 * @param options.model receives the weights
 * @param options.averaged whether it receives the averaged ones, where there are any: the best
 *   checkpoint has these already
 * @returns the epochs up to and including the checkpoint's, and the settings of its run
 * @throws ExpectationError that names the file if it is missing, damaged, or of another
 *   architecture
 * @example
 * const { history } = await loadCheckpoint('models/runs/drawn/best.safetensors', { model });
 */
export async function loadCheckpoint(
  file: string,
  { model, averaged = false }: { model: tf.LayersModel; averaged?: boolean },
): Promise<{ history: History; settings: RunSettings }> {
  const checkpoint = await readCheckpoint(file);
  restoreModel(checkpoint, model, { averaged });
  return { history: checkpoint.history, settings: checkpoint.settings };
}
