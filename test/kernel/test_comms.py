"""Comms: channels between cells and parts of the front end."""

COMMS = "const comms = (globalThis as any)[Symbol.for('jupyter.comms')];\n"


def comm_messages(run):
    return [(m["msg_type"], m["content"]) for m in run.outputs if m["msg_type"].startswith("comm_")]


def tell(kernel, type, content):
    message = kernel.client.session.msg(type, content)
    kernel.client.shell_channel.send(message)
    published = []
    while True:
        reply = kernel.client.get_iopub_msg(timeout=10)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            published.append((reply["msg_type"], reply["content"]))
            if reply["content"].get("execution_state") == "idle":
                return published


def info(kernel, **content):
    message = kernel.client.session.msg("comm_info_request", content)
    kernel.client.shell_channel.send(message)
    while True:
        reply = kernel.client.get_shell_msg(timeout=10)
        if reply["parent_header"]["msg_id"] == message["header"]["msg_id"]:
            return reply["content"]["comms"]


def test_a_cell_opens_a_comm_sends_and_receives(kernel):
    run = kernel.run(
        COMMS + "const got: unknown[] = [];\n"
        "const comm = comms.open('a.target', { data: { at: 1 }, metadata: { version: '2.1.0' },"
        " onMessage: (data: unknown) => got.push(data), onClose: () => got.push('closed') });\n"
        "comm.send({ at: 2 });"
    )
    (opened, first), (sent, second) = comm_messages(run)
    assert (opened, first["target_name"], first["data"]) == ("comm_open", "a.target", {"at": 1})
    assert run.outputs[0]["metadata"] == {"version": "2.1.0"}
    assert (sent, second) == ("comm_msg", {"comm_id": first["comm_id"], "data": {"at": 2}})
    assert info(kernel, target_name="a.target") == {first["comm_id"]: {"target_name": "a.target"}}
    assert info(kernel, target_name="another") == {}

    tell(kernel, "comm_msg", {"comm_id": first["comm_id"], "data": {"moved": 3}})
    tell(kernel, "comm_close", {"comm_id": first["comm_id"], "data": {}})
    assert kernel.run("got").text == "[ { moved: 3 }, 'closed' ]"
    assert info(kernel) == {}
    assert comm_messages(kernel.run("comm.send({ at: 4 }); comm.close();")) == []


def test_a_comm_to_an_unknown_target_is_closed(kernel):
    published = tell(kernel, "comm_open", {"comm_id": "unknown-1", "target_name": "nobody", "data": {}})
    assert ("comm_close", {"comm_id": "unknown-1", "data": {}}) in published
    assert info(kernel) == {}
    # Messages to a comm that is not there are no error.
    for type in ("comm_msg", "comm_close"):
        assert [kind for kind, _ in tell(kernel, type, {"comm_id": "unknown-1", "data": {}})] == ["status", "status"]


def test_a_cell_accepts_comms_of_the_front_end(kernel):
    kernel.run(COMMS + "comms.accept('an.echo', (comm: any, data: any) => { comm.send({ opened: data }); return (data: any) => comm.send(data); });")
    published = tell(kernel, "comm_open", {"comm_id": "echo-1", "target_name": "an.echo", "data": {"x": 1}})
    assert ("comm_msg", {"comm_id": "echo-1", "data": {"opened": {"x": 1}}}) in published
    published = tell(kernel, "comm_msg", {"comm_id": "echo-1", "data": {"x": 2}})
    assert ("comm_msg", {"comm_id": "echo-1", "data": {"x": 2}}) in published
    assert kernel.run("comms.info({}).comms['echo-1'].target_name").text == "'an.echo'"
    tell(kernel, "comm_close", {"comm_id": "echo-1", "data": {}})


def test_an_error_in_what_a_comm_calls_is_printed(kernel):
    kernel.run(COMMS + "comms.accept('failing', async () => { throw new RangeError('in a comm'); });")
    message = kernel.client.session.msg("comm_open", {"comm_id": "failing-1", "target_name": "failing", "data": {}})
    kernel.client.shell_channel.send(message)
    # Under the last cell.
    while (shown := kernel.client.get_iopub_msg(timeout=10))["msg_type"] != "stream":
        pass
    assert shown["content"]["text"].startswith("RangeError: in a comm\n")
    assert kernel.run("1").text == "1"
