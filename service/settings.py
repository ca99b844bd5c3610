"""Settings: environment variables with the prefix RTCM_."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set from outside; ``rtcm --help`` lists it."""

    model_config = SettingsConfigDict(env_prefix="RTCM_", frozen=True)

    database_url: str = Field(
        "sqlite:///rtcm.db",
        description="where the pool is kept: sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME",
    )
    policies: str = Field("policies", description="folder of the policies that somebody approved by name")
    actor: str = Field("operator", description="who the revision feed names as the author of changes made here")


def described() -> str:
    """The settings as the help text lists them."""
    lines = ["Settings (environment variables):"]
    for name, field in Settings.model_fields.items():
        lines.append(f"RTCM_{name.upper()} (default {field.default}): {field.description}")
    return "\n\n".join(lines)
