"""The profile in sections: each is read from its form, filled from the profile, and saved against its own mark."""

from collections.abc import Mapping

from service.pages.cabinet.sections.editor import Editor
from service.pages.cabinet.sections.plain import ABOUT, BACKGROUND, BIO
from service.pages.cabinet.sections.rows import CERTIFICATES, COUNTRIES, LANGUAGES, MISSIONS, PUBLICATIONS, SKILLS

__all__ = ["EDITORS", "LANGUAGES", "Editor"]

# In the order in which the profile page lists them.
EDITORS: Mapping[str, Editor] = {
    each.name: each
    for each in (ABOUT, SKILLS, LANGUAGES, COUNTRIES, BACKGROUND, MISSIONS, PUBLICATIONS, CERTIFICATES, BIO)
}
