"""How fast the scenario page answers a moved slider, beside the least that Streamlit can do on this machine.

Both apps are served as `make run` does, each on a port of its own, and measured in turn: in a browser from the key press
to the last repaint of a chart, and over the websocket with 1, 10 and 30 sessions to the end of the script. Exit status
1 where a limit is missed.
"""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import browser, sessions
from bench.sessions import Load

ROOT = Path(__file__).resolve().parent.parent
FLOOR, SCENARIO = "floor", "scenario"
SERVED = {FLOOR: "bench.floor:app", SCENARIO: "sifund.server:app"}
PAGES = {FLOOR: "", SCENARIO: "scenario"}
SLIDERS = {FLOOR: "Rate", SCENARIO: "失业保险金标准"}
LOADS = (Load(1, 10, 1), Load(10, 10, 1), Load(30, 6, 3))
LIMIT, AIM, LIMIT_LOADED = 2.5, 1.5, 3.0
Times = dict[str, list[float]]
Ratios = tuple[float, float]


def main() -> int:
    with ExitStack() as running:
        ports = {name: running.enter_context(served(app)) for name, app in SERVED.items()}
        print(f"{'':34}{'floor':>18}{'scenario':>18}{'ratio':>14}")
        print(f"{'[ms]':34}" + f"{'median':>9}{'p95':>9}" * 2 + f"{'median':>7}{'p95':>7}")
        good = [_browser(ports), *(_sessions(ports, load) for load in LOADS)]
    return 0 if all(good) else 1


def _browser(ports: dict[str, int]) -> bool:
    if not browser.CHROMIUM.exists():
        print(f"SKIP browser: no {browser.CHROMIUM} (`make browser` installs it where it can)")
        return True
    urls = {name: f"http://127.0.0.1:{port}/{PAGES[name]}" for name, port in ports.items()}
    found = browser.changes(urls, SLIDERS)
    median, p95 = _row("browser, key press to repaint", {n: [c.total for c in x] for n, x in found.items()})
    _row("  key press to websocket", {n: [c.before for c in x] for n, x in found.items()})
    _row("  websocket to last message", {n: [c.server for c in x] for n, x in found.items()})
    return all([_verdict("browser median", median, LIMIT, AIM), _verdict("browser p95", p95, LIMIT, AIM)])


def _sessions(ports: dict[str, int], load: Load) -> bool:
    found = {n: sessions.reruns(port, PAGES[n], SLIDERS[n], load) for n, port in ports.items()}
    count = f"{load.sessions} session{'s' if load.sessions > 1 else ''}"
    _, p95 = _row(f"{count}, a change every {load.think:g} s", found)
    return _verdict(f"{count} p95", p95, LIMIT_LOADED) if load is LOADS[-1] else True


def _row(what: str, found: Times) -> Ratios:
    """Print median and p95 of both apps and give their ratios."""
    figures = {name: (statistics.median(times), _p95(times)) for name, times in found.items()}
    median, p95 = (mine / least for mine, least in zip(figures[SCENARIO], figures[FLOOR], strict=True))
    cells = "".join(f"{ms:9.1f}" for name in (FLOOR, SCENARIO) for ms in figures[name])
    print(f"{what:34}{cells}{median:7.2f}{p95:7.2f}", flush=True)
    return median, p95


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _verdict(what: str, ratio: float, limit: float, aim: float | None = None) -> bool:
    word = "PASS" if ratio <= limit else "FAIL"
    print(f"  {word} {what} ratio {ratio:.2f}, limit {limit:g}" + (f", aim {aim:g}" if aim else ""), flush=True)
    return ratio <= limit


# --- servers ------------------------------------------------------------------------------------------------------------


@contextmanager
def served(app: str) -> Iterator[int]:
    """The app on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            client.request("GET", "/_stcore/health")
            if client.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            client.close()
    raise RuntimeError(f"port {port}: the server did not start within a minute")


if __name__ == "__main__":
    sys.exit(main())
