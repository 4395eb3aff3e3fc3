import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../files/temporary-folder';
import { nativeBackend } from '../native/binding';
import type { Output } from '../native/tensor-entry';
import { encodeSavedModel, type GraphNode } from './saved-model';

/**
 * Set-up compiles a binding that skips TensorFlow's graph optimizer for saved models with only this
 * tag: native/session.h.
 */
const TAG = 'fast-training-graph';

/**
 * A graph loaded into a TensorFlow session. The binding can only load saved models, so the graph is
 * briefly written to a file. The session has to be closed explicitly.
 *
 * @throws Error if TensorFlow rejects the graph or the temporary file cannot be written
 * @example
 * const session = new GraphSession(nodes, { feeds: ['x'], fetches: ['y:0'] });
 * const [y] = session.run([handleOfX]);
 */
export class GraphSession {
  private readonly id: number;
  private readonly feedNames: string;
  private readonly fetchNames: string;

  /**
   * @param nodes
   * @param options
   * @param options.feeds names of placeholders, in the order in which run() takes their values
   * @param options.fetches `node:index` of each output that run() returns
   */
  constructor(
    nodes: readonly GraphNode[],
    { feeds, fetches }: { feeds: readonly string[]; fetches: readonly string[] },
  ) {
    this.feedNames = feeds.map((node) => `${node}:0`).join();
    this.fetchNames = fetches.join();
    const folder = temporaryFolder('tfjs-graph');
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, { tag: TAG }));
      this.id = nativeBackend().binding.loadSavedModel(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Computes the outputs for inputs with these handles. The caller owns both. */
  run(handles: readonly number[]): Output[] {
    return nativeBackend().binding.runSavedModel(this.id, handles, this.feedNames, this.fetchNames);
  }

  close(): void {
    nativeBackend().binding.deleteSavedModel(this.id);
  }
}
