import { describe, expect, it } from "vitest";
import type { LineView, SeatQuality } from "../rest";
import { bits, carrierWords, layerWords, lasting, percent, pictureWords, rate, summary, worstFirst } from "./line";

const seat: SeatQuality = {
  seat: { id: "a", role: "petitioner", label: "信访人", name: "张某" },
  began_at: 0, until: 3_600_000,
  words: { good: 3_312_000, fair: 0, poor: 180_000, broken: 108_000 },
  pictures: { full: 900, reduced: 0, stills: 0, sound_only: 100 },
  carriers: [{ carrier: "turn_tls", millis: 20 }, { carrier: "udp", millis: 980 }],
  layers: [{ layer: 0, millis: 250 }, { layer: 2, millis: 750 }],
  round_trip: { median_ms: 40, worst_ms: 900 },
  lost_up: { mean: 12, most: 150 }, lost_down: null, concealed: null, freezes: 3,
  drops: [{ reason: "network", times: 2, millis: 108_000 }],
  media_drops: [], worst: null,
};

describe("a report in words", () => {
  it("says the shares, the bad times and why the line broke", () => {
    expect(summary(seat)).toBe("良好 92 % · 较差 3 分钟 · 中断 2 分钟 · 掉线 2 次（网络中断 2）");
  });

  it("says that nothing broke, and names lost devices apart", () => {
    const device = [{ reason: "device" as const, times: 1, millis: 0 }];
    const well = { ...seat, words: { good: 60_000, fair: 0, poor: 0, broken: 0 }, drops: [], media_drops: device };
    expect(summary(well)).toBe("良好 100 % · 没有掉线 · 音视频中断 1 次（设备故障 1）");
  });

  it("tells who went from who was lost", () => {
    const drops = [{ reason: "user_left" as const, times: 1, millis: 0 }, { reason: "power" as const, times: 1, millis: 5 }];
    expect(summary({ ...seat, words: { good: 60_000, fair: 0, poor: 0, broken: 0 }, drops })).toBe(
      "良好 100 % · 掉线 1 次（电量耗尽 1） · 离开 1 次（自行关闭页面 1）",
    );
  });

  it("says ways, pictures and layers by their share", () => {
    expect(carrierWords(seat)).toBe("UDP 直连 98 %、TURN/TLS 中转 2 %");
    expect(pictureWords(seat)).toBe("完整画面 90 %、只有声音 10 %");
    expect(layerWords(seat)).toBe("小 25 %、大 75 %");
    expect(carrierWords({ ...seat, carriers: [] })).toBe("–");
  });
});

it("figures are as people say them", () => {
  expect([rate(34), rate(100), rate(155), rate(0), rate(null)]).toEqual(["3.4 %", "10 %", "16 %", "0 %", "–"]);
  expect([bits(1_250_000), bits(350_000), bits(0)]).toEqual(["1.3 Mbit/s", "350 kbit/s", "–"]);
  expect([lasting(3000), lasting(59_400), lasting(180_000)]).toEqual(["3 秒", "59 秒", "3 分钟"]);
  expect([percent(1, 3), percent(0, 0)]).toEqual(["33 %", "–"]);
});

it("lines are listed worst first, equals in the order of the table", () => {
  const line = (id: string, word: LineView["word"]) => ({ word, seat: { id } }) as LineView;
  const sorted = worstFirst([line("a", "good"), line("b", "broken"), line("c", "good"), line("d", "poor")]);
  expect(sorted.map((it) => it.seat.id).join("")).toBe("bdac");
});
