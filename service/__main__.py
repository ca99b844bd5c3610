"""``python -m service`` is the same as ``rtcm``."""

from service.cli import main

main()
