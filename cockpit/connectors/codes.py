"""What connectors have to tell."""

from enum import StrEnum


class SourceCode(StrEnum):
    """Messages that any source may give."""

    TIMEOUT = "source.timeout"
    NO_CONNECTION = "source.no_connection"
    UNKNOWN_NAME = "source.unknown_name"
    CUT_OFF = "source.cut_off"
    CERTIFICATE = "source.certificate"
    TLS = "source.tls"
    PROXY = "source.proxy"
    SERVER_ERROR = "source.server_error"
    ADDRESS_CHANGED = "source.address_changed"
    LOGIN_PAGE = "source.login_page"
    NOT_HTTP = "source.not_http"
    TOO_LARGE = "source.too_large"
    BAD_ENCODING = "source.bad_encoding"
    NOT_JSON = "source.not_json"
    NOT_FINITE = "source.not_finite"
    DOUBLE_KEY = "source.double_key"
    TOO_DEEP = "source.too_deep"
    SHAPE = "source.shape"
    UNASKED_STATUS = "source.unasked_status"
    TOKEN_UNKNOWN = "source.token_unknown"  # noqa: S105 - the name of a message
    NOT_ALLOWED = "source.not_allowed"
    NOT_FOUND = "source.not_found"
    CONFLICT = "source.conflict"
    TOO_MANY = "source.too_many"
    BAD_REQUEST = "source.bad_request"
    REFUSED = "source.refused"


class SettingsCode(StrEnum):
    """Messages about settings that no request is made with."""

    BAD_URL = "source.settings.bad_url"
    SCHEME = "source.settings.scheme"
    CLEARTEXT = "source.settings.cleartext"
    CREDENTIALS = "source.settings.credentials"
    FORBIDDEN_ADDRESS = "source.settings.forbidden_address"
    CA_FILE = "source.settings.ca_file"
    CLIENT_CERT = "source.settings.client_cert"
    PROXY = "source.settings.proxy"
    TOKEN = "source.settings.token"  # noqa: S105 - the name of a message
    HEADER = "source.settings.header"
    OPTION = "source.settings.option"


class MetricCode(StrEnum):
    """Messages of metric sources."""

    WARNING = "metrics.warning"
    FUTURE = "metrics.future"
    TOO_MANY_SERIES = "metrics.too_many_series"
    DOUBLE_SERIES = "metrics.double_series"
    HISTOGRAM = "metrics.histogram"
    NOT_A_COUNTER = "metrics.not_a_counter"
    BAD_NAME = "metrics.bad_name"
    BAD_VALUE = "metrics.bad_value"
    BAD_RANGE = "metrics.bad_range"
    BAD_QUERY = "metrics.bad_query"
    TOO_MUCH = "metrics.too_much"
    QUERY_TIMEOUT = "metrics.query_timeout"
    NOT_READY = "metrics.not_ready"


class FlagCode(StrEnum):
    """Messages of flag servers."""

    NO_STRATEGY = "flags.no_strategy"
    NO_SINGLE_ROLLOUT = "flags.no_single_rollout"
    BAD_EXPOSURE = "flags.bad_exposure"
    TOKEN_UNKNOWN = "flags.token_unknown"  # noqa: S105 - the name of a message
    TOKEN_MISSING = "flags.token_missing"  # noqa: S105 - the name of a message
    TOKEN_KIND = "flags.token_kind"  # noqa: S105 - the name of a message
    NOT_ALLOWED = "flags.not_allowed"
    APPROVAL_NEEDED = "flags.approval_needed"
    NO_FLAG = "flags.no_flag"
    NO_ENVIRONMENT = "flags.no_environment"
    OTHER_PROJECT = "flags.other_project"
    NO_PATH = "flags.no_path"
    ARCHIVED = "flags.archived"
    CONFLICT = "flags.conflict"
    CONTENT_TYPE = "flags.content_type"
    READ_ONLY = "flags.read_only"
    NO_CLIENT_TOKEN = "flags.no_client_token"  # noqa: S105 - the name of a message
    OTHER_ENVIRONMENT_SERVED = "flags.other_environment_served"
    OTHER_PROJECT_SERVED = "flags.other_project_served"
    BAD_NAME = "flags.bad_name"


class RollbackCode(StrEnum):
    """Messages of rollback servers."""

    UNKNOWN_STATE = "rollbacks.unknown_state"
    OTHER_JOB = "rollbacks.other_job"
    SEVERAL_JOBS = "rollbacks.several_jobs"
    NO_SERVICE = "rollbacks.no_service"
    NO_VERSION = "rollbacks.no_version"
    BUSY = "rollbacks.busy"


class CarrierCode(StrEnum):
    """Messages of what carries notes to people."""

    NOT_A_WEBHOOK = "carriers.not_a_webhook"
    NO_WEBHOOK = "carriers.no_webhook"
    CHAT_ARCHIVED = "carriers.chat_archived"
    NOT_POSTED = "carriers.not_posted"
