"""`python -m fieldapp` is `fieldapp`."""

import sys

from fieldapp.cli import main

sys.exit(main())
