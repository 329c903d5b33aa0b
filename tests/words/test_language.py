"""Who decides which language is spoken."""

import pytest

from cockpit.words.language import Language, chosen, system_locale


@pytest.mark.parametrize(
    ("asked", "environment", "system", "language"),
    [
        pytest.param("en", {"LANG": "ko_KR.UTF-8"}, None, Language.EN, id="asked for"),
        pytest.param("ko-KR", {"LANG": "en_US.UTF-8"}, None, Language.KO, id="asked with a region"),
        pytest.param("tlh", {"LANG": "en_US"}, None, Language.EN, id="asked for an unknown one"),
        pytest.param(None, {"LC_ALL": "en_GB", "LANG": "ko_KR"}, None, Language.EN, id="LC_ALL"),
        pytest.param(
            None, {"LC_MESSAGES": "ko_KR", "LANG": "en"}, None, Language.KO, id="messages"
        ),
        pytest.param(None, {"LANG": "ko_KR.eucKR@x"}, "English_US", Language.KO, id="LANG"),
        pytest.param(
            None, {"LC_ALL": "C", "LANG": "en_US"}, None, Language.EN, id="C says nothing"
        ),
        pytest.param(None, {"LANG": "C.UTF-8"}, "Korean_Korea", Language.KO, id="Windows, Korean"),
        pytest.param(None, {}, "English_United States", Language.EN, id="Windows, English"),
        pytest.param(None, {"LANG": "fr_FR.UTF-8"}, None, Language.EN, id="a third language"),
        pytest.param(None, {"LANG": "kok_IN"}, None, Language.EN, id="Konkani is not Korean"),
        pytest.param(None, {"LANG": "POSIX"}, None, Language.KO, id="nobody says anything"),
        pytest.param("", {}, None, Language.KO, id="nothing at all"),
    ],
)
def test_the_first_who_says_something_decides(
    asked: str | None, environment: dict[str, str], system: str | None, language: Language
) -> None:
    assert chosen(asked, environment, system=system) is language


def test_the_system_is_asked_only_where_the_environment_does_not_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: ("Korean_Korea", "949"))
    monkeypatch.setattr("sys.platform", "linux")
    assert system_locale() is None
    monkeypatch.setattr("sys.platform", "win32")
    assert system_locale() == "Korean_Korea"
