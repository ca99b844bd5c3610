"""The documentation names all there is, and nothing that is not; each check with a text that lacks the item."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from matching import Policy, Shortlist
from matching.coverage import RULES, Coverage
from matching.criteria import CRITERIA
from matching.criteria.base import Factors
from matching.evaluation import Evaluation
from matching.fairness import RULES as FAIRNESS_RULES
from matching.fairness import Fairness
from matching.invitations import Invitations
from matching.learning import RULES as LEARNING_RULES
from matching.learning import Learned
from matching.network import Neighbourhood
from matching.plan import Plan, PlanRules
from matching.teams import Rules, Team, Terms
from registry.columns import SCHEMAS
from registry.domain import Assignment, Duplicate, Mission, Specialist
from registry.errors import BadInput
from registry.importing import read_mapping
from registry.sheets import SHEETS
from registry.store import Store
from service.app import create_app
from service.cli import commands
from service.rendering.draft import TermsDraft
from service.settings import Settings
from tests.fresh import sqlite_pool

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/reference"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

Verbs = Mapping[str, set[str]]  # "import missions" -> its options


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """What stands under each second-level heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(map(str.strip, parts[1::2]), parts[2::2], strict=True))


def numbers(factors: type[Factors] | Factors, prefix: str = "") -> Iterator[tuple[str, float]]:
    """(dotted name, default) of every factor."""
    made = factors() if isinstance(factors, type) else factors
    for name in type(made).model_fields:
        value = getattr(made, name)
        if isinstance(value, Factors):
            yield from numbers(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def missing_criteria(text: str) -> list[str]:
    """Criteria without a section, and factors without a row that gives their default."""
    found = sections(text)
    absent = [name for name in CRITERIA if name not in found]
    return absent + [
        f"{name}.{factor}"
        for name, criterion in CRITERIA.items()
        for factor, default in numbers(criterion.Factors)
        if name in found and f"| `{factor}` | {default:g} |" not in found[name]
    ]


def missing_team_numbers(text: str) -> list[str]:
    """Numbers of teams without a row that gives their default, and rules without a row."""
    terms = {name: default for name, default in numbers(Terms) if name != "version"}
    absent = [name for name, default in terms.items() if f"| `{name}` | {default:g} |" not in text]
    return absent + [rule for rule in Rules.model_fields if f"| `{rule}` |" not in text]


def verbs() -> Verbs:
    """Every command, sub-commands by both words, with its options."""
    return dict(_verbs(typer.main.get_command(commands)))


def _verbs(group: object, prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from _verbs(command, f"{prefix}{name} ")
        else:
            options = {option for each in command.params for option in each.opts if option.startswith("--")}
            yield prefix + name, options


def missing_verbs(text: str, known: Verbs) -> list[str]:
    """Commands without a section, and options that their section does not name."""
    found = sections(text)
    return [
        f"{verb} {option}".strip()
        for verb, options in known.items()
        for option in ("", *sorted(options))
        if f"rtcm {verb}" not in found or (option and f"`{option}`" not in found[f"rtcm {verb}"])
    ]


def missing_settings(text: str) -> list[str]:
    """Settings without a row that gives their default."""
    fields = Settings.model_fields.items()
    rows = {name: f"| `RTCM_{name.upper()}` | `{field.default}` |" for name, field in fields}
    return [name for name, row in rows.items() if row not in text]


def missing_routes(text: str, paths: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Routes that the text does not name."""
    routes = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    return [route for route in routes if f"`{route}`" not in text]


def missing_columns(text: str) -> list[str]:
    """Nouns without a section, and columns that it does not name."""
    found = sections(text)
    return [
        f"{noun}.{column}"
        for noun, schema in SCHEMAS.items()
        for column in schema.names
        if f"`{column}`" not in found.get(noun, "")
    ]


def missing_sheet_columns(text: str) -> list[str]:
    """Columns of the sheets that the row of their sheet does not name."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", sections(text).get("Sheets", ""), re.MULTILINE))
    return [
        f"{sheet.name}.{column.name}"
        for sheet in SHEETS.values()
        for column in sheet.columns
        if f"`{column.name}`" not in rows.get(sheet.name, "")
    ]


def missing_fields(text: str) -> list[str]:
    """Fields of a format that its section does not name."""
    found = sections(text)
    formats = {
        "mission/1": Mission,
        "specialist/1": Specialist,
        "assignment/1": Assignment,
        "policy/1": Policy,
        "shortlist/1": Shortlist,
        "duplicate/1": Duplicate,
        "draft/1": TermsDraft,
        "coverage/1": Coverage,
        "network/1": Neighbourhood,
        "plan/1": Plan,
        "invitations/1": Invitations,
        "team/1": Team,
        "evaluation/1": Evaluation,
        "fairness/1": Fairness,
        "learned/1": Learned,
    }
    return [
        f"{name}.{field}"
        for name, model in formats.items()
        for field in _fields(model)
        if f"`{field}`" not in found.get(name, "")
    ]


def _fields(model: type[BaseModel]) -> set[str]:
    """Every name of the format, at any depth; ``kind`` and ``weight`` are told in words for all requirements."""
    if model is Policy:
        # Each criterion's numbers stand in criteria.md, which another test holds against the code.
        return {field.alias or name for name, field in Policy.model_fields.items()}
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})} - {"kind"}


