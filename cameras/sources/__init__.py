"""Where pictures come from: a module for each kind, one protocol (source), one table (kinds)."""
