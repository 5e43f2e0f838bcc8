"""The setting that an installed course brings to Jupyter's server: its messages are sent at once."""

import asyncio
import os
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.extension.config import ExtensionConfigManager
from jupyter_server.extension.manager import ExtensionManager
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from lab3_helpers.panel import server

SHIPPED = Path(server.__file__).with_name("lab3_helpers_server.json")


class Connection:
    """Stands for the server's connection of a browser with a kernel."""

    def __init__(self, websocket_handler):
        self.websocket_handler = websocket_handler

    async def connect(self):
        self.websocket_handler.write_message("connected")


@pytest.mark.parametrize("extended", [False, True])
def test_small_messages_are_not_held_back(extended, monkeypatch):
    monkeypatch.setitem(os.environ, server.SENDS_AT_ONCE, "0")  # as it was, when the test ends
    application = Application()
    application.settings["kernel_websocket_connection_class"] = Connection
    if extended:
        server._load_jupyter_server_extension(SimpleNamespace(web_app=application))
    nodelay = []

    class Handler(WebSocketHandler):
        async def open(self):
            await self.settings["kernel_websocket_connection_class"](self).connect()
            tcp = self.ws_connection.stream.socket
            nodelay.append(tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)

    application.add_handlers(".*", [("/", Handler)])

    async def visit():
        listening, port = bind_unused_port(address="127.0.0.1")
        http = HTTPServer(application)
        http.add_sockets([listening])
        client = await websocket_connect(f"ws://127.0.0.1:{port}/")
        message = await client.read_message()
        client.close()
        http.stop()
        await http.close_all_connections()
        return message

    assert asyncio.run(visit()) == "connected"
    assert nodelay == [extended]
    assert (os.environ[server.SENDS_AT_ONCE] == "1") == extended  # which the kernels learn


def test_jupyter_server_takes_the_extension_from_the_shipped_file(tmp_path):
    (tmp_path / "jupyter_server_config.d").mkdir()
    shutil.copy(SHIPPED, tmp_path / "jupyter_server_config.d")
    found = ExtensionManager(config_manager=ExtensionConfigManager(read_config_path=[str(tmp_path)])).extensions
    assert list(found) == [server.__name__] and found[server.__name__].enabled and found[server.__name__].validate()
