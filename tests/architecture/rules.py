"""The rules of the house as functions over a tree of sources: each returns what breaks it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("registry", "matching", "service")
FORBIDDEN = {
    "registry": {"matching", "service", "fastapi", "uvicorn", "typer"},
    # The matcher is pure: no store, no web, no files, no environment, no clock, no unseeded chance.
    "matching": {"service", "sqlmodel", "sqlalchemy", "fastapi", "uvicorn", "typer", "os", "pathlib", "random", "time"},
    "service": {"sqlmodel", "sqlalchemy", "psycopg", "sqlite3"},
}
IMPURE_CALLS = {"open", "today", "now", "utcnow", "getenv", "default_rng", "time"}
# Spelled apart, so that this file does not name them either.
REGISTRY_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb." + "debian.org")


def sources(root: Path, rooms: tuple[str, ...] = ROOMS) -> Iterator[tuple[str, Path, ast.Module]]:
    """(dotted name, path, syntax tree) of every module of the rooms."""
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a tree imports, by its whole name; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_arrows(root: Path) -> list[str]:
    """Imports that a room must not make."""
    return [
        f"{name} imports {module}"
        for name, _, tree in sources(root)
        for module in imported(tree)
        if module.split(".")[0] in FORBIDDEN[name.split(".")[0]]
    ]


def rows_outside_the_store(root: Path) -> list[str]:
    """Modules that import the rows although they are not the store."""
    return [
        name
        for name, _, tree in sources(root)
        if not name.startswith(("registry.store", "registry.migrations", "registry.tables"))
        and any(module.startswith("registry.tables") for module in imported(tree))
    ]


def hidden_imports(root: Path) -> list[str]:
    """Imports of our own code inside a function."""
    return [
        f"{name}.{function.name} imports {module}"
        for name, _, tree in sources(root)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for module in imported(function)
        if module.split(".")[0] in ROOMS
    ]


def impure_calls(root: Path) -> list[str]:
    """Calls of the matcher that ask the clock, the disk, the environment or chance."""
    return [
        f"{name}:{call.lineno} calls {called}"
        for name, _, tree in sources(root, ("matching",))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (called := getattr(call.func, "attr", getattr(call.func, "id", ""))) in IMPURE_CALLS
    ]


def cycles(root: Path) -> list[str]:
    """Modules that import each other in a ring."""
    known = {name: tree for name, _, tree in sources(root)}
    arrows = {name: {m for m in imported(tree) if m in known and m != name} for name, tree in known.items()}
    # ``from package import module`` names both; the package itself is not asked for then.
    for name, tree in known.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and all(f"{node.module}.{alias.name}" in known for alias in node.names):
                arrows[name].discard(node.module or "")
    while leaves := {name for name, to in arrows.items() if not to & arrows.keys()}:
        arrows = {name: to for name, to in arrows.items() if name not in leaves}
    return sorted(arrows)


def without_purpose(root: Path) -> list[str]:
    """Modules whose first line does not say what they are for."""
    return [name for name, _, tree in sources(root) if not (ast.get_docstring(tree) or "").strip()]


def registry_hosts(texts: dict[str, str]) -> list[str]:
    """Files that name a package registry by host."""
    return [name for name, text in texts.items() if any(host in text for host in REGISTRY_HOSTS)]
