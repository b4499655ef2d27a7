"""Rendering copy with the templates. This is the only module that uses Jinja."""

import errno
from functools import cache
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _, translations
from fiche_builder.common.reasons import reason
from fiche_builder.common.resources import damaged, templates_folder


def render_template(name: str, language: str, **values: Any) -> str:  # noqa: ANN401 (a template takes copy of any kind)
    """Return the HTML of a template. Every value is escaped; an unknown name in the template is an error."""
    return _render(name, language, values)


def render_slug(name: str, language: str, copy: object) -> str:
    """Return the HTML of a slug. Its template sees its copy and nothing else."""
    return _render(name, language, {"copy": copy})


def _render(name: str, language: str, values: dict[str, Any]) -> str:
    try:
        return _environment(language).get_template(name).render(values)
    except TemplateNotFound as error:
        missing, why = str(error.name or name), reason(FileNotFoundError(errno.ENOENT, None))
        raise (damaged(missing, why) if missing == name else unusable(missing, why)) from None
    except TemplateError as error:
        place = f"{getattr(error, 'name', None) or name}:{getattr(error, 'lineno', '?')}"
        raise unusable(place, str(error.message or error)) from None


def unusable(place: str, why: str) -> ConfigError:
    """Return the error for a template that somebody may have written, or that one of theirs asks for."""
    return ConfigError(
        _("The template “%(place)s” cannot be used: %(reason)s.") % {"place": place, "reason": why},
        _("Correct it, or take the program's own template again."),
    )


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox. It takes the fields of copy as they are, which is most of what templates ask for."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 (as Jinja has it)
        if attribute[:1] != "_" and hasattr(obj, "__dataclass_fields__"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


@cache
def _environment(language: str) -> _Environment:
    environment = _Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return environment
