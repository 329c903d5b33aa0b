"""What goes wrong with the keyring is told without the secret."""

from cockpit.domain.message import Message
from cockpit.ports.secrets import SecretsError


def test_in_a_log_the_error_is_its_code_and_the_sentence_has_the_rest() -> None:
    why = Message("test.locked", (("name", "unleash"),))
    error = SecretsError(why)
    assert (str(error), error.args, error.message) == ("test.locked", ("test.locked",), why)
