"""The whole site with one command: `python -m config.run`, which is what `make run` does.

Checks the port, prepares state (config.prepare), then runs server and worker under supervisor and
starts again whichever dies. Nothing of it outlives this process (config.lifeline).

Only the standard library is imported at the top: `make` asks this file whether the port is free
before anything is installed (`config/run.py --port`).
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
TERMINAL = 9  # the descriptor that config/supervisord.conf sends all output to


def read_env_file() -> None:
    """Put what `.env` (or ENV_FILE) sets in the environment, where that does not set it itself."""
    try:
        import environ
    except ImportError:
        return  # nothing is installed yet; the same check follows when it is
    environ.Env.read_env(BASE_DIR / os.environ.get("ENV_FILE", ".env"))


def check_port(host: str, port: str) -> None:
    """Exit with one line where the port cannot be had.

    A plain bind: granian itself would share the port with another granian without a word.
    """
    if not (port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT={port} is geen poortnummer: kies een getal van 1 tot en met 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # past TIME_WAIT only
        try:
            probe.bind((host, int(port)))
            probe.listen(1)
        except OSError as error:
            sys.exit(
                f"Poort {port} op {host} is niet vrij ({error.strerror}): "
                f"stop wat daar draait, of kies een andere met PORT=, bijvoorbeeld PORT=8001."
            )


def make_state_directory() -> Path:
    """The directory that holds all state, for the eyes of this account only."""
    var = Path(os.environ.get("VAR") or BASE_DIR / "var").resolve()
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"De map {var} is niet te maken ({error.strerror}): kies een andere met VAR=.")
    return var


def supervise() -> None:
    """Run server and worker until a signal says stop."""
    from supervisor import supervisord
    from supervisor.options import ServerOptions

    class Options(ServerOptions):
        def setsignals(self):
            super().setsignals()
            # A terminal that closes means stop; supervisor would start all over.
            receive = self.signal_receiver.receive
            signal.signal(signal.SIGHUP, lambda _, frame: receive(signal.SIGTERM, frame))

    options = Options()
    options.realize(["--configuration", str(BASE_DIR / "config/supervisord.conf")])
    options.first, options.test = True, False
    os.dup2(sys.stdout.fileno(), TERMINAL)
    supervisord.go(options)
    options.close_logger()


def main() -> None:
    read_env_file()
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    check_port(host, port)
    if "--port" in sys.argv:
        return

    from config.lifeline import end_with_parent

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    end_with_parent()
    os.umask(0o077)
    os.chdir(BASE_DIR)
    os.environ |= {
        "VAR": str(make_state_directory()),
        "PORT": port,
        "PYTHON": sys.executable,
        "PYTHONUNBUFFERED": "1",
        "LIFELINE": str(os.getpid()),
    }
    try:
        prepared = subprocess.run([sys.executable, "-m", "config.prepare"], check=False)
        if prepared.returncode:
            sys.exit(1)
        supervise()
    except KeyboardInterrupt:
        sys.exit(130)
    print("Gestopt.")


if __name__ == "__main__":
    main()
