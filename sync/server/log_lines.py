"""What the server tells about itself: a JSON object per line on stderr."""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name.startswith("sync.") else record.name,
            **getattr(record, "fields", {}),
        }
        return json.dumps(line)


def log_to_stderr() -> None:
    """Other libraries' warnings are named but not quoted: they may quote what was sent."""
    stream = logging.StreamHandler()
    stream.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[stream], force=True)
    logging.getLogger("sync.server").setLevel(logging.INFO)
