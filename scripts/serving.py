"""A server of one's own, for benchmarks, screenshots and browser journeys: a port nobody uses, and waiting for it."""

import socket
import subprocess
import time
import urllib.request


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, server: "subprocess.Popen[bytes]", *, within: float) -> None:
    """Wait until the server says that it is ready, for `within` seconds. Raises `RuntimeError` where it does not."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server was not ready within {within} s")
