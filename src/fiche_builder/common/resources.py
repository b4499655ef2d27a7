"""The files that come with the program: templates and fonts."""

from importlib.util import find_spec
from pathlib import Path

from fiche_builder.common.errors import InstallationError, MissingDependencyError
from fiche_builder.common.i18n import _

_PACKAGE = Path(__file__).parents[1]
FONT_WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}


def templates_folder(kind: str = "") -> Path:
    """Return the folder of all templates, or of one kind of them.

    It is inside an installed package, or at the top of a checkout.
    """
    installed = _PACKAGE / "templates"
    return (installed if installed.is_dir() else _PACKAGE.parents[1] / "templates") / kind


def fonts_folder() -> Path:
    """Return the folder of the Source Sans Pro files (OFL), which need no system font."""
    spec = find_spec("font_source_sans_pro")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise MissingDependencyError(
            _("The font Source Sans Pro is missing."),
            _("Install it with: pip install font-source-sans-pro"),
        )
    return folder


def is_own_file(path: str) -> bool:
    """Tell whether a file came with the program or its fonts."""
    spec = find_spec("font_source_sans_pro")
    fonts = [Path(spec.origin).parent] if spec and spec.origin else []
    return any(Path(path).absolute().is_relative_to(folder) for folder in (_PACKAGE, templates_folder(), *fonts))


def damaged(path: str, reason: str) -> InstallationError:
    """Return the error for a file that came with the program and cannot be read."""
    return InstallationError(
        _("“%(name)s”, a file of fiche-builder itself, cannot be read: %(reason)s.")
        % {"name": Path(path).name, "reason": reason},
        _("The installation is damaged: install fiche-builder again."),
    )
