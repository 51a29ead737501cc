"""Prints, one word a line, the options that make uv install from where pip would.

uv does not read pip's configuration; a machine behind a mirror, or without a network but with a
folder of wheels, has it there. Options named by uv's own variables (``UV_*``) are left to uv.
``--main-index-only`` leaves out the further indexes.
"""

import ast
import os
import subprocess
import sys

OPTIONS = {
    "index-url": ("--default-index", "UV_DEFAULT_INDEX"),
    "extra-index-url": ("--index", "UV_INDEX"),
    "find-links": ("--find-links", "UV_FIND_LINKS"),
    "trusted-host": ("--allow-insecure-host", "UV_INSECURE_HOST"),
}
#: Where pip looks, the strongest last, as its listing names them.
SECTIONS = ("global", "install", ":env:")


def pip_settings() -> dict[str, str]:
    """pip's settings by plain name, as `pip config list` merges them from files and environment."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    settings: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        key, _, literal = line.partition("=")
        section, _, name = key.rpartition(".")
        if section not in SECTIONS:
            continue
        rank = SECTIONS.index(section)
        if rank >= settings.get(name, (0, ""))[0]:
            settings[name] = (rank, str(ast.literal_eval(literal)))
    return {name: value for name, (_, value) in settings.items()}


def uv_options(settings: dict[str, str]) -> list[str]:
    """uv's words for pip's settings."""
    words: list[str] = []
    for name, (option, variable) in OPTIONS.items():
        if name in settings and variable not in os.environ:
            words += [word for value in settings[name].split() for word in (option, value)]
    if settings.get("no-index", "") in ("1", "true", "True", "yes"):
        words.append("--no-index")
    if "--index" in words:
        # pip takes the best version from anywhere; the hashes of the lock say what is acceptable.
        words += ["--index-strategy", "unsafe-best-match"]
    return words


def main() -> None:
    settings = pip_settings()
    if "--main-index-only" in sys.argv[1:]:
        settings.pop("extra-index-url", None)
    sys.stdout.write("\n".join(uv_options(settings)) + "\n")


if __name__ == "__main__":
    main()
