"""What the panels ask of Jupyter's server, which loads this module by itself: send every message at once.

TCP holds a small message back until the one before it is confirmed (Nagle's algorithm), and a browser confirms
after up to 40 ms, on Windows up to 200 ms. Jupyter's server leaves that switched on, and a picture is announced by
small messages: dragging a slider then shows half as many pictures as the kernel can draw.
"""

import os

SENDS_AT_ONCE = "LAB3_SERVER_SENDS_AT_ONCE"  # an environment variable, which a server's kernels inherit


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    settings = server.web_app.settings

    class PromptConnection(settings["kernel_websocket_connection_class"]):  # of a browser with a kernel
        async def connect(self):
            self.websocket_handler.set_nodelay(True)
            return await super().connect()

    settings["kernel_websocket_connection_class"] = PromptConnection
    os.environ[SENDS_AT_ONCE] = "1"
