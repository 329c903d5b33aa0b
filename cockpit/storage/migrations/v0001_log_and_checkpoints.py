"""The log, which only grows, and the signed checkpoints of it."""

STATEMENTS = (
    """CREATE TABLE log (
        seq INTEGER NOT NULL PRIMARY KEY,
        body BLOB NOT NULL,
        prev BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END""",
    """CREATE TRIGGER log_keeps_words BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END""",
    """CREATE TABLE checkpoint (
        id INTEGER NOT NULL PRIMARY KEY,
        size INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER checkpoint_keeps_rows BEFORE DELETE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END""",
    """CREATE TRIGGER checkpoint_keeps_words BEFORE UPDATE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END""",
)
