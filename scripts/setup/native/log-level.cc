// Loaded with tfjs-node's binding: makes TensorFlow heed TF_CPP_MIN_LOG_LEVEL (0 everything, 1 warnings, 2 errors, 3 fatal
// errors), which its C library stopped doing when its log moved to Abseil. Without it each process greets with lines on
// oneDNN, and each graph that is loaded says so five times. Warnings where the variable is not set: src/lib/engine/log-level.ts
// comes too late for a program that imports tfjs-node before the library.

#include <cstdlib>

#if defined(__GNUC__) || defined(__clang__)

// From absl/log/globals.h and absl/base/log_severity.h of the Abseil inside of TensorFlow 2.21, whose headers the wheel
// keeps to itself. Weak: with another Abseil it is not found, and TensorFlow stays as talkative as it was.
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