def missing_rules(text: str, rules: BaseModel) -> list[str]:
    """Rules without a row that gives their default and meaning."""
    fields = {name: field for name, field in type(rules).model_fields.items() if field.description}
    return [
        name
        for name, field in fields.items()
        if f"| `{name}` | {_shown(getattr(rules, name))} | {field.description} |" not in text
    ]


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def dead_links(page: Path, text: str) -> list[str]:
    """Relative links that lead to no file, or to no heading of it."""
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link and not _leads(page, link)]


def _leads(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.is_file() or ROOT not in target.parents:
        return False
    if not anchor:
        return True
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def unknown_commands(text: str, known: Verbs) -> list[str]:
    """Commands as shown in code that do not exist, or not with these options."""
    shown = [line for block in re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL) for line in block.split("\n")]
    shown += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    shown += re.findall(r"^    (.+)$", text, re.MULTILINE)
    calls = [call for line in shown for call in re.findall(r"\brtcm ((?:[a-z-]+ ?).*)", line)]
    return [call for call in calls if not _exists(call.split("#")[0].split(), known)]


def _exists(words: list[str], known: Verbs) -> bool:
    if words[0].startswith("--"):
        return words[0] == "--help"
    verb = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
    return verb is not None and {word for word in words if word.startswith("--")} <= known[verb] | {"--help"}


def test_every_criterion_and_factor():
    text = read("criteria.md")
    assert missing_criteria(text) == []
    assert missing_criteria(text.replace("## country", "## region"))[0] == "country"
    assert missing_criteria(text.replace("`least_closeness`", "")) == ["skill.least_closeness"]
    assert missing_criteria(text.replace("`fresh_years` | 5 ", "`fresh_years` | 6 ")) == ["country.fresh_years"]


def test_every_rule_of_coverage():
    text = read("coverage.md")
    assert missing_rules(text, RULES) == []
    assert missing_rules(text.replace("| `months` | 6 ", "| `months` | 7 "), RULES) == ["months"]


def test_every_number_of_fairness_and_learning():
    text = read("fairness.md")
    assert missing_rules(text, FAIRNESS_RULES) == []
    assert missing_rules(text, LEARNING_RULES) == []
    assert missing_rules(text.replace("| `line` | 0.8 ", "| `line` | 0.7 "), FAIRNESS_RULES) == ["line"]


def test_every_rule_and_number_of_a_team():
    text = read("teams.md")
    assert missing_team_numbers(text) == []
    assert missing_team_numbers(text.replace("`together` | 3 ", "`together` | 4 ")) == ["together"]
    assert missing_team_numbers(text.replace("| `newcomers` |", "")) == ["newcomers"]


