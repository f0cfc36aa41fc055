import { expect, it, vi } from "vitest";
import { ref } from "vue";
import { show } from "@/desk/parts/show";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { InterpreterView } from "@/wire";
import EarChoice from "./EarChoice.vue";

const there = { presence: { is: "seated", since: 0 } } as const;
const seats = [
  seat("petitioner", { role: "petitioner", side: "petitioner", ...there }),
  seat("i", { role: "interpreter", name: "扎西", ...there }),
  seat("j", { role: "interpreter", name: "卓玛", ...there }),
  seat("k", { role: "interpreter", name: "马某", ...there }),
];

function choices(listening: readonly string[]) {
  const interpreter = (id: string, languages: InterpreterView["languages"]): InterpreterView =>
    ({ seat: id, languages, aloud: false, listeners: listening.includes(id) ? ["petitioner"] : [] });
  const interpreters = [interpreter("i", ["tibetan", "sign"]), interpreter("j", ["sign", "tibetan"]), interpreter("k", ["dongxiang"])];
  const told = apply(null, welcome({ you: "petitioner", seats }), 0) as RoomView;
  const room: RoomView = { ...told, grants: { ...told.grants, attend: true }, apart: { ...told.apart, interpreters } };
  const send = vi.fn();
  const { page, gone } = show(EarChoice, { room, asking: { send, busy: ref(false), wrong: ref("") } });
  const buttons = [...page.querySelectorAll<HTMLElement>("[aria-pressed]")];
  return { buttons, send, gone, pressed: buttons.map((button) => button.getAttribute("aria-pressed")) };
}

it("has one button for two who relieve each other, and shows one as pressed", () => {
  const rows: [string[], string[]][] = [
    [[], ["true", "false", "false"]],
    [["i", "j"], ["false", "true", "false"]],
    [["k"], ["false", "false", "true"]],
    [["j", "k"], ["false", "true", "false"]],
  ];
  for (const [listening, expected] of rows) {
    const { buttons, pressed, send, gone } = choices(listening);
    expect(pressed, listening.join()).toEqual(expected);
    expect(["扎西", "卓玛"].every((name) => buttons[1]?.textContent?.includes(name))).toBe(true);
    buttons[1]?.click();
    expect(send).toHaveBeenCalledWith({ kind: "listen", interpreter: "i" });
    gone();
  }
});
