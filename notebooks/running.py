"""Running the notebooks, and rendering them as pages that need nothing from outside."""

import re
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.exporters import HTMLExporter
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

FOLDER = Path(__file__).parent
FILES = tuple(sorted(FOLDER.glob("0*.py")))
# Nobody but this user on this machine can listen.
_CONFIG = Config({"KernelManager": {"transport": "ipc"}})
# The longest that one cell may take, in seconds.
_PATIENCE = 600
# What would be fetched from elsewhere.
OUTSIDE = re.compile(
    r"""<script|<link|@import|(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I
)

# The tokens of the pages, as few as are needed.
_STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ground: #f4f6f8; --ink: #16202c; --soft: #52606e; --rim: #d3dae2;
  --accent: #0b4f6c; }
@media (prefers-color-scheme: dark) { :root { --paper: #171e26; --ground: #10151b; --ink: #e8edf2; --soft: #a7b4c1;
  --rim: #35414d; --accent: #8ccbe4; } }
body { font: 100%/1.55 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; background: var(--ground);
  color: var(--ink); margin: 0; border-block-start: 4px solid var(--accent); }
main { max-inline-size: 60rem; margin-inline: auto; padding: 1.5rem clamp(1rem, 3vw, 2rem) 3rem; }
h1, h2, h3 { line-height: 1.25; } p, li { max-inline-size: 42rem; }
.anchor-link, .jp-InputPrompt, .jp-OutputPrompt, .prompt { display: none; }
.highlight pre { background: var(--paper); border: 1px solid var(--rim); border-radius: .5rem; padding: .75rem 1rem;
  overflow-x: auto; font: .8125rem/1.5 ui-monospace, "Cascadia Mono", "Noto Sans Mono", monospace; }
img { max-inline-size: 100%; block-size: auto; background: #ffffff; border-radius: .5rem; }
table { border-collapse: collapse; font-size: .875rem; } .dataframe { display: block; overflow-x: auto; border: 0; }
th, td { padding: .25rem .75rem .25rem 0; border: 0; border-block-end: 1px solid var(--rim); text-align: start; }
"""


class Failed(Exception):
    """A cell of a notebook failed; the text says which, and what it said."""


def run(file: Path) -> nbformat.NotebookNode:
    """Run a notebook from beginning to end in a kernel of its own, and give it back with what its cells showed."""
    notebook = jupytext.read(file)
    client = NotebookClient(notebook, timeout=_PATIENCE, kernel_name="python3", config=_CONFIG)
    try:
        client.execute()
    except CellExecutionError as fault:
        raise Failed(f"{file.name}: {fault.ename}: {fault.evalue}") from None
    return notebook


def page(notebook: nbformat.NotebookNode) -> str:
    """A notebook that ran, as one page of HTML: style and pictures inside, no scripts, nothing fetched."""
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    title = next(line for line in notebook.cells[0].source.splitlines() if line.startswith("# ")).removeprefix("# ")
    light, dark = (HtmlFormatter(style=name).get_style_defs(".highlight") for name in ("default", "monokai"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{light}\n'
        f"@media (prefers-color-scheme: dark) {{ {dark} }}{_STYLE}</style></head>\n"
        f"<body><main>{body}</main></body></html>\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Render every notebook into a folder."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        try:
            text = page(run(file))
        except Failed as fault:
            print(fault, file=sys.stderr)  # noqa: T201  what a person at the terminal needs
            return 1
        (folder / f"{file.stem}.html").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
