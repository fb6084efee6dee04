"""A process that must not outlive the one that started it.

`kill -9` on a parent tells its children nothing: a server's workers would go on serving, and
share the port with their successors. Linux can signal a child when its parent dies
(PR_SET_PDEATHSIG), but there the parent is the thread that forked, and macOS has no such thing.
Asking for the parent's id twice a second works everywhere and costs nothing that can be measured.
"""

import os
import signal
import threading
import time

INTERVAL = 0.5  # seconds


def end_with_parent(parent: int | None = None, *, grace: float = 5) -> None:
    """End this process once `parent`, the process that started it, is gone.

    Without `parent` it is the process id in the variable LIFELINE, set by whoever starts us;
    without that nothing is watched, so that a command started by hand stays as it is.

    The end is a SIGTERM to ourselves and, `grace` seconds later, an exit without further ado.
    """
    parent = parent or int(os.environ.pop("LIFELINE", 0))
    if parent:
        threading.Thread(target=_watch, args=(parent, grace), daemon=True, name="lifeline").start()


def _watch(parent: int, grace: float) -> None:
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os._exit(1)
