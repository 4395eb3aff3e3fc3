"""The state that a kernel tells: JupyterLab shows the last one that it has heard of."""

import time

from conftest import Kernel


def states(receive):
    """The states told on the kernel's own account, until nothing comes any more."""
    told = []
    while message := receive():
        if message["msg_type"] == "status" and not message["parent_header"]:
            told.append(message["content"]["execution_state"])
    return told


def test_whoever_comes_is_told_the_state(kernel):
    def receive():
        try:
            return client.get_iopub_msg(timeout=1)
        except Exception:
            return None

    client = kernel.manager.client()
    client.start_channels()
    assert states(receive)[-1] == "idle"
    message_id = kernel.send("await new Promise((go) => setTimeout(go, 5000))")
    client.stop_channels()
    client = kernel.manager.client()
    client.start_channels()
    assert states(receive)[-1] == "busy"
    client.stop_channels()
    kernel.finish(message_id)


def test_a_request_while_a_cell_runs_leaves_the_kernel_busy(kernel):
    message_id = kernel.send("await new Promise((go) => setTimeout(go, 2000))")
    request = kernel.client.complete("Math.m")
    told = []
    while not told or told[-1][1] != message_id:
        message = kernel.client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "status":
            state = message["content"]["execution_state"]
            told.append((state, message["parent_header"].get("msg_id") if state == "idle" else None))
    asked = told.index(("idle", request))
    assert told[asked + 1] == ("busy", None)
    kernel.client.get_shell_msg(timeout=30)
    kernel.client.get_shell_msg(timeout=30)


def test_after_a_restart_in_the_middle_of_a_cell_it_is_idle_and_the_log_is_clean(server):
    kernel = server.start("tslab")
    kernel.send("execute_request", {"code": "for (let i = 0; ; i++) { console.log(i); await new Promise((go) => setTimeout(go)); }"})
    while kernel.receive()["msg_type"] != "stream":
        pass
    kernel.restart()
    # As JupyterLab does.
    kernel.connect()
    kernel.socket.settimeout(10)
    told = []
    while told[-1:] != ["idle"]:
        message = kernel.receive()
        if message["msg_type"] == "status" and not message["parent_header"]:
            told.append(message["content"]["execution_state"])
    assert kernel.run("1 + 1").text == "2"
    assert "tslab kernel:" not in server.log.read_text()


def test_a_shutdown_in_the_middle_of_a_cell_logs_nothing(project, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as file:
        kernel = Kernel(project, stderr=file)
        kernel.send(
            "process.removeAllListeners('SIGINT'); process.on('SIGINT', () => {});\n"
            "setInterval(() => console.log('tick'), 1); await new Promise(() => {});"
        )
        while kernel.client.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        kernel.client.shutdown()
        deadline = time.monotonic() + 10
        while kernel.manager.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not kernel.manager.is_alive()
        kernel.stop()
    assert log.read_text() == ""
