"""Starts a program that ends when its supervisor does, however that one ends.

Run as a script: ``python -I leash.py SUPERVISOR_PID PROGRAM [ARGUMENT...]``. On Linux the kernel is
asked to send SIGTERM to the program when the supervisor dies; elsewhere the supervisor's next start
ends what was left (``runtime.leftovers``). A script of its own because the request must be made in
the new process, and running Python code between fork and exec of a threaded one is not safe.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    supervisor, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The supervisor may have died before the request was made.
    if os.getppid() == supervisor:
        os.execvp(command[0], command)


if __name__ == "__main__":
    main()
