"""The one explicit list of criteria, in the order in which they are shown."""

from typing import Any

from matching.criteria.base import Criterion, Evidence, Factors, Reason, Step
from matching.criteria.country import CountryFit
from matching.criteria.education import EducationFit
from matching.criteria.experience import ExperienceFit
from matching.criteria.language import LanguageFit
from matching.criteria.network import NetworkFit
from matching.criteria.skill import SkillFit
from matching.criteria.text import TextFit
from matching.criteria.track_record import TrackRecord
from matching.criteria.training import TrainingFit

__all__ = ["CRITERIA", "Criterion", "Evidence", "Factors", "Reason", "Step"]

CRITERIA: dict[str, type[Criterion[Any]]] = {
    criterion.name: criterion
    for criterion in (
        SkillFit,
        LanguageFit,
        ExperienceFit,
        CountryFit,
        TrainingFit,
        EducationFit,
        TrackRecord,
        NetworkFit,
        TextFit,
    )
}
