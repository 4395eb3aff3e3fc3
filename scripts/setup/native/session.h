// Included ahead of tfjs-node's sources: loads the engine's graphs (src/lib/engine/graph) as they are. TensorFlow's graph
// optimizer, Grappler, takes longer for such a graph than its first run does, and has little to do: the graph comes of ops
// that are fused already. tfjs-node has no way to switch it off. All other saved models load as they would without this.

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
    // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }, each field as its number, the
    // length of what is in it, and that. Were it ever refused, the graph would load as others do: loading sets the status.
    const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 0x01, 1};
    TF_SetConfig(options, config, sizeof(config), status);
  }
  return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, count, graph, meta_graph, status);
}

}  // namespace

#define TF_LoadSessionFromSavedModel LoadSession
