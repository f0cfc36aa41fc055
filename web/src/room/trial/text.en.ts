// A test of devices and line before a call, and what it came to.
import type { text as zh } from "./text.zh";

export const text: typeof zh = {
  test: "Device test",
  run: "Start the test",
  again: "Test again",
  running: "Testing, please say a few words…",
  result: { ok: "Good", poor: "Passable", failed: "Not working" },
  advice: {
    microphone: "You cannot be heard. Allow the microphone, or try another.",
    camera: "You cannot be seen. You may take part by sound alone; to be seen, allow the camera.",
    blocked: "Sound and picture do not get through. Use mobile data or another network, or come to the office.",
    line: "The network is slow. Move closer to the router, stop other downloads, or use mobile data.",
  },
  blockedStaff: "Sound and picture do not get through. Test again on another network, and tell your technician or the operator on duty.",
  fine: "Sound, picture and network are all well.",
  title: "Test your device first",
  way: "It uses your microphone and camera for about ten seconds.",
  aboutLink: "No need to wait for the day. Test now and the staff see the result; your link is not used up by it.",
  aboutOwn: "No need to wait for the day. Test now and the clerk sees the result.",
};
