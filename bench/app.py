"""How fast the scenario page answers a moved slider, beside the least that Streamlit can do on this machine.

Both apps are served as `make run` does, each on a port of its own, and measured in turn: in a browser from the key press
to the last repaint of a chart; over the websocket with 1, 10, 30 and 60 sessions to the last chart and to the end of the
script, while the server works on the response grids that follow; and cold, from the start of the server to the first chart
in a new browser. Exit status 1 where a limit is missed.
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
from bench.ratios import judge
from bench.sessions import Answer, Load

ROOT = Path(__file__).resolve().parent.parent
FLOOR, SCENARIO = "floor", "scenario"
SERVED = {FLOOR: "bench.floor:app", SCENARIO: "sifund.server:app"}
PAGES = {FLOOR: "", SCENARIO: "scenario"}
SLIDERS = {FLOOR: "Rate", SCENARIO: "失业保险金标准"}
LOADS = {Load(1, 10, 1): None, Load(10, 10, 1): None, Load(30, 6, 3): 2.0, Load(60, 6, 3): 3.0}
"""Loads, and how many times the floor the 95th percentile may be; each is measured in ROUNDS."""
LIMIT, AIM = 1.6, 1.5
ROUNDS, COLD = 2, 3
Times = dict[str, list[float]]
Ratios = tuple[float, float]


def main() -> int:
    with ExitStack() as running:
        ports = {name: running.enter_context(served(app)) for name, app in SERVED.items()}
        print(f"{'':34}{'floor':>18}{'scenario':>18}{'ratio':>14}")
        print(f"{'[ms]':34}" + f"{'median':>9}{'p95':>9}" * 2 + f"{'median':>7}{'p95':>7}")
        good = [_browser(ports), *(_sessions(ports, *load) for load in LOADS.items())]
    _cold()
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
    return all([judge("what if, median", median, LIMIT, aim=AIM), judge("what if, p95", p95, LIMIT, aim=AIM)])


def _sessions(ports: dict[str, int], load: Load, limit: float | None) -> bool:
    found: dict[str, list[Answer]] = {name: [] for name in ports}
    for _ in range(ROUNDS):
        for name, port in ports.items():
            found[name] += sessions.reruns(port, PAGES[name], SLIDERS[name], load)
    count = f"{load.sessions} session{'s' if load.sessions > 1 else ''}"
    times = {"charts": f"{count}, to the last chart", "end": f"{count}, to the end"}
    p95s = {
        says: _row(says, {name: [getattr(answer, what) for answer in answers] for name, answers in found.items()})[1]
        for what, says in times.items()
    }
    within = [judge(f"{says}, p95", p95, limit) for says, p95 in p95s.items()]
    return all(within)


def _cold() -> None:
    """A server that has just been started, and a browser that knows nothing of it."""
    started: Times = {name: [] for name in SERVED}
    painted: Times = {name: [] for name in SERVED}
    for _ in range(COLD if browser.CHROMIUM.exists() else 0):
        for name, app in SERVED.items():
            start = time.perf_counter()
            with served(app) as port:
                started[name].append((time.perf_counter() - start) * 1000)
                painted[name].append(browser.first_paint(f"http://127.0.0.1:{port}/{PAGES[name]}"))
    if painted[FLOOR]:
        judge("cold, start of the server", _row("cold: start of the server", started)[0], None)
        judge("cold, first chart after that", _row("  first chart after that", painted)[0], None)


def _row(what: str, found: Times) -> Ratios:
    """Print median and p95 of both apps and give their ratios."""
    figures = {name: (statistics.median(times), _p95(times)) for name, times in found.items()}
    median, p95 = (mine / least for mine, least in zip(figures[SCENARIO], figures[FLOOR], strict=True))
    cells = "".join(f"{ms:9.1f}" for name in (FLOOR, SCENARIO) for ms in figures[name])
    print(f"{what:34}{cells}{median:7.2f}{p95:7.2f}", flush=True)
    return median, p95


def _p95(times: Sequence[float]) -> float:
    """Of a single time, that time."""
    return times[0] if len(times) == 1 else statistics.quantiles(times, n=20, method="inclusive")[-1]


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
