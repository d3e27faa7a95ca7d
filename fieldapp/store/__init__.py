"""Everything this phone remembers."""

from fieldapp.store.database import open_database as open_database
