"""The taxonomy of migration competences and the training modules that teach them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from registry.vocabulary.lookup import LANGS, Lookup, Names, by_name, listed, read_rows


@dataclass(frozen=True)
class EscoLink:
    """A concept of ESCO and how it relates to ours (SKOS: exact, close, broad, narrow)."""

    uri: str
    label: str
    match: str


@dataclass(frozen=True)
class Competence:
    """One concept; ``ancestors`` run from the next broader to the top, where ``depth`` is 1."""

    id: str
    level: int
    broader: str | None
    related: tuple[str, ...]
    ancestors: tuple[str, ...]
    labels: Mapping[str, str]
    alternatives: tuple[str, ...]
    scope_note: str
    gcm_objectives: tuple[int, ...]
    esco: tuple[EscoLink, ...]

    @property
    def depth(self) -> int:
        """Steps from the root: 1 for a top group."""
        return len(self.ancestors) + 1

    def label(self, lang: str = "en") -> str:
        """The label in an interface language, in English where it is not translated yet."""
        return self.labels.get(lang, self.labels["en"])


@dataclass(frozen=True)
class TrainingModule:
    """A module or course, and the competences it teaches."""

    id: str
    provider: str
    titles: Mapping[str, str]  # by interface language
    competences: tuple[str, ...]
    format: str
    source: str

    @property
    def title(self) -> str:
        """The title in English, as answers and files tell it."""
        return self.titles["en"]

    def label(self, lang: str = "en") -> str:
        """The title in an interface language, in English where it is not translated yet."""
        return self.titles.get(lang, self.title)


@cache
def competences() -> Mapping[str, Competence]:
    """All concepts by id, in the order of the file."""
    rows = list(read_rows("competences.csv"))
    broader = {row["id"]: row["broader"] or None for row in rows}
    return {row["id"]: _competence(row, broader) for row in rows}


def _competence(row: dict[str, str], broader: Mapping[str, str | None]) -> Competence:
    labels = {lang: row[f"pref_{lang}"] or own_labels().get((row["id"], lang), "") for lang in LANGS}
    links = (listed(row["esco_uri"]), listed(row["esco_label"]), listed(row["esco_match"]))
    return Competence(
        id=row["id"],
        level=int(row["level"]),
        broader=broader[row["id"]],
        related=listed(row["related"]),
        ancestors=tuple(_upwards(row["id"], broader)),
        labels={lang: label for lang, label in labels.items() if label},
        alternatives=listed(row["alt_en"]),
        scope_note=row["scope_note"],
        gcm_objectives=tuple(int(number) for number in listed(row["gcm_objective"])),
        esco=tuple(EscoLink(*link) for link in zip(*links, strict=True)),
    )


@cache
def own_labels() -> Mapping[tuple[str, str], str]:
    """Names by (id, interface language) where the taxonomy has none: ours, in a file that outlives a renewed one."""
    return {(row["id"], row["lang"]): row["name"] for row in read_rows("competence_names.csv")}


def _upwards(id: str, broader: Mapping[str, str | None]) -> Iterator[str]:
    above = broader[id]
    while above is not None:
        yield above
        above = broader[above]


@cache
def narrower(id: str) -> frozenset[str]:
    """Every concept below one, at any depth, without itself."""
    return frozenset(each.id for each in competences().values() if id in each.ancestors)


@cache
def modules() -> Mapping[str, TrainingModule]:
    """All training modules by id."""
    return {
        row["id"]: TrainingModule(
            id=row["id"],
            provider=row["provider"],
            titles=_titles(row),
            competences=listed(row["competences"]),
            format=row["format"],
            source=row["source"],
        )
        for row in read_rows("training_modules.csv")
    }


def _titles(row: dict[str, str]) -> Mapping[str, str]:
    named = {lang: row["module" if lang == "en" else f"module_{lang}"] for lang in LANGS}
    return {lang: title for lang, title in named.items() if title}


@cache
def _competence_names() -> Names:
    pairs = [(name, each.id) for each in competences().values() for name in each.labels.values()]
    preferred = by_name(pairs)
    # A preferred label wins over somebody else's alternative.
    alternative = by_name((name, each.id) for each in competences().values() for name in each.alternatives)
    return {**alternative, **preferred}


competence = Lookup(
    kind="competence",
    expected="an id or label of the competence taxonomy",
    codes=cache(lambda: {id.lower(): id for id in competences()}),
    names=_competence_names,
    label=lambda id: competences()[id].label(),
)
module = Lookup(
    kind="training module",
    expected="an id or title of a training module, such as RTCM-M1",
    codes=cache(lambda: {id.lower(): id for id in modules()}),
    names=cache(lambda: by_name((title, each.id) for each in modules().values() for title in each.titles.values())),
    label=lambda id: modules()[id].title,
)
