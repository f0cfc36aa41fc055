import type { Text } from "./text.zh";

export const text: Text = {
  title: "Rights and duties",
  lead: "Drawn from the Regulations on Petition Work. The text of the Regulations decides.",
  parts: [
    {
      title: "Your rights",
      lines: [
        "You may petition in writing, by phone, online or in person; no one way is prescribed (art. 17).",
        "Once registered, look the matter up by number and query code, without an account.",
        "The bureau passes it on within 15 days of receipt; the unit decides within 15 days of receipt whether to accept it, and tells you (arts. 22, 23).",
        "After acceptance it is handled within 60 days; complicated matters may be extended with approval by at most 30 days, with reasons (art. 34).",
        "If you disagree with the opinion you may ask for review within 30 days, and for re-review within 30 days of that (arts. 35, 36).",
        "Reports on misconduct are kept secret from those they name (art. 30).",
        "You may ask that staff with an interest in the matter withdraw.",
        "In a video hearing you may raise your hand for a pause at any time; you see the minutes throughout and they are read back to you.",
      ],
    },
    {
      title: "Your duties",
      lines: [
        "Tell the truth; do not invent or distort facts or accuse falsely.",
        "Several people with one matter choose representatives, five at most (art. 20).",
        "Keep the law and the order of the hearing (art. 26); do not record or pass the link on.",
        "A matter accepted or being handled is not accepted a second time by a higher organ within its time limit (art. 19).",
      ],
    },
    {
      title: "Your personal information",
      lines: [
        "Only what is needed is asked: name and phone. ID number and address may be left out.",
        "Where the office records the sound and picture of a video hearing, you are told before you enter; recesses, deliberation and private talks are not recorded, and recordings are destroyed with approval once their years are over.",
        "Only the presider, the clerk and those in charge at that office and the petition bureaus above it may play them, to check the minutes and settle disputes; ask that office about them, or object there.",
        "It is stored encrypted and seen only by staff who handle the matter.",
        "What number and query code show never contains anyone's name or phone.",
      ],
    },
  ],
};
