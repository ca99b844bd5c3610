"""Facts from files; one module per format."""

from registry.importing.assignments import import_assignments
from registry.importing.candidacies import read_candidacies
from registry.importing.gold import read_gold
from registry.importing.missions import import_missions, read_mapping, read_mission
from registry.importing.records import ImportReport
from registry.importing.specialists import import_specialists

__all__ = [
    "ImportReport",
    "import_assignments",
    "import_missions",
    "import_specialists",
    "read_candidacies",
    "read_gold",
    "read_mapping",
    "read_mission",
]
