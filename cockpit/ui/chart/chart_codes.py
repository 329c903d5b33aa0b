"""The codes of words that stand in charts."""

from enum import StrEnum


class ChartCode(StrEnum):
    """What the caption of a chart says, and its marks."""

    CAPTION = "ui.chart.caption"
    CAPTION_P95 = "ui.chart.caption_p95"
    CAPTION_SHORT = "ui.chart.caption_short"
    ALL = "ui.chart.all"
    P95 = "ui.chart.p95"
    STAGE = "ui.chart.stage"
    CLOSE = "ui.chart.close"
    TITLE = "ui.chart.title"
    KEYS = "ui.chart.keys"
