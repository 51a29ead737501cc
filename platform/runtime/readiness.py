"""Asks the running product whether it is ready."""

import http.client
import time

from runtime.ports import LOOPBACK

ASK_SECONDS = 0.5


class Readiness:
    """``/health/ready`` of the front door. Asked by address: names below .localhost are the browser's."""

    path = "/health/ready"

    def __init__(self, port: int, base_domain: str) -> None:
        self._port = port
        self._host = f"{base_domain}:{port}"
        self._due = 0.0
        self.last_answer = "none"

    def is_ready(self) -> bool:
        """Asks, but not oftener than every half second: each refusal is a line in the product's log."""
        if time.monotonic() < self._due:
            return False
        self._due = time.monotonic() + ASK_SECONDS
        return self._ask()

    def _ask(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=5)
        try:
            connection.request("GET", self.path, headers={"Host": self._host})
            response = connection.getresponse()
            body = response.read(2000).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.last_answer = str(error)
            return False
        finally:
            connection.close()
        self.last_answer = f"{response.status} {body}"
        return response.status == http.HTTPStatus.OK
