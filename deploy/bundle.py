"""`make bundle`: all that a machine without a registry needs, for this Python and this kind of machine, into out/bundle.

wheels/             the program and everything it needs, PostgreSQL and login included
requirements.lock   each of them with its hash
sbom.cdx.json       what is in it (CycloneDX)
LICENSES.txt        every licence in full; NOTICE names those that ask for more than their text
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "bundle"
NEEDS = ("requirements.txt", "requirements-postgres.txt", "requirements-auth.txt")
WITH = ("LICENSE", "NOTICE", "SECURITY.md", "docs/operations.md", "deploy/Containerfile", "deploy/sifund@.service",
        "deploy/nginx.conf")  # fmt: skip
TOOLS = ("cyclonedx-bom==7.5.0", "pip-licenses==5.5.5")
REFERS = {"LGPL-3.0-only": ("GPL-3.0-only",), "MPL-2.0": ("MPL-2.0",)}
"""Licences whose own texts refer to another, or to their whole, which goes with them."""
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")
INSTALL = ("install", "--no-index", "--require-hashes", "--find-links", "wheels", "-r", "requirements.lock")
"""What installs the bundle, in its folder."""


def main() -> None:
    """Make it anew and say how to install it."""
    made = make(OUT)
    print(
        f"sifund: {made.relative_to(ROOT)}: in that folder, with Python {_python()}: python -m pip {' '.join(INSTALL)}"
    )


def make(out: Path) -> Path:
    """The folder of a bundle below `out`, without what was there. Raises CalledProcessError."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    at = out / f"sifund-{version}-cp{_python().replace('.', '')}-{sysconfig.get_platform()}"
    shutil.rmtree(at, ignore_errors=True)
    (at / "wheels").mkdir(parents=True)
    _run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", at / "wheels", ROOT)
    needs = [part for name in NEEDS for part in ("-r", ROOT / name)]
    _run(sys.executable, *PIP, "download", "--only-binary", ":all:", "--dest", at / "wheels", *needs)
    (at / "requirements.lock").write_text("".join(lock(at / "wheels")), encoding="utf-8")
    for name in WITH:
        shutil.copy(ROOT / name, at)
    _describe(at, out / "described")
    return at


def lock(wheels: Path) -> Iterator[str]:
    """A line for each wheel, by name: version and hash."""
    for wheel in sorted(wheels.glob("*.whl"), key=lambda path: path.name.lower()):
        name, version = wheel.name.split("-")[:2]
        yield f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def _describe(at: Path, place: Path) -> None:
    """Install it as its reader will, and write down what is in it."""
    shutil.rmtree(place, ignore_errors=True)
    for name in ("bundle", "tools"):
        _run(sys.executable, "-m", "venv", *(["--without-pip"] if name == "bundle" else []), place / name)
    inside = place / "bundle" / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", inside, "--quiet", "--disable-pip-version-check", *INSTALL, cwd=at)
    tools = place / "tools" / "bin"
    _run(tools / "python", *PIP, "install", *TOOLS)
    _run(tools / "cyclonedx-py", "environment", "--output-reproducible", "-o", at / "sbom.cdx.json", inside)
    _run(tools / "pip-licenses", "--python", inside, "--format", "plain-vertical", "--with-license-file", "--with-notice-file",
         "--no-license-path", "--output-file", at / "LICENSES.txt")  # fmt: skip
    with (at / "LICENSES.txt").open("a", encoding="utf-8") as page:
        page.writelines(left_out(at / "wheels"))
    shutil.rmtree(place)


def left_out(wheels: Path) -> Iterator[str]:
    """The text of each licence that a wheel names and does not carry, and that its own text refers to. Raises FileNotFoundError
    where deploy/licences has none."""
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        with zipfile.ZipFile(wheel) as parts:
            carries = any(
                re.search(r"dist-info/.*(LICEN[CS]E|COPYING)", part, re.IGNORECASE) for part in parts.namelist()
            )
            about = parts.read(f"{name}-{version}.dist-info/METADATA").decode()
        licence = (re.findall(r"^License(?:-Expression)?: (\S+)$", about, re.MULTILINE) or [""])[0]
        for wanted in [*([] if carries else [licence]), *REFERS.get(licence, ())]:
            yield f"\n{name}\n{version}\n{wanted}\n{(ROOT / 'deploy' / 'licences' / f'{wanted}.txt').read_text('utf-8')}\n"


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _run(*command: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
