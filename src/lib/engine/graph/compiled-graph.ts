import { release } from '../native/binding';
import type { Output } from '../native/tensor-entry';
import type { Provider, Trace } from '../native/trace';
import { buildGraph, type Graph } from './build-graph';
import { GraphSession } from './session';

/**
 * A trace that runs as one TensorFlow graph: independent ops run in parallel, and none goes through
 * JavaScript. The results equal those of the single ops, up to rounding.
 */
export class CompiledGraph {
  private constructor(
    private readonly session: GraphSession,
    private readonly feeds: Graph['feeds'],
  ) {}

  /**
   * @param trace the ops and their values
   * @param outputs handles in the trace that each run returns, in this order
   * @returns the graph, or the reason why there can be none
   */
  static compile(trace: Trace, outputs: readonly number[]): CompiledGraph | string {
    const graph = buildGraph(trace, outputs);
    if (typeof graph === 'string') return graph;
    const { nodes, feeds, fetches } = graph;
    return new CompiledGraph(
      new GraphSession(nodes, { feeds: feeds.map(({ node }) => node), fetches }),
      feeds,
    );
  }

  /** Runs the graph. The caller owns the outputs. */
  run(): Output[] {
    const asked = new Map<Provider, readonly number[]>();
    const handles = this.feeds.map(({ provided: { provider, index } }) => {
      if (!asked.has(provider)) asked.set(provider, provider.handles());
      return asked.get(provider)![index];
    });
    try {
      return this.session.run(handles);
    } finally {
      for (const [{ temporary }, made] of asked) if (temporary) release(...made);
    }
  }

  close(): void {
    this.session.close();
  }
}
