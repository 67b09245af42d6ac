"""Two replicas behind Debian's nginx by deploy/nginx.conf, with TLS and a login by the proxy: who is named comes in, who is not or
forges a name does not; sixty sessions are answered soon enough; when a replica is killed under thirty sessions that change and
save, or under a page, all go on at the other, and what was told to be saved is there."""

from __future__ import annotations

import asyncio
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from e2e.conftest import FLAGS
from e2e.looking import settled
from e2e.serving import free_port
from playwright.sync_api import Browser, sync_playwright
from websockets import ConnectionClosed

from audit import Failed, NotRun, Section
from audit._proxied import HOST, PASSWORD, USER, Behind, nginx, proxied, replica
from audit._visitor import chromium
from bench import app as bench
from bench import sessions
from bench.sessions import Load
from sifund.store import Store
from sifund.store.database import Database

LINK = "/scenario?s=1;unemployment.benefit_standard=1530@2022-01&lang=en"
WITHIN_S = 20
SESSIONS, ROUNDS = 30, 6
"""How many people work when a replica is killed, and how often each changes the scenario and saves it."""
LOAD, TIMES = Load(60, 6, 3), 4.0
"""What two replicas are to bear, and how many times the floor's the 95th percentile may be."""
PAGE, SLIDER = bench.SCENARIO, bench.SLIDERS[bench.SCENARIO]
Replicas = dict[int, subprocess.Popen]


def run(out: Path) -> Iterator[str]:
    """A line for each thing that is looked at."""
    program = nginx()
    at_hand = {"nginx": program, "openssl": shutil.which("openssl"), "chromium": chromium()}
    missing = [name for name, there in at_hand.items() if not there]
    if missing or not program:
        yield NotRun(f"There is no {', '.join(missing)} here (apt-get install nginx-light openssl).")
        return
    ports, front = [free_port(), free_port()], free_port()
    with ExitStack() as ends:
        replicas = {port: ends.enter_context(replica(port, out)) for port in ports}
        ends.enter_context(proxied(program, out, front, ports))
        yield from _asked(front, ports[0])
        yield from _loaded(front, replicas)
        yield from _crowd(front, replicas, out)
        replicas |= {
            port: ends.enter_context(replica(port, out)) for port in ports if replicas[port].poll() is not None
        }
        with sync_playwright() as playwright:
            flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
            yield from _killed(playwright.chromium.launch(executable_path=chromium(), args=flags), front, replicas, out)


def _asked(front: int, port: int) -> Iterator[str]:
    """What is answered to whom."""
    named, forged = ("-u", f"{USER}:{PASSWORD}"), ("-H", "X-Remote-User: root")
    site, behind = f"https://{HOST}:{front}", f"http://127.0.0.1:{port}"
    for what, options, place, wanted in (
        ("whoever is not logged in", (), site, "401"), ("whoever is", named, site, "200"),
        ("a forged name", forged, site, "401"), ("a replica itself, without a name", (), behind, "401"),
    ):  # fmt: skip
        command = ["curl", "-sk", "--resolve", f"{HOST}:{front}:127.0.0.1", "-o", "/dev/null", "-w", "%{http_code}"]
        done = subprocess.run([*command, *options, f"{place}/"], check=False, capture_output=True, text=True)
        line = f"- {what}: {done.stdout}"
        yield f"{line}." if done.stdout == wanted else Failed(f"{line}, not {wanted}.")


# --- many at once -----------------------------------------------------------------------------------------------------


def _loaded(front: int, replicas: Replicas) -> Iterator[str]:
    """Sessions at both replicas beside the same at one server of the floor, in turn."""
    answers: dict[str, list[float]] = {"floor": [], "replicas": []}
    with bench.served(bench.SERVED[bench.FLOOR]) as least:
        for _ in range(bench.ROUNDS):
            floor = sessions.reruns(least, bench.PAGES[bench.FLOOR], bench.SLIDERS[bench.FLOOR], LOAD)
            answers["floor"] += [answer.end for answer in floor]
            answers["replicas"] += [answer.end for answer in sessions.reruns(front, PAGE, SLIDER, LOAD, Behind)]
    p95 = {name: statistics.quantiles(times, n=20, method="inclusive")[-1] for name, times in answers.items()}
    ratio = p95["replicas"] / p95["floor"]
    line = (
        f"- {LOAD.sessions} sessions that think {LOAD.think:g} s, p95 to the end of a run: {p95['replicas']:.0f} ms, the floor on one "
        f"server {p95['floor']:.0f} ms: {ratio:.2f} times (limit {TIMES:g}); median {statistics.median(answers['replicas']):.0f} ms."
    )
    yield line if ratio <= TIMES else Failed(line)
    most = (_most_memory(process.pid) / 1e3 for process in replicas.values())
    yield f"- The replicas took at most {' and '.join(f'{mb:.0f}' for mb in most)} MB of memory."


