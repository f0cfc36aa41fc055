import { afterEach, expect, it, vi } from "vitest";
import { petitions, supervision } from "../api";
import { settled, show } from "../parts/show";
import ReportDialog from "./ReportDialog.vue";

const demand = { id: "d1", petition: "p1", kind: "completion", tag: "t" };

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

it("begins with what was sent back, and says why it was", async () => {
  const file = { id: "f1", name: "公示照片.jpg" };
  vi.spyOn(petitions, "one").mockResolvedValue({ attachments: [file, { id: "f2", name: "合同.pdf" }] } as never);
  const filed = vi.spyOn(supervision, "report").mockResolvedValue({} as never);
  const text = "查明情况：两年未公开\n收支\n办理结果：已责令公开并公示\n信访人意见：信访人表示满意\n附件：公示照片.jpg";
  const returned = { reason: "没有写明公示情况", at: 1 };
  const answer = { text, adopted: null, files: [{ id: "f2", name: "合同.pdf" }], by_name: "", at: 1 };
  const { gone } = show(ReportDialog, { demand: { ...demand, answer, returned } });
  await settled();
  expect(document.querySelector(".el-dialog")?.textContent).toContain("没有写明公示情况");
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await settled();
  expect(filed).toHaveBeenCalledWith(expect.objectContaining({ id: "d1", tag: "t" }), {
    found: "两年未公开\n收支",
    done: "已责令公开并公示",
    view: "信访人表示满意",
    files: ["f2", "f1"], // one named at the end of its text, as reports once were
  });
  gone();
});

it("files the three parts, and asks for each that is missing", async () => {
  vi.spyOn(petitions, "one").mockResolvedValue({ attachments: [] } as never);
  const filed = vi.spyOn(supervision, "report").mockResolvedValue({} as never);
  const { type, gone } = show(ReportDialog, { demand });
  await settled();
  const fields = [...document.querySelectorAll<HTMLTextAreaElement>(".el-dialog textarea")];
  const submit = () => document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await type(fields[0]!, "物业公司两年未公开收支");
  submit();
  await settled();
  expect(filed).not.toHaveBeenCalled();
  await type(fields[1]!, "已责令公开并公示");
  await type(fields[2]!, "信访人表示满意");
  submit();
  await settled();
  expect(filed).toHaveBeenCalledWith(expect.objectContaining({ id: "d1", tag: "t" }), {
    found: "物业公司两年未公开收支",
    done: "已责令公开并公示",
    view: "信访人表示满意",
    files: [],
  });
  gone();
});

it("offers an organ that reads no papers what it brought, to be sent again with what it adds", async () => {
  const bring = vi.spyOn(supervision, "bring").mockResolvedValue({ id: "f3", name: "补充照片.jpg" } as never);
  const filed = vi.spyOn(supervision, "report").mockResolvedValue({} as never);
  const text = "查明情况：两年未公开收支\n办理结果：已责令公开并公示\n信访人意见：信访人表示满意";
  const files = [{ id: "f1", name: "公示照片.jpg", opens: false }, { id: null, name: "他人材料.pdf", opens: false }];
  const answer = { text, adopted: null, files, by_name: "", at: 1 };
  const begin = () => show(ReportDialog, { demand: { ...demand, petition: null, answer, returned: { reason: "补充", at: 1 } } });
  const first = begin();
  await settled();
  const input = document.querySelector<HTMLInputElement>(".el-dialog input[type=file]") as HTMLInputElement;
  Object.defineProperty(input, "files", { value: [new File(["x"], "补充照片.jpg")] });
  input.dispatchEvent(new Event("change"));
  await settled();
  expect(bring).toHaveBeenCalledOnce();
  first.gone(); // the page is loaded anew
  const { gone } = begin();
  await settled();
  const page = document.body.textContent ?? "";
  expect(["公示照片.jpg", "补充照片.jpg"].map((name) => page.includes(name))).toEqual([true, true]);
  document.querySelector<HTMLElement>("[data-do=submit]")?.click();
  await settled();
  expect(filed.mock.calls[0]?.[1].files).toEqual(["f1", "f3"]);
  gone();
});
