"""Kernels behind Jupyter's server, as a browser sees them."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from urllib.error import URLError
from urllib.request import Request, urlopen

import websocket
from conftest import Execution


class Server:
    """A Jupyter server with the kernels of `project` and the environment's own."""

    def __init__(self, project, log):
        """log: the file that it and its kernels write to."""
        self.log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.token = secrets.token_hex(16)
        options = [
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.address.split(':')[1]}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={project}",
            f"--IdentityProvider.token={self.token}",
            "--allow-root",
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options],
            env={**os.environ, "JUPYTER_PATH": str(project / "jupyter")},
            stderr=log.open("w"),
        )
        deadline = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def ask(self, place, **options):
        request = Request(f"http://{self.address}/{place}", headers={"Authorization": f"token {self.token}"}, **options)
        with urlopen(request) as response:
            return response.read()

    def answers(self):
        try:
            return bool(self.ask("api/status"))
        except URLError:
            return False

    def start(self, name):
        """Starts a kernel."""
        return ServedKernel(self, json.loads(self.ask("api/kernels", method="POST", data=json.dumps({"name": name}).encode())))

    def stop(self):
        """Ends the server and its kernels."""
        self.process.terminate()
        self.process.wait(timeout=60)


class ServedKernel:
    def __init__(self, server, model):
        self.server = server
        self.id = model["id"]
        self.connect()

    def connect(self):
        self.socket = websocket.create_connection(
            f"ws://{self.server.address}/api/kernels/{self.id}/channels?token={self.server.token}", timeout=120
        )

    def send(self, type, content, channel="shell", parent=None):
        header = {"msg_id": str(uuid.uuid4()), "msg_type": type, "session": "test", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": parent or {}, "metadata": {}, "content": content, "channel": channel}
        self.socket.send(json.dumps(message))
        return header["msg_id"]

    def receive(self):
        message = json.loads(self.socket.recv())
        return {**message, "msg_type": message["header"]["msg_type"]}

    def run(self, code):
        message_id = self.send("execute_request", {"code": code, "silent": False, "allow_stdin": True})
        published, reply = [], None
        is_idle = False
        while not (is_idle and reply):
            message = self.receive()
            if message["parent_header"].get("msg_id") != message_id:
                continue
            if message["channel"] == "shell":
                reply = message["content"]
            else:
                published.append(message)
                is_idle |= message["content"].get("execution_state") == "idle"
        return Execution(reply, published)

    def restart(self):
        self.server.ask(f"api/kernels/{self.id}/restart", method="POST", data=b"{}")