def test_every_command_and_option():
    text, known = read("commands.md"), verbs()
    assert {"recommend", "import missions"} <= known.keys()
    assert missing_verbs(text, known) == []
    assert missing_verbs(text.replace("`--why-not`", ""), known) == ["recommend --why-not"]
    assert missing_verbs(text.replace("## rtcm init", "## other"), known) == ["init"]


def test_every_setting():
    text = read("settings.md")
    assert missing_settings(text) == []
    assert missing_settings(text.replace("RTCM_ACTOR", "")) == ["actor"]


def test_every_route(tmp_path):
    text = read("http.md")
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        paths = create_app(store).openapi()["paths"]
    assert "/readyz" in paths
    assert missing_routes(text, paths) == []
    assert missing_routes(text.replace("`GET /readyz`", ""), paths) == ["GET /readyz"]


def test_every_noun_and_column():
    text = read("tables.md")
    assert missing_columns(text) == []
    assert missing_columns(text.replace("`last_used`", "")) == ["skills.last_used"]
    assert "trainees.specialist" in missing_columns(text.replace("## trainees", "## others"))


def test_every_field_of_every_format():
    text = read("formats.md")
    assert missing_fields(text) == []
    assert missing_fields(text.replace("`confirmed_on`", "")) == ["specialist/1.confirmed_on"]


def test_every_column_of_every_sheet():
    text = read("formats.md")
    assert missing_sheet_columns(text) == []
    assert missing_sheet_columns(text.replace("`evidence` |", "|")) == ["skills.evidence"]


def test_every_rule_of_a_plan():
    text = read("plan.md")
    assert missing_rules(text, PlanRules()) == []
    assert missing_rules(text.replace("| `rotation` | 5 |", "| `rotation` | 6 |"), PlanRules()) == ["rotation"]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_a_page(page):
    text = page.read_text(encoding="utf-8")
    assert dead_links(page, text) == []
    assert unknown_commands(text, verbs()) == []


@pytest.mark.parametrize("link", ["nowhere.md", "README.md#no-such-heading", "../elsewhere.md"])
def test_a_dead_link_is_found(link):
    assert dead_links(ROOT / "README.md", f"[x]({link})") == [link]


@pytest.mark.parametrize(
    "text",
    [
        "`rtcm recomend x.yaml`",
        "```\nrtcm import nobody x.jsonl\n```",
        "    .venv/bin/rtcm recommend x.yaml --bottom 3",
        "Type `rtcm --halp`",
    ],
)
def test_an_unknown_command_is_found(text):
    assert unknown_commands(text, verbs()) != []


def refused_examples(text: str, folder: Path) -> list[str]:
    """Whole missions, policies and profiles shown as YAML or JSON that the formats refuse."""
    file = folder / "example.yaml"
    refused = []
    for language, block in re.findall(r"^```(yaml|json)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for example in block.splitlines() if language == "json" else [block]:
            file.write_text(example, encoding="utf-8")
            model = next((model for name, model in EXAMPLES.items() if all(part in example for part in name)), None)
            try:
                if model is not None:
                    read_mapping(file, model)
            except BadInput as fault:
                refused.append(str(fault))
    return refused


# What an example must hold to be a whole one -> what it is.
EXAMPLES: Mapping[tuple[str, ...], type[BaseModel]] = {
    ("mission/1", "seats:"): Mission,
    ("policy/1",): Policy,
    ("plan-rules/1", "name:"): PlanRules,
    ("specialist/1",): Specialist,
}


def test_examples_are_taken(tmp_path):
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    whole = [text for text in texts if any(part in text for part in ("```yaml\nschema: mission/1", '"specialist/1"'))]
    assert len(whole) >= 2
    assert [refused_examples(text, tmp_path) for text in texts] == [[] for _ in texts]
    assert refused_examples("```yaml\nschema: policy/1\nname: x\nweights: {skil: 1}\n```", tmp_path) != []


def test_every_page_is_in_the_index():
    index = ROOT / "docs/README.md"
    linked = {(index.parent / link).resolve() for link in re.findall(r"\]\(([^)#\s]+)", index.read_text("utf-8"))}
    assert {page for page in PAGES[1:] if page != index} <= linked