def _most_memory(pid: int) -> int:
    """[kB]"""
    (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(line)


# --- a replica is killed ----------------------------------------------------------------------------------------------


@dataclass
class Work:
    """What a person was told to be saved, by mark; how often the line was lost; what was not as it had been after that; when
    the page was there again."""

    saved: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    wrong: list[str] = field(default_factory=list)
    back: float = 0.0


def _crowd(front: int, replicas: Replicas, out: Path) -> Iterator[str]:
    """People who change and save, each on a machine of their own; a replica is killed."""
    works, begin = asyncio.run(_all_go_on(front, next(iter(replicas.values()))))
    moved, wrong = [work for work in works if work.lost], [words for work in works for words in work.wrong]
    line = (
        f"- {SESSIONS} sessions that change and save, one of two replicas killed: {len(moved)} were at it and went on at the other within "
        f"{max((work.back for work in moved), default=begin) - begin:.0f} s, each where it was; {len(works) - len(moved)} noticed nothing."
    )
    yield line if moved and not wrong else Failed(f"{line} Wrong: {wrong[:3]}")
    saved = {mark: name for work in works for mark, name in work.saved.items()}
    database = Database(f"sqlite:///{out / 'home'}/saved.sqlite3")
    there = {one.mark: one.content.name for one in Store(database).search("", limit=1_000_000).saved}
    database.close()
    lost = [name for mark, name in saved.items() if there.get(mark) != name]
    line = f"- {len(saved)} scenarios were told to be saved; {len(lost)} of them are lost."
    yield line if len(saved) >= SESSIONS and not lost else Failed(f"{line} {lost[:3]}")


async def _all_go_on(front: int, process: subprocess.Popen) -> tuple[list[Work], float]:
    """What each of them came to, and when the replica was killed: amid all the work."""
    people = [Behind(front, PAGE, SLIDER, number) for number in range(SESSIONS)]
    await asyncio.gather(*(person.open() for person in people))
    works = [Work() for _ in people]
    tasks = [asyncio.create_task(_works(person, work)) for person, work in zip(people, works, strict=True)]
    while sum(len(work.saved) for work in works) < SESSIONS * ROUNDS // 3 and not all(task.done() for task in tasks):
        await asyncio.sleep(0.1)
    process.kill()
    begin = time.monotonic()
    await asyncio.gather(*tasks)
    return works, begin


async def _works(person: Behind, work: Work) -> None:
    """Changes the scenario and saves it; where the line is lost, opens the page anew as a browser does and goes on."""
    for number in range(ROUNDS):
        try:
            await asyncio.sleep(person.random.expovariate(1))
            await person.change()
            await person.save(name := f"{person.machine} {number}")
            work.saved[person.mark] = name
        except ConnectionClosed:
            work.lost += 1
            await _back(person, work)


async def _back(person: Behind, work: Work) -> None:
    """The same address at whichever replica answers; its scenario is what stood there. Raises OSError where none does."""
    place = _standard(person.query)
    await person.open()
    work.back = time.monotonic()
    if place and (person.slider is None or f"{person.slider.value:g}" != place):
        work.wrong.append(f"{person.machine} had {place}, has {person.slider and person.slider.value}")


def _standard(query: str) -> str:
    """The value of the slider in an address; empty where it names none."""
    return (re.findall(r"benefit_standard=([\d.]+)", unquote(query)) or [""])[0]


def _killed(browser: Browser, front: int, replicas: Replicas, out: Path) -> Iterator[str]:
    """A page whose replica is killed goes on."""
    login = {"username": USER, "password": PASSWORD}
    page = browser.new_context(ignore_https_errors=True, http_credentials=login).new_page()  # type: ignore[arg-type]
    before = {port: (out / f"{port}.txt").read_text().count('"/scenario"') for port in replicas}
    page.goto(f"https://{HOST}:{front}{LINK}")
    page.get_by_role("link", name="Saved").wait_for(timeout=60_000)
    settled(page)
    (held,) = [port for port in replicas if (out / f"{port}.txt").read_text().count('"/scenario"') > before[port]]
    replicas[held].kill()
    begin = time.monotonic()
    page.wait_for_timeout(1_000)
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("heading", name="Saved scenarios").wait_for(timeout=60_000)
    took, same = time.monotonic() - begin, "benefit_standard=1530" in unquote(page.url)
    line = f"- The replica that served was killed; the page went on after {took:.1f} s, with its scenario: {same}."
    yield line if same and took < WITHIN_S else Failed(line)
    browser.close()


SECTION = Section("Two replicas behind nginx", run)
