"""``python -m runtime VERB``: the runtime's own verbs where the product cannot be imported (yet)."""

import sys

from runtime.cli import VERBS, run_verb

if __name__ == "__main__":
    code = run_verb(sys.argv[1:])
    if code is None:
        sys.stderr.write("".join(f"{' '.join(verb):<20} {told}\n" for verb, told in VERBS.items()))
    sys.exit(2 if code is None else code)
