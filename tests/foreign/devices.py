"""Devices on aiortc: what an encoder, a gateway and a player do, by WHIP (RFC 9725) and WHEP."""

import array
import asyncio
import collections
import fractions
import math
from urllib.parse import urljoin

import aioice.ice
import aiohttp
import av
from aiortc import (
    AudioStreamTrack, RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError

# Everything stays on loopback, which aioice leaves out by itself.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]

SAMPLES = 960  # 20 ms
RATE = 48_000


class Grey(VideoStreamTrack):
    """A picture of one brightness, by which its sender is known."""

    def __init__(self, luma):
        super().__init__()
        self.luma = luma

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(320, 240, "yuv420p")
        for plane, value in zip(frame.planes, (self.luma, 128, 128)):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(AudioStreamTrack):
    """440 Hz."""

    sent = 0

    async def recv(self):
        await asyncio.sleep(SAMPLES / RATE)
        wave = (int(8000 * math.sin(2 * math.pi * 440 * (self.sent + n) / RATE)) for n in range(SAMPLES))
        frame = av.AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(array.array("h", wave).tobytes())
        frame.pts, frame.sample_rate, frame.time_base = self.sent, RATE, fractions.Fraction(1, RATE)
        self.sent += SAMPLES
        return frame


class Device:
    """One session. What it decodes is counted: pictures by their brightness, sounds that are no silence."""

    def __init__(self, door, token):
        self.door, self.token = door, token
        # RFC 9725 4.4.1.
        policy = RTCBundlePolicy.MAX_BUNDLE
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=policy))
        self.client = aiohttp.ClientSession(headers={"authorization": f"Bearer {token}"})
        self.session = self.etag = None
        self.pictures, self.sounds = collections.Counter(), 0
        self.listening = set()
        self.peer.on("track", self.listen)

    def sends(self, luma):
        for track in (Tone(), Grey(luma)):
            self.peer.addTransceiver(track, direction="sendonly")
        return self

    def receives(self):
        for kind in ("audio", "video"):
            self.peer.addTransceiver(kind, direction="recvonly")
        return self

    async def start(self):
        await self.peer.setLocalDescription(await self.peer.createOffer())
        offer = self.peer.localDescription.sdp
        kind = {"content-type": "application/sdp"}
        async with self.client.post(self.door, data=offer, headers=kind) as answer:
            sdp = await answer.text()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status} {sdp}")
            self.session = urljoin(self.door, answer.headers["location"])
            self.etag = answer.headers["etag"]
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        return self

    async def trickle(self):
        """All candidates were in the offer; a client that trickles says at least that there are no more."""
        headers = {"content-type": "application/trickle-ice-sdpfrag", "if-match": self.etag}
        async with self.client.patch(self.session, data="a=end-of-candidates\r\n", headers=headers) as answer:
            return answer.status

    async def hang_up(self):
        async with self.client.delete(self.session) as answer:
            return answer.status

    async def close(self):
        await self.peer.close()
        await self.client.close()

    def listen(self, track):
        self.listening.add(asyncio.ensure_future(self.count(track)))

    async def count(self, track):
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return  # closed
            if track.kind == "video":
                self.pictures[brightness(frame)] += 1
            elif max(memoryview(frame.planes[0]).cast("B").cast("h"), default=0) > 1000:
                self.sounds += 1

    async def decodes(self, *senders, pictures=30, sounds=50, within=60):
        """Waits until it decoded so many pictures of one of these senders, and sound, from now on."""
        before, heard = self.pictures.copy(), self.sounds
        async with asyncio.timeout(within):
            while max(self.pictures[one] - before[one] for one in senders) < pictures or self.sounds - heard < sounds:
                await asyncio.sleep(0.05)


def brightness(frame):
    """In tens: the codec changes it a little."""
    plane = frame.planes[0]  # luma: aiortc's decoders give yuv420p
    return round(memoryview(plane)[plane.line_size * (frame.height // 2) + frame.width // 2] / 10) * 10
