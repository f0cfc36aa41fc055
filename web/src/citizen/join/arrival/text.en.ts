import { languages } from "@/room/languages.en";
import type { text as zh } from "./text.zh";

export const text: typeof zh = {
  title: "Check-in",
  queue: "{n} before you",
  next: "You are next, please stay",
  state: {
    checking_in: "Waiting for the clerk to confirm who you are",
    identity_ok: "Identity confirmed, please test your device",
    tested: "Identity confirmed, device tested",
    waiting: "Checked in, waiting to be let in",
  },
  declared: "You have promised not to record; this is on record.",
  roomPromise: "Somebody of the staff here, please promise for this room: nobody in it records, and all were told who hears and sees them. It goes on record.",
  roomPromises: "I promise for this room",
  anew: "The hearing has a new time: please check in anew, and promise again:",
  language: "The language you speak",
  languages: { mandarin: "Mandarin", ...languages },
  interpreter: "I need an interpreter",
  photo: "Show your identity card",
  photoHint: "Take a photo of the side with your face. Only the clerk sees it; it is deleted once you are confirmed.",
  photoTake: "Take a photo",
  photoAgain: "Take another",
  photoSent: "The photo has arrived and waits to be looked at.",
  photoOther: "You may also show your card at the office.",
  errors: {
    identified: "You are confirmed already: no photo is needed, and this one was not kept.",
    photo_kept: "The photo from before is kept by an order and cannot be replaced. Please wait, or show your card at the office.",
  },
  phone: "Confirm your phone",
  phoneHint: "A code goes to the phone ending in {tail}.",
  phoneSent: "Sent. Please enter the six digits.",
  phoneConfirm: "Confirm",
  phoneDone: "Phone confirmed.",
  testNeeds: "Possible once you are connected.",
  officer: "From the officer on duty",
  rung: "The staff are calling you, please stay in front of the camera.",
};
