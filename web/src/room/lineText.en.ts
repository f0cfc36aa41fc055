import type { Text } from "./lineText.zh";

export const text: Text = {
  beforeStart: "You are at the table. Everyone sees and hears each other once all who must be here have come.",
  deliberating: "The panel is deliberating and nobody else hears or sees it. Please stay.",
  quietNow: "No sound and picture for now; please wait.",
  pictures: {
    reduced: "Slow line: pictures are smaller for now; sound is not affected.",
    stills: "Slow line: a new picture every few seconds for now; sound goes on.",
    sound_only: "Slow line: only sound for now. Pictures come back by themselves when the line is better.",
  },
  unseen: "Slow line: your picture is not sent for now, your sound is. It comes back by itself when the line is better.",
  poorAdvice: "Your line is weak; others may not hear you well. Move closer to the Wi-Fi or to better signal, or turn the camera off so that sound comes first.",
  lostTitle: "The connection was lost and is being restored",
  lostBody: "Your seat is kept; you need not do anything. Lost for {n} seconds.",
  lostLong: "If it stays like this, check your signal or Wi-Fi, or move to another spot.",
  mediaLost: "Sound and picture were lost and are being restored",
  mediaUnusable: "Sound and picture of this device do not get through. You still see the minutes; use another browser or device.",
  soundBlocked: "Press here for sound",
  deviceGone: "The microphone or camera does not work now: it may be unplugged, not allowed, or used by another program (a phone call, perhaps).",
  recover: "Restore sound and picture",
};
