"""deploy/Containerfile: built and run where a container tool is at hand; else its steps, as they stand there, one after another: the
bundle's command in a fresh environment, a user without rights under a root that is only read, one volume, its variables, its
command, its health check."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from e2e.serving import free_port

from audit import ROOT, Failed, NotRun, Section
from audit._reader import NOBODY, digest, installed, reader, unchanged, whose

FILE = ROOT / "deploy" / "Containerfile"
TOOLS = ("podman", "docker")
SETTINGS = dict(re.findall(r"-e (\w+)=(\S+)", FILE.read_text("utf-8")))
"""What the file's own words set when they run it."""
BUNDLE = runpy.run_path(str(ROOT / "deploy" / "bundle.py"))
WAIT_S = 60
READ_ONLY = (
    'mount --bind "$0" "$0" && mount -o remount,bind,ro / && mount -t tmpfs tmpfs /tmp && cd "$0" && '
    f'exec setpriv --reuid {NOBODY["user"]} --regid {NOBODY["group"]} --clear-groups --bounding-set=-all --no-new-privs "$@"'
)
"""What a container's options come to, with the volume as $0: --read-only, --tmpfs /tmp, --cap-drop ALL."""


def run(out: Path) -> Iterator[str]:
    """A line for each step."""
    at: Path = BUNDLE["make"](out / "bundle")
    if tool := _tool():
        yield from _built(tool, at)
        return
    yield "- No container tool reaches its service here: the steps of the Containerfile were run as they stand there."
    (out / "root").mkdir()
    yield from _steps(out / "root", at, out)


def steps(word: str) -> list[str]:
    """What stands in the Containerfile behind an instruction, its lines joined."""
    text = FILE.read_text("utf-8").replace("\\\n", " ")
    return [line[len(word) + 1 :].strip() for line in text.splitlines() if line.startswith(f"{word} ")]


def health() -> list[str]:
    """The command of the health check."""
    return json.loads(steps("HEALTHCHECK")[0].partition("CMD ")[2])


def _tool() -> str | None:
    """One that reaches its service."""
    for name in filter(shutil.which, TOOLS):
        if subprocess.run([name, "info"], check=False, capture_output=True).returncode == 0:
            return name
    return None


def _built(tool: str, at: Path) -> Iterator[str]:
    """Image and container, with the options that the file names."""
    build = [tool, "build", "-q", "-f", "Containerfile", "."]
    done = subprocess.run(build, cwd=at, check=False, capture_output=True, text=True)
    if done.returncode:
        yield Failed(f"- {tool} could not build it: {done.stderr.strip()[-300:]}")
        return
    given = [part for pair in SETTINGS.items() for part in ("-e", "=".join(pair))]
    command = [tool, "run", "-d", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", *given, done.stdout.strip()]  # fmt: skip
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    answers = _answers([tool, "exec", name, *health()], {})
    subprocess.run([tool, "stop", name], check=False, capture_output=True)
    yield f"- {tool} built and ran it; its health check answers." if answers else Failed("- its health check fails.")


def _answers(asked: list[str], settings: dict[str, Any]) -> bool:
    """Whether a health check passes within a while."""
    until = time.monotonic() + WAIT_S
    while subprocess.run(asked, check=False, capture_output=True, **settings).returncode:
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def _steps(place: Path, at: Path, out: Path) -> Iterator[str]:
    """The image's file system is an environment that nothing may write into, its volume a folder of the user's own."""
    (build,) = steps("RUN")
    if " ".join(BUNDLE["INSTALL"]) not in build.replace("install --no-cache-dir", "install"):
        yield Failed("- The Containerfile installs the bundle in another way than its reader does.")
    bin_, before = installed(place / "venv", at, BUNDLE["INSTALL"]), digest(place / "venv")
    within, started = _contained(place / "volume", bin_)
    yield whose()
    cut = "- The root is only read, no capability is left."
    yield cut if within else NotRun("- The root could not be made read-only here.")
    command, port = json.loads(steps("CMD")[0]), free_port()
    bare = subprocess.run([*within, *command], check=False, capture_output=True, text=True, timeout=WAIT_S, **started)
    refused = bare.returncode and "SIFUND_LOGIN" in bare.stderr
    yield "- Without a login it does not start." if refused else Failed(f"- Without a login: {bare.stderr[-300:]}")
    served = [*within, *command, "--port", str(port)]
    given = started | {"env": started["env"] | SETTINGS}
    asked = [*within, *(part.replace("8501", str(port)) for part in health())]
    with (out / "server.txt").open("w") as log:
        process = subprocess.Popen(served, stdout=log, stderr=log, **given)
        answers = _answers(asked, given)
        process.terminate()
        process.wait(20)
    line = f"- `{shlex.join(command)}` serves"
    yield f"{line}, its health check answers." if answers else Failed(f"{line}, but its health check fails.")
    again = subprocess.run(asked, check=False, capture_output=True, **given).returncode
    yield "- Once it is stopped the health check fails." if again else Failed("- Stopped, it still passes for well.")
    yield unchanged(before, place / "venv")
    yield _unit(place, bin_)


def _unit(place: Path, bin_: Path) -> str:
    """What systemd says of the service, for an instance that finds its program and user."""
    if not shutil.which("systemd-analyze"):
        return NotRun("- There is no systemd here: the service was not looked at.")
    unit = (ROOT / "deploy" / "sifund@.service").read_text("utf-8").replace("User=sifund", "User=root")
    (file := place / "sifund@8501.service").write_text(unit.replace("/opt/sifund/bin", str(bin_)))
    done = subprocess.run(["systemd-analyze", "verify", file], check=False, capture_output=True, text=True)
    words = (done.stdout + done.stderr).strip()
    line = "- systemd finds nothing wrong with the service."
    return Failed(f"- systemd: {words[-300:]}") if done.returncode or words else line


def _contained(volume: Path, bin_: Path) -> tuple[list[str], dict[str, Any]]:
    """What a command of the container is begun with, and the settings of its process: the user's, its folder, the variables that
    the file gives."""
    volume.mkdir()
    user, named = reader()[1], dict(re.findall(r"(\w+)=(\S+)", " ".join(steps("ENV"))))
    if user:
        os.chown(volume, user["user"], user["group"])
    place = {"SIFUND_HOME": str(volume), "HOME": str(volume), "PATH": f"{bin_}{os.pathsep}{os.defpath}"}
    started = {"cwd": volume, "env": named | place}
    within = ["unshare", "--mount", "sh", "-c", READ_ONLY, str(volume)]
    if user and shutil.which("unshare") and subprocess.run([*within, "true"], check=False, **started).returncode == 0:
        return within, started
    return [], started | user


SECTION = Section("The container, or its steps", run)
