"""Commands that need nobody's servers: the simulator, and a whole launch on it."""

from typing import Annotated

import typer

from cockpit.cli.call import call_of
from cockpit.cli.codes import CliCode
from cockpit.cli.exits import Exit
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

    try:
        run_simulator(seed=seed, speed=speed, history_s=1_800.0, ready=ready)
    except KeyboardInterrupt:
        return Exit.OK
    return Exit.OK


def demo(
    context: typer.Context,
    *,
    seed: Annotated[int, typer.Option("--seed")] = 1,
) -> int:
    """Play a whole launch on the simulator, and prove every step of it."""
    from cockpit.cli.story import told

    return told(call_of(context).terminal, seed)
