"""Where rows are: SQLite beside the pictures, or PostgreSQL."""

from gazokako.settings import values

WEB_DATABASE_TIMEOUT_S = 5
"""How long the web process waits for the database; workers and commands have more patience."""

_database = values.DATABASE
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # What is deleted is overwritten: with a row of an upload goes the key of its originals.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
        ),
    }
    WEB_DATABASE_OPTIONS: dict[str, object] = {"timeout": WEB_DATABASE_TIMEOUT_S}
elif _database["ENGINE"] == "django.db.backends.postgresql":
    from core.postgresql import BoundedConnection  # no site on SQLite loads its driver

    # Each process opens what it needs and no more: small hosted databases allow 20 connections.
    # A pool that gave up connecting tries again at once when it is asked the next time.
    _pool = {"min_size": 0, "max_size": 8, "timeout": 10, "reconnect_timeout": 5}
    _given = _database.get("OPTIONS", {})
    _database["OPTIONS"] = {"connect_timeout": 10, **_given, "pool": _pool}
    _database["CONN_HEALTH_CHECKS"] = True  # or the first requests after its restart would fail
    _timeout_ms = 1000 * WEB_DATABASE_TIMEOUT_S
    WEB_DATABASE_OPTIONS = {
        "connect_timeout": WEB_DATABASE_TIMEOUT_S,
        "tcp_user_timeout": _timeout_ms,
        "options": f"{_given.get('options', '')} -c statement_timeout={_timeout_ms}",
        "pool": {
            **_pool,
            "timeout": WEB_DATABASE_TIMEOUT_S,
            "connection_class": BoundedConnection,
        },
    }
else:
    values.stop("DATABASE_URL must begin with postgres:// or sqlite:///")
DATABASES = {"default": _database}
