"""What the kernel's tests share: a small project of their own, and kernels to talk to."""

import os
import shutil
import time
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[2]
# The project's kernelspec wins over any other `tslab` on the machine, as it does in the npm scripts.
os.environ["JUPYTER_PATH"] = str(ROOT / "jupyter")


class Execution:
    """A cell that ran: its reply, and the messages published for it, in order, without status and execute_input."""

    def __init__(self, reply, published):
        self.reply = reply
        self.published = published
        self.outputs = [m for m in published if m["msg_type"] not in ("status", "execute_input")]

    @property
    def types(self):
        return [message["msg_type"] for message in self.outputs]

    @property
    def error(self):
        errors = [message["content"] for message in self.outputs if message["msg_type"] == "error"]
        assert len(errors) == 1, f"one error expected in {self.outputs}"
        return errors[0]

    @property
    def text(self):
        """The cell's value as text."""
        results = [m["content"]["data"]["text/plain"] for m in self.outputs if m["msg_type"] == "execute_result"]
        assert len(results) == 1, f"one execute_result expected in {self.outputs}"
        return results[0]

    def stream(self, name):
        return "".join(
            m["content"]["text"] for m in self.outputs if m["msg_type"] == "stream" and m["content"]["name"] == name
        )


class Kernel:
    """A kernel of `project` (a folder with jupyter/kernels/tslab) and a client of it."""

    def __init__(self, project, **options):
        self.project = project
        specs = KernelSpecManager(kernel_dirs=[str(project / "jupyter" / "kernels")])
        self.manager = KernelManager(kernel_name="tslab", kernel_spec_manager=specs)
        self.manager.start_kernel(**options)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def finish(self, message_id, timeout=30, published=()):
        published = list(published)
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != message_id:
                continue
            published.append(message)
            if message["content"].get("execution_state") == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=timeout)
            if reply["parent_header"]["msg_id"] == message_id:
                return Execution(reply["content"], published)

    def run(self, code, **options):
        return self.finish(self.send(code, **options))

    def run_and_interrupt(self, code):
        """Interrupts the cell once it has printed something."""
        message_id = self.send(code)
        first = []
        while not any(m["msg_type"] == "stream" for m in first):
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == message_id:
                first.append(message)
            assert message["msg_type"] != "error", message["content"]
        self.manager.interrupt_kernel()
        started = time.monotonic()
        execution = self.finish(message_id, published=first)
        execution.seconds = time.monotonic() - started
        return execution

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """A project with the kernel and three files, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("kernel") / "a project"
    shutil.copytree(ROOT / "jupyter", folder / "jupyter")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    legacy = "src/lib/engine/native/legacy-functions.cjs"
    (folder / legacy).parent.mkdir(parents=True)
    shutil.copy(ROOT / legacy, folder / legacy)
    (folder / "src/lib/inner.ts").write_text("export const inner = (): string => 'first';\n")
    (folder / "src/lib/outer.ts").write_text(
        "import { inner } from './inner';\n\n"
        "export interface Named {\n  name: string;\n}\n"
        "export const outer = () => `outer ${inner()}`;\n"
        "export function fail(reason: string): never {\n  // a comment\n  throw new RangeError(reason);\n}\n"
    )
    return folder


@pytest.fixture(scope="session")
def kernel(project):
    """One kernel for all tests, since starting one takes seconds: no test may rely on another's cells."""
    kernel = Kernel(project)
    yield kernel
    kernel.stop()


@pytest.fixture(scope="session")
def server(project, tmp_path_factory):
    """One Jupyter server for all tests that need one."""
    from served_kernel import Server

    server = Server(project, tmp_path_factory.mktemp("server") / "log")
    yield server
    server.stop()
