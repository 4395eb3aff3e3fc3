import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../files/temporary-folder';
import { nativeBackend } from '../native/binding';
import type { Output } from '../native/tensor-entry';
import { encodeSavedModel, type GraphNode } from './saved-model';

/** Set-up compiles a binding that loads what has this one tag without TensorFlow's graph optimizer: native/session.h. */
const TAG = 'fast-training-graph';

/**
 * A graph that TensorFlow holds ready. The binding can load one from a saved model only, so it goes through a file for a
 * moment. Close it: nobody else does.
 *
 * @throws what TensorFlow has against the graph, and what the file system throws
 * @example
 * const session = new GraphSession(nodes, { feeds: ['x'], fetches: ['y:0'] });
 * const [y] = session.run([handleOfX]);
 */
export class GraphSession {
  private readonly id: number;
  private readonly feedNames: string;
  private readonly fetchNames: string;

  /**
   * @param options
   * @param options.feeds names of placeholders, in the order in which a run gives their values
   * @param options.fetches `node:index` of each output that a run gives back
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

  /** The outputs for the values with these handles; the caller owns both. */
  run(handles: readonly number[]): Output[] {
    return nativeBackend().binding.runSavedModel(this.id, handles, this.feedNames, this.fetchNames);
  }

  close(): void {
    nativeBackend().binding.deleteSavedModel(this.id);
  }
}
