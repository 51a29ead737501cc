"""Loopback ports."""

import random
import socket

LOOPBACK = "127.0.0.1"
FOR_SERVERS = range(15_000, 32_000)


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now. Remains of closed connections do not count."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port nobody listens on. Another process may take it first: whoever uses it must retry.

    Below the ports that systems give to outgoing connections (from 32768 on Linux): a client that asks for a server
    which has just died would sooner or later be given the server's own port, and the server could not come back to it.
    """
    for port in random.sample(FOR_SERVERS, k=len(FOR_SERVERS)):
        if is_free(port):
            return port
    raise OSError("no loopback port is free")
