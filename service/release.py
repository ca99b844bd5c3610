"""Which release this is, as dossiers and the API name it."""

from importlib.metadata import version

RELEASE = version("rtcm-expert-pool")
