"""Commands that need nobody's servers: the simulator, and a whole launch on it."""

import gc
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from cockpit.bootstrap.demo_scenarios import Scenario
from cockpit.bootstrap.screen import has_screen
from cockpit.cli import signals
from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode, StoryCode
from cockpit.cli.exits import Exit
from cockpit.cli.terminal import Terminal
from cockpit.domain.message import message


def register(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("simulate")(simulate)
    program.command("demo")(demo)


def simulate(
    context: typer.Context,
    *,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    speed: Annotated[float, typer.Option("--speed", min=0)] = 1.0,
) -> int:
    """Run the simulator's servers until Ctrl+C."""
    from cockpit.bootstrap.simulator import Running
    from cockpit.bootstrap.simulator import simulate as run_simulator

    terminal = call_of(context).terminal

    def ready(running: Running) -> None:
        terminal.say(message(CliCode.SIMULATOR_READY))
        for part, url in running.addresses:
            terminal.say(message(CliCode.SIMULATOR_ADDRESS, part=part, url=url))
        for secret, text in running.secrets:
            terminal.say(message(CliCode.SIMULATOR_TOKEN, secret=secret, text=text))
        if terminal.lost is not None:
            raise terminal.lost

    try:
        run_simulator(seed=seed, speed=speed, history_s=1_800.0, ready=ready)
    except (KeyboardInterrupt, BrokenPipeError):
        return Exit.OK
    return Exit.OK


def demo(
    context: typer.Context,
    *,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    is_headless: Annotated[bool, typer.Option("--headless")] = False,
    pictures: Annotated[str, typer.Option("--pictures")] = "",
    scenario: Annotated[Scenario, typer.Option("--scenario")] = Scenario.COUPON,
) -> int:
    """Open a launch on the simulator; without a screen, walk it and prove every step of it."""
    terminal = call_of(context).terminal
    if has_screen() and not is_headless:
        from cockpit.bootstrap.demo_window import run

        signals.end_at_once()  # Qt would only print the traceback of an interruption, and go on
        return run(terminal.language, seed=seed, scenario=scenario)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return _walked(terminal, Path(pictures) if pictures else None, seed, scenario)


def _walked(terminal: Terminal, folder: Path | None, seed: int, scenario: Scenario) -> int:
    """Walk the demo's launch through the window; NO as soon as a step does not come true."""
    gc.disable()  # a thread of the simulator would destroy Qt's objects
    from cockpit.ui.application import application

    application(terminal.language)  # imports are quicker once it is there
    from cockpit.bootstrap.demo_acting import UntrueError
    from cockpit.bootstrap.demo_story import played

    place = folder or Path(tempfile.mkdtemp(prefix="cockpit-demo-"))
    try:
        left = played(
            place,
            terminal.language,
            terminal.say,
            seed=seed,
            scenario=scenario,
            learn=terminal.words.learn,
        )
    except UntrueError as error:
        terminal.complain(message(StoryCode.UNTRUE, told=error.message))
        return Exit.NO
    for file in (*left.pictures, left.journal):
        terminal.out.print(str(file), soft_wrap=True)
    return Exit.OK
