"""The web's logger."""

from __future__ import annotations

import structlog

log = structlog.get_logger("goodstanding.web")
