"""`python -m sync.server` is `district-server`."""

import sys

from sync.server.cli import main

sys.exit(main())
