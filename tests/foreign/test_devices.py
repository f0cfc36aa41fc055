"""A stack that is not ours, in seats of a hearing."""

import asyncio
import contextlib
import unittest

from desk import CLERK, PRESIDER, Desk
from devices import Device
from server import running_server

ROOM, PHONE = 60, 180  # brightness of their pictures


class ForeignDevices(unittest.IsolatedAsyncioTestCase):
    async def test_an_encoder_a_gateway_and_a_screen_hold_a_hearing(self):
        async with contextlib.AsyncExitStack() as stack:
            origin = await stack.enter_async_context(running_server())
            presider = await self.staff(stack, origin, PRESIDER)
            clerk = await self.staff(stack, origin, CLERK)
            hearing = await clerk.schedule()
            await presider.sit(hearing)
            await clerk.sit(hearing)

            async def device(role, door):
                seat = next(one["id"] for one in hearing["seats"] if one["role"] == role)
                access = await clerk.token(hearing, seat)
                return seat, self.device(stack, access[door], access["token"])

            room, encoder = await device("agency_rep", "whip_url")
            phone, gateway = await device("petitioner", "whip_url")
            screen, player = await device("observer", "whep_url")
            await encoder.sends(ROOM).start()
            await gateway.sends(PHONE).receives().start()
            await player.receives().start()
            self.assertEqual(await encoder.trickle(), 204)
            for seat in (room, phone, screen):
                await presider.do({"type": "admit", "seat": seat})

            # The gateway sends and receives in one session; the player sees whoever the room shows it.
            await gateway.decodes(ROOM)
            await player.decodes(ROOM, PHONE)
            self.assertEqual(gateway.pictures[PHONE], 0, "nobody sees themselves")

            # Who hangs up comes back by the same token, through the lobby.
            self.assertEqual(await encoder.hang_up(), 200)
            self.assertEqual(await encoder.hang_up(), 404)
            again = self.device(stack, encoder.door, encoder.token)
            await again.sends(ROOM).start()
            await presider.do({"type": "admit", "seat": room})
            await gateway.decodes(ROOM)
            await player.decodes(ROOM, PHONE)

    def device(self, stack, door, token):
        made = Device(door, token)
        stack.push_async_callback(made.close)
        return made

    async def staff(self, stack, origin, who):
        desk = await Desk.sign_in(origin, who[0])
        stack.push_async_callback(desk.close)
        return desk


if __name__ == "__main__":
    unittest.main()
