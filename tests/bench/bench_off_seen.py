"""From the press of `off` inside a watch until clients of a real Unleash are served "off"."""

import tempfile
import time
from pathlib import Path
from random import Random

from tests.bench.figures import line, percentile, target
from tests.bench.world import simulator, watching, workspace_in
from tests.kit.real import parts
from tests.kit.real.unleash import running_unleash

ROUNDS = 30
TARGET_S = 2.0
FLAG = "coupon_v2"


def main() -> None:
    """Measure and print; without the real parts say how to get them."""
    node, script, postgres = parts.node(), parts.unleash(), parts.postgres_folder()
    if node is None or script is None or postgres is None:
        print(parts.summary())
        return
    pauses = Random(7)  # noqa: S311 - only so that presses meet every moment of the server's refresh
    seen: list[float] = []
    sent: list[float] = []
    with (
        simulator() as at,
        tempfile.TemporaryDirectory(prefix="cockpit-bench-") as name,
        running_unleash(
            node=node, script=script, postgres_programs=postgres, folder=Path(name)
        ) as server,
    ):
        for flag in (FLAG, "checkout_v2", "release_3_2_0"):
            server.create_flag(flag)
        folder = Path(name)
        file = workspace_in(folder, at, flags_url=server.url)
        own = {
            "unleash-admin": server.admin_token,
            "unleash-client": server.client_tokens["production"],
        }
        with watching(folder, file, {**at.secrets, **own}) as watch:
            for _round in range(ROUNDS):
                server.turn_on(FLAG)
                server.wait_until_served(FLAG, is_on=True)
                time.sleep(pauses.uniform(0.0, 1.0))  # noqa: TID251 - presses come at any moment
                watch.live.off(FLAG)
                stamps = watch.settled().stamps
                assert stamps.seen_at is not None
                assert stamps.accepted_at is not None
                seen.append((stamps.seen_at - stamps.asked_at).total_seconds())
                sent.append((stamps.accepted_at - stamps.asked_at).total_seconds())
    print(line("off accepted by the real Unleash", sent, pct=95))
    print(line("off seen where its clients look", seen, pct=95))
    print(target("seen off, p95", percentile(seen, 95), TARGET_S, "s"))


if __name__ == "__main__":
    main()
