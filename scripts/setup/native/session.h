// Included before tfjs-node's sources: loads the engine's graphs (src/lib/engine/graph) without
// TensorFlow's graph optimizer, Grappler. It takes longer than the graph's first run and finds
// little to do, since the graph's ops are fused already. tfjs-node has no option to turn it off.
// All other saved models load as usual.

#include <cstring>

#include "tensorflow/c/c_api.h"

namespace {

// The one tag of an engine's graph: TAG in src/lib/engine/graph/session.ts.
inline bool IsEngineGraph(const char *const *tags, int count) {
  return count == 1 && std::strcmp(tags[0], "fast-training-graph") == 0;
}

inline TF_Session *LoadSession(TF_SessionOptions *options, const TF_Buffer *run_options, const char *folder,
                               const char *const *tags, int count, TF_Graph *graph, TF_Buffer *meta_graph,
                               TF_Status *status) {
  if (IsEngineGraph(tags, count)) {
    // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }: for each
    // field its number, the length of its content, and the content. If TensorFlow ever rejects it,
    // the graph loads like any other: loading resets the status.
    const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 0x01, 1};
    TF_SetConfig(options, config, sizeof(config), status);
  }
  return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, count, graph, meta_graph, status);
}

}  // namespace

#define TF_LoadSessionFromSavedModel LoadSession
