"""The codes of the help pages: one for each command, one for each argument and option."""

from enum import StrEnum


class HelpCode(StrEnum):
    """What a command does; found by the path of its name."""

    PROGRAM = "help"
    INIT = "help.init"
    CHECK = "help.check"
    SCHEMA = "help.schema"
    SECRET = "help.secret"  # noqa: S105 - the name of a code
    SECRET_SET = "help.secret.set"  # noqa: S105 - the name of a code
    SECRET_FORGET = "help.secret.forget"  # noqa: S105 - the name of a code
    STATUS = "help.status"
    WATCH = "help.watch"
    OFF = "help.off"
    STEP = "help.step"
    ROLLBACK = "help.rollback"
    UNRESOLVED = "help.unresolved"
    UNRESOLVED_LIST = "help.unresolved.list"
    UNRESOLVED_AGAIN = "help.unresolved.again"
    UNRESOLVED_CLOSE = "help.unresolved.close"
    LAUNCH = "help.launch"
    LAUNCH_NEW = "help.launch.new"
    LAUNCH_LIST = "help.launch.list"
    LAUNCH_CLOSE = "help.launch.close"
    AUDIT = "help.audit"
    AUDIT_VERIFY = "help.audit.verify"
    AUDIT_EXPORT = "help.audit.export"
    AUDIT_BEGIN_AGAIN = "help.audit.begin_again"
    SIMULATE = "help.simulate"
    DEMO = "help.demo"


class OptionCode(StrEnum):
    """What an argument or option is for; found by its name in the program."""

    LANG = "option.lang"
    WORKSPACE = "option.workspace"
    PERSON = "option.person"
    SECRETS_FROM_STDIN = "option.secrets_from_stdin"
    HELP = "option.help"
    FOLDER = "option.folder"
    OFFLINE = "option.offline"
    NAME = "option.name"
    FLAG = "option.flag"
    AS_JSON = "option.as_json"
    NO_WAIT = "option.no_wait"
    PATIENCE_S = "option.patience_s"
    EXPOSURE_PCT = "option.exposure_pct"
    TO_VERSION = "option.to_version"
    OPERATION_ID = "option.operation_id"
    REASON = "option.reason"
    VERSION = "option.version"
    BUILD = "option.build"
    BASELINE = "option.baseline"
    NOTES = "option.notes"
    STOPPED_BY = "option.stopped_by"
    ONLINE = "option.online"
    EXPORT_FILE = "option.export_file"
    TARGET = "option.target"
    SECONDS = "option.seconds"
    INTERVAL_S = "option.interval_s"
    SPEED = "option.speed"
    SEED = "option.seed"
