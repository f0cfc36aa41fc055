"""The real server on free ports, with the demo in a folder of its own."""

import asyncio
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile

import aiohttp

ROOT = pathlib.Path(__file__).parents[2]
BINARY = os.environ.get("LIANJIE_BINARY", str(ROOT / "target/debug/lianjie"))
READY_WITHIN = 60


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.asynccontextmanager
async def running_server():
    """Gives the server's origin."""
    with tempfile.TemporaryDirectory(prefix="lianjie-foreign-") as folder:
        origin = f"http://127.0.0.1:{free_port(socket.SOCK_STREAM)}"
        environment = os.environ | {
            "LIANJIE_DATA__DIR": folder,
            "LIANJIE_SERVER__LISTEN": origin.removeprefix("http://"),
            "LIANJIE_SERVER__PUBLIC_URL": origin,
            "LIANJIE_MEDIA__LISTEN": f"127.0.0.1:{free_port(socket.SOCK_DGRAM)}",
            "LIANJIE_MEDIA__ADDRESSES": json.dumps(["127.0.0.1"]),
            "LIANJIE_HEARINGS__IDENTITY_BEFORE_ADMISSION": "false",  # devices show no papers
            "LIANJIE_LOG__FILTER": os.environ.get("LIANJIE_LOG__FILTER", "warn"),
        }
        subprocess.run([BINARY, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen([BINARY, "serve"], env=environment)
        try:
            await ready(origin, process)
            yield origin
        finally:
            process.terminate()
            process.wait()


async def ready(origin, process):
    async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as client:
        while process.poll() is None:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with client.get(f"{origin}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise RuntimeError("the server ended")
