"""A small load generator: a few connections that stay open, on the loopback, for so long."""

import re
import shutil
import socket
import subprocess
import threading
import time

CONNECTIONS = 16
HEADERS = {"Host": "127.0.0.1", "Accept-Encoding": "gzip, br"}


def requests_per_second(port: int, path: str, seconds: float) -> float:
    """With wrk where it is installed, else with threads of our own. 0 where nobody answers."""
    if shutil.which("wrk") and seconds >= 1:
        return _with_wrk(port, path, seconds)
    return _with_threads(port, path, seconds)


def _with_wrk(port: int, path: str, seconds: float) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"]
    for name, value in HEADERS.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise AssertionError(f"Not every answer was a page:\n{said}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])


def _with_threads(port: int, path: str, seconds: float) -> float:
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in HEADERS.items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    end, counts = time.monotonic() + seconds, []

    def ask():
        count = 0
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                while time.monotonic() < end:
                    connection.sendall(request)
                    if not _read_answer(connection):
                        break
                    count += 1
        except OSError:
            pass
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _read_answer(connection: socket.socket) -> bool:
    """Read one answer with a Content-Length; whether there was one."""
    read = b""
    while b"\r\n\r\n" not in read:
        if not (more := connection.recv(65536)):
            return False
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    missing = int(re.search(rb"(?i)content-length: (\d+)", head)[1]) - len(body)
    while missing > 0:
        if not (more := connection.recv(65536)):
            return False
        missing -= len(more)
    return True
