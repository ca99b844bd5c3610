"""Policies that somebody approved by name: one file per version, written once and never changed."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from matching import POLICIES, Policy
from matching.errors import BadPolicy
from registry.errors import StoreUnavailable, quoted
from registry.importing import read_mapping

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_FILE = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)\.v(?P<version>[1-9][0-9]*)\.yaml")


class Approved(BaseModel):
    """One version of a policy, with who approved it and when (format approved/1)."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_alias=True, serialize_by_alias=True)

    schema_: Literal["approved/1"] = Field("approved/1", alias="schema")
    by: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    on: AwareDatetime
    policy: Policy


def approve(policy: Policy, name: str, by: str, now: datetime, folder: Path) -> Approved:
    """Keep a policy under a name as its next version; BadPolicy for a name that cannot be given."""
    if not _NAME.fullmatch(name) or name in POLICIES:
        known = ", ".join(POLICIES)
        raise BadPolicy(
            f"--name: expected small letters, digits and -, at most 64, and none of {known} (found {quoted(name)})"
        )
    if not by.strip():
        raise BadPolicy("--by: expected the name of whoever approves")
    version = max((each for each, _ in _versions(name, folder)), default=0) + 1
    named = Policy.model_validate({**policy.model_dump(by_alias=True), "name": name, "version": version})
    approved = Approved(by=by.strip(), on=now, policy=named)
    _write_once(approved, folder / f"{name}.v{version}.yaml")
    return approved


def approved(name: str, folder: Path) -> Approved | None:
    """The newest version of a name, or the one of ``name@version``; None where there is none. BadInput."""
    wanted, _, version = name.partition("@")
    found = dict(_versions(wanted, folder))
    at = max(found, default=None) if not version else int(version) if _NUMBER.fullmatch(version) else None
    return read_mapping(found[at], Approved) if at in found else None


def every_approved(folder: Path) -> list[Approved]:
    """All versions of all names, in the order of names and versions; BadInput."""
    names = sorted({match["name"] for match in map(_FILE.fullmatch, _files(folder)) if match})
    return [read_mapping(file, Approved) for name in names for _, file in sorted(_versions(name, folder))]


def _files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def _versions(name: str, folder: Path) -> Iterator[tuple[int, Path]]:
    for file in _files(folder):
        match = _FILE.fullmatch(file)
        if match and match["name"] == name:
            yield int(match["version"]), folder / file


def _write_once(approved: Approved, file: Path) -> None:
    """The file appears whole, and never in the place of another: whoever comes second is refused."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as opened:
            YAML(typ="safe", pure=True).dump(approved.model_dump(mode="json", by_alias=True), opened)
        os.link(beside, file)
    except FileExistsError:
        raise BadPolicy(f"{file.name} was approved meanwhile by somebody else: look at it, and repeat") from None
    except OSError as fault:
        raise StoreUnavailable(f"{file} cannot be written: {fault.strerror or fault}") from fault
    finally:
        beside.unlink(missing_ok=True)
