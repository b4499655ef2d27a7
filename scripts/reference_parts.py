"""The parts of the pages in `docs/reference/`: what the code says about itself, and Markdown."""

import ast
import inspect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from types import ModuleType


@cache
def attribute_docs(module: ModuleType) -> dict[str, str]:
    """Return the docstrings below constants, fields and members, by name: `LIMIT`, `Config.lang`."""
    found = {}
    tree = ast.parse(inspect.getsource(module))
    scopes = [("", tree.body), *((f"{n.name}.", n.body) for n in tree.body if isinstance(n, ast.ClassDef))]
    for prefix, body in scopes:
        for statement, following in pairwise(body):
            name = _assigned(statement)
            if name and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                found[prefix + name] = inspect.cleandoc(str(following.value.value))
    return found


def _assigned(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def doc_below(module: ModuleType, name: str) -> str:
    """Return the docstring below a constant, field or member, on one line."""
    try:
        return one_line(attribute_docs(module)[name])
    except KeyError:
        raise LookupError(f"{module.__name__}: write a docstring below {name}") from None


def doc_of(thing: object) -> str:
    """Return the docstring of a module, class or function, on one line."""
    return one_line(inspect.getdoc(thing) or "")


def summary_of(thing: object) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return one_line((inspect.getdoc(thing) or "").partition("\n\n")[0])


def one_line(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table. Each cell is on one line."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(one_line(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """Return a page with its title and a note on where it comes from."""
    return "\n\n".join((f"# {title}", "*Made from the code by `make reference`: change it there.*", *parts)) + "\n"


def code(text: object) -> str:
    """Return text set as code, or "" if it is empty."""
    return f"`{text}`" if str(text) else ""
