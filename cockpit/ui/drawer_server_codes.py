"""The codes of the drawer's part about alerts at the server."""

from enum import StrEnum


class ServerPartCode(StrEnum):
    """What stands around the server's own words."""

    TITLE = "ui.server.title"
    NONE = "ui.server.none"
    PAGE = "ui.server.page"
    TICKET = "ui.server.ticket"
    PENDING = "ui.server.pending"
    DIFFERS = "ui.server.differs"
    OTHER = "ui.server.other"
    MORE = "ui.server.more"
