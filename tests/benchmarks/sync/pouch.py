"""PouchDB replicating to express-pouchdb on this machine: LevelDB files on both sides, no crypto, no flush."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[1] / "pouch"
CACHE = "STODKEDJAN_BENCH_CACHE"


class NoPouch(Exception):
    """Why there is nothing to compare with."""


@dataclass(slots=True)
class Pouch:
    """One process that replicates, told by lines; the other end is a process of its own."""

    running: "subprocess.Popen[str]"

    def fill(self, count: int, size: int) -> None:
        self._ask(f"fill {count} {size}")

    def push(self) -> tuple[int, float]:
        """Documents and seconds."""
        return self._ask("push")

    def pull(self) -> tuple[int, float]:
        """Into a database of its own, as another device would."""
        return self._ask("pull")

    def _ask(self, line: str) -> tuple[int, float]:
        assert self.running.stdin
        assert self.running.stdout
        self.running.stdin.write(line + "\n")
        self.running.stdin.flush()
        told = json.loads(self.running.stdout.readline())
        return told["docs"], told.get("seconds", 0.0)


@contextmanager
def pouch(folder: Path) -> Iterator[Pouch]:
    """Raises NoPouch."""
    modules = installed()
    (folder / "served").mkdir(parents=True)
    with _node(folder, modules, "serve") as server:
        assert server.stdout
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        with _node(folder, modules, "replicate", url) as replicating:
            yield Pouch(replicating)


@contextmanager
def _node(folder: Path, modules: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = ["node", str(HERE / "replicate.cjs"), str(modules), *arguments]
    with (
        (folder / f"{arguments[0]}.log").open("w") as log,
        subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as running,
    ):
        try:
            yield running
        finally:
            running.terminate()


def installed() -> Path:
    """A folder outside the repository with the packages in it; npm is asked once. Raises NoPouch."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NoPouch("node or npm is not installed")
    folder = Path(os.environ.get(CACHE) or Path.home() / ".cache" / "stodkedjan" / "benchmarks") / "pouch"
    wanted = (HERE / "package.json").read_text()
    if not (folder / "installed.json").exists() or (folder / "installed.json").read_text() != wanted:
        _install(folder, wanted)
    return folder


def _install(folder: Path, wanted: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(wanted)
    command = ["npm", "install", "--no-audit", "--no-fund"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if told.returncode:
        raise NoPouch(f"npm could not install PouchDB: {told.stderr.strip()[-200:]}")
    (folder / "installed.json").write_text(wanted)
