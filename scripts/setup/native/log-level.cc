// Loaded with tfjs-node's binding: makes TensorFlow obey TF_CPP_MIN_LOG_LEVEL (0 everything, 1
// warnings, 2 errors, 3 fatal errors), which its C library ignores since its log moved to Abseil.
// Without this, each process starts with lines about oneDNN, and each graph that is loaded logs
// five lines. The default is warnings: src/lib/engine/native/log-level.ts is too late for a program
// that imports tfjs-node before the library.

#include <cstdlib>

#if defined(__GNUC__) || defined(__clang__)

// From absl/log/globals.h and absl/base/log_severity.h of the Abseil in TensorFlow 2.21; the wheel
// does not contain these headers. Weak: with another Abseil the symbol is missing, and the log is
// not reduced.
namespace absl {
inline namespace lts_20250814 {
enum class LogSeverityAtLeast : int {};
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast severity);
}  // namespace lts_20250814
}  // namespace absl

namespace {

struct LogLevel {
  LogLevel() {
    const char *level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
    if (absl::SetMinLogLevel != nullptr) {
      absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(level == nullptr ? 1 : std::atoi(level)));
    }
  }
} log_level;

}  // namespace

#endif
