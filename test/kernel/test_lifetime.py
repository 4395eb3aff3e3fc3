"""When the kernel's process ends, and when it does not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import Kernel

# A client that starts a kernel, has it work, and waits to be killed.
CLIENT = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import Kernel
kernel = Kernel(Path(sys.argv[2]))
kernel.send(sys.argv[3])
while kernel.client.get_iopub_msg(timeout=30)["msg_type"] != "stream": pass
print(kernel.pid, flush=True)
time.sleep(60)
"""


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else not os.kill(pid, 0)
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_for_end(pid, seconds):
    deadline = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


def kill_client_of(code, project):
    """Kills a client while its kernel runs a cell; the kernel's number."""
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(Path(__file__).parent), str(project), code],
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(client.stdout.readline())
    assert is_running(pid)
    client.send_signal(signal.SIGKILL)
    client.wait()
    return pid


def test_it_leaves_when_its_client_is_killed_also_in_the_middle_of_work(project):
    pid = kill_client_of("console.log('begun'); for (;;) await null;", project)
    assert wait_for_end(pid, 5)


def test_a_cell_that_watches_for_its_end_is_given_its_time_when_the_client_is_killed(project, tmp_path):
    saved = tmp_path / "saved"
    code = f"""
const {{ writeFileSync }} = await import('node:fs');
const stop = (globalThis as any)[Symbol.for('jupyter.interrupt')];
process.on('exit', () => writeFileSync({json.dumps(str(saved))}, `${{ended}}`));
let ended = false;
const end = () => (ended = true);
// As the library's functions, which know nothing of cells.
const train = new Function('stop', 'end', `return (async () => {{
  while (!stop.aborted) await new Promise((go) => setTimeout(go, 50));
  await new Promise((go) => setTimeout(go, 1500));
  end();
}})()`);
console.log('begun');
await train(stop, end);
"""
    pid = kill_client_of(code, project)
    assert wait_for_end(pid, 10)
    assert saved.read_text() == "true"


IMPORT = "import { outer } from './src/lib/outer'; outer()"


def test_it_restarts_fresh_and_leaves_when_asked_to(project):
    cache = project / ".cache/kernel.json"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("damaged")
    inner = project / "src/lib/inner.ts"
    kept = inner.read_text()
    kernel = Kernel(project)
    try:
        assert kernel.run(IMPORT).text == "'outer first'"
        assert "src/lib/outer.ts" in json.loads(cache.read_text())["modules"]
        inner.write_text("export const inner = (): string => 'changed between two kernels';\n")
        kernel.run("const old = 1; setInterval(() => {}, 1000);")
        first = kernel.pid
        kernel.client.stop_channels()
        kernel.manager.restart_kernel()
        assert not is_running(first)
        kernel.connect()
        assert "Cannot find name 'old'" in kernel.run("old").error["evalue"]
        assert kernel.run(IMPORT).text == "'outer changed between two kernels'"
        second = kernel.pid
        kernel.run("setInterval(() => {}, 1000);")
        started = time.monotonic()
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel()
        # Well before the manager would kill it.
        assert time.monotonic() - started < 3
        assert not is_running(second)
    finally:
        inner.write_text(kept)
        if kernel.manager.is_alive():
            kernel.manager.shutdown_kernel(now=True)


COUNT = "import { state } from './src/lib/state'; ++state.count"


def test_a_kept_cell_is_run_again_by_a_later_kernel_unless_anything_that_it_uses_has_changed(project):
    state, other = project / "src/lib/state.ts", project / "other.ts"
    state.write_text("export const state = { count: 0 };\n")
    other.write_text("export const other = 'first';\n")
    cells = project / ".cache/kernel-cells"
    shutil.rmtree(cells, ignore_errors=True)
    outside = "import { other } from './other'; other"
    kernel = Kernel(project)
    try:
        assert kernel.run(COUNT).text == "1"
        assert kernel.run(outside).text == "'first'"
        kept = sorted(cells.glob("*/[0-9a-f]*.json"))
        assert len(kept) == 1, "the one that imports nothing outside of src/lib"
        # What another cell would have become, to see that this one is not compiled.
        text = json.loads(kept[0].read_text())
        kept[0].write_text(json.dumps({**text, "code": text["code"].replace("++", "100 + ++")}))
        other.write_text("export const other = 'second';\n")
        kernel.client.stop_channels()
        kernel.manager.restart_kernel()
        kernel.connect()
        assert kernel.run(COUNT).text == "101"
        assert kernel.run(outside).text == "'second'"
        # The compiler's first cell here finds the modules as the kept one has left them.
        assert kernel.run(f"{COUNT};").text == "2"
        for file in cells.rglob("*.json"):
            file.write_text("damaged")
        kernel.client.stop_channels()
        kernel.manager.restart_kernel()
        kernel.connect()
        assert kernel.run(COUNT).text == "1"
    finally:
        for file in (state, other):
            file.unlink()
        kernel.manager.shutdown_kernel(now=True)
