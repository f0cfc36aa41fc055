"""Staff of the demo: who schedules, hands out tokens, presides."""

import asyncio
import json
import os
import time

import aiohttp

PASSWORD = os.environ.get("LIANJIE_DEMO_PASSWORD", "Lanzhou-2026-demo")
PRESIDER = ("gs-presider", "王某", "甘肃省信访局")
CLERK = ("lz-clerk", "张某", "兰州市信访局")
ROOM = "七里河区第一视频接访室"  # the second is taken by the demo's own hearing


class Desk:
    """A signed-in member of staff."""

    def __init__(self, origin):
        self.origin = origin
        self.client = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # the server's name is an address
            headers={"origin": origin},
        )
        self.page = self.reading = None
        self.asked = 0
        self.said = asyncio.Queue()

    @classmethod
    async def sign_in(cls, origin, username):
        desk = cls(origin)
        await desk.post("/session", {"username": username, "password": PASSWORD})
        return desk

    async def get(self, path):
        return await self.call("GET", path)

    async def post(self, path, body=None):
        return await self.call("POST", path, json=body or {})

    async def call(self, method, path, **more):
        async with self.client.request(method, f"{self.origin}/api{path}", **more) as answer:
            text = await answer.text()
            if not answer.ok:
                raise RuntimeError(f"{method} {path}: {answer.status} {text}")
            return json.loads(text) if text else None

    async def schedule(self):
        """A hearing of the seed case that begins in a minute; gives it."""
        rows = (await self.get("/petitions?search=物业"))["rows"]
        petition = await self.get(f"/petitions/{rows[0]['id']}")
        staff, rooms = [(await self.get(f"/{kind}?limit=100"))["rows"] for kind in ("staff", "rooms")]

        def person(who):
            return next(one["id"] for one in staff if (one["name"], one["agency_name"]) == who[1:])

        room = next(one["id"] for one in rooms if one["name"] == ROOM)
        petitioner = next(one["id"] for one in petition["parties"] if one["kind"] == "petitioner")
        now = int(time.time() * 1000)
        return await self.post(f"/petitions/{petition['id']}/hearings", {
            "kind": "joint_reception",
            "title": "外部设备测试联合接访",
            "starts_at": now + 60_000,
            "ends_at": now + 3_600_000,
            "agenda": ["opening", "statement", "read_back"],
            "seats": [
                {"role": "presider", "occupant": {"is": "official", "staff": person(PRESIDER)}},
                {"role": "clerk", "occupant": {"is": "official", "staff": person(CLERK)}},
                {"role": "agency_rep", "occupant": {"is": "room", "room": room}, "mandatory": True},
                {"role": "petitioner", "occupant": {"is": "party", "person": petitioner}, "mandatory": True},
                {"role": "observer", "occupant": {"is": "external", "organisation": "旁听席", "name": "大屏"}},
            ],
        })

    async def token(self, hearing, seat):
        return await self.post(f"/hearings/{hearing['id']}/seats/{seat}/device-token")

    async def sit(self, hearing):
        """Opens the page's WebSocket of the own seat."""
        ticket = (await self.post("/tickets", {"hearing": hearing["id"]}))["ticket"]
        self.page = await self.client.ws_connect(f"{self.origin}/api/ws")
        await self.say({"type": "hello", "protocol": 1, "ticket": ticket, "peer": None})
        self.reading = asyncio.create_task(self.read())
        await self.until(lambda message: message["type"] == "welcome")

    async def read(self):
        """All the time: pings are answered only by who reads."""
        async for message in self.page:
            self.said.put_nowait(message.json())

    async def say(self, message):
        self.asked += 1
        await self.page.send_json({"id": self.asked, "do": message})
        return self.asked

    async def do(self, message):
        number = await self.say(message)
        answer = await self.until(lambda said: said.get("re") == number)
        if answer["type"] != "done":
            raise RuntimeError(f"{message}: {answer}")

    async def until(self, wanted):
        while True:
            if wanted(message := await self.said.get()):
                return message

    async def close(self):
        if self.page is not None:
            await self.page.close()
            await self.reading
        await self.client.close()
