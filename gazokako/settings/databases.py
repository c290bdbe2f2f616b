"""Where rows are: SQLite beside the pictures, or PostgreSQL."""

from gazokako.settings import values

_database = values.DATABASE
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # Each process opens what it needs and no more: small hosted databases allow 20 connections.
    _pool = {"min_size": 0, "max_size": 8, "timeout": 10}
    _database["OPTIONS"] = {"connect_timeout": 10, **_database.get("OPTIONS", {}), "pool": _pool}
else:
    values.stop("DATABASE_URL must begin with postgres:// or sqlite:///")
DATABASES = {"default": _database}
