"""PyPI's jupyter_kernel_test, the public suite for kernels, on the project's kernel."""

import conftest  # noqa: F401 (it sets JUPYTER_PATH)
import jupyter_kernel_test


class TestProtocol(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('trouble')"
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "'text'"},
        {"code": "Promise.resolve([1, 2])", "result": "[ 1, 2 ]"},
        {"code": "({ toMimeBundle: () => ({ 'text/html': '<b>x</b>' }) })", "mime": "text/html", "result": "<b>x</b>"},
    ]
    code_display_data = [{"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"}]
    completion_samples = [
        {"text": "[1, 2].copyW", "matches": {"copyWithin"}},
        {"text": "'é😀'.toUpp", "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1 + 1", "const f = () => {\n  return 1;\n}"]
    incomplete_code_samples = ["const f = () => {", "[1, 2,"]
    code_inspect_sample = "Math.max"
