"""The variables that a practice may set, as the code that reads them says."""

import re
from pathlib import Path

CONFIG = Path(__file__).resolve().parent.parent / "config"
READERS = ("settings", "run", "web", "prepare")
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)"|os\.environ\.get\(\s*"([A-Z_]+)\"""")


def that_are_read() -> set[str]:
    sources = [(CONFIG / f"{name}.py").read_text() for name in READERS]
    return {one or other for source in sources for one, other in READ.findall(source)}
