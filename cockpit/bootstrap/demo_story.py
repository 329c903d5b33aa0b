"""The demo without a screen: the same launch, walked through the same window by clicks.

Time stands still while somebody clicks, and passes in steps while something is waited for. Every
step has to come true; pictures of every page in both languages and the journal are left behind.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp

from msgspec import Struct
from PySide6.QtCore import Qt

from cockpit.bootstrap.audit import audited, audited_file, exported
from cockpit.bootstrap.codes import PlayCode
from cockpit.bootstrap.demo import edited_copy
from cockpit.bootstrap.demo_acting import Acting, UntrueError
from cockpit.bootstrap.demo_pictures import NotWrittenError, Pictures
from cockpit.bootstrap.demo_plots import PLOTS
from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.bootstrap.demo_stage import Tell, staged
from cockpit.domain.message import message
from cockpit.ui.names import Name
from cockpit.ui.news import Verified
from cockpit.ui.walker import NotThereError
from cockpit.words.language import Language


class Left(Struct, frozen=True):
    """What the story leaves behind."""

    pictures: tuple[Path, ...]
    journal: Path


def played(
    folder: Path,
    language: Language,
    tell: Tell,
    *,
    seed: int = 1,
    scenario: Scenario = Scenario.COUPON,
    learn: Callable[[Mapping[str, str]], None] = lambda _names: None,
) -> Left:
    """Play the launch and return what it left in `folder`; raise `UntrueError` when it is untrue.

    `language` is the one that the window is used in; pictures come in both. `learn` gets what the
    team of the demo calls its flows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = Path(mkdtemp(prefix="world-", dir=folder))  # what an earlier run left stays whole
    tell(message(PlayCode.BEGIN))
    with staged(world, language, tell, seed=seed, scenario=scenario, learn=learn) as stage:
        acting = Acting(stage, Pictures(folder), tell)
        journal = folder / "journal.csv"
        try:
            acting.go()
            PLOTS[scenario](acting)
            _audit(acting, journal)
            pictures = acting.pictures.written()
        except NotThereError as error:
            raise UntrueError(message(PlayCode.NOT_THERE, what=str(error))) from error
        except NotWrittenError as error:
            raise UntrueError(message(PlayCode.NOT_WRITTEN, file=str(error))) from error
        acting.say(PlayCode.END, pictures_count=len(pictures), folder=str(folder))
        return Left(pictures, journal)


def _audit(acting: Acting, journal: Path) -> None:
    """Verify the journal, and a copy in which one letter was changed; leave it as a table."""
    world, heard = acting.stage.world, list[object]()
    acting.page(Qt.Key.Key_J)
    acting.stage.workplace.bridge.heard.connect(heard.append)
    acting.walker.click(Name.VERIFY)
    acting.walker.until(lambda: any(isinstance(one, Verified) for one in heard), Name.VERIFY)
    acting.take(6, "journal", about="verified")
    found = audited(world.file, root=world.surroundings.root)
    for told in found.messages:
        acting.tell(told)
    if found.exit_code != 0:
        raise UntrueError(found.messages[0])
    forged = audited_file(edited_copy(world))
    acting.say(PlayCode.EDITED)
    acting.tell(forged.messages[0])
    if forged.exit_code != 1:
        raise UntrueError(forged.messages[0])
    exported(world.file, journal, as_table=True, root=world.surroundings.root)
