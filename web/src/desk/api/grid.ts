import { get, post } from "@/api/http";
import { upload } from "@/api/upload";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const grid = {
  counts: () => get<rest.GridCounts>("/grid/counts"),
  places: () => get<rest.GridPlaces>("/grid/places"),
  list: (box: rest.GridBox, after: string | null) =>
    get<rest.GridList>(`/grid/reports?${asked({ box, after })}`),
  one: (report: string) => get<rest.GridReport>(`/grid/reports/${id(report)}`),
  report: (body: rest.GridReportRequest) => post<rest.GridReport>("/grid/reports", body),
  step: (report: string, version: number, step: rest.GridStepBody) =>
    post<rest.GridStepTaken>(`/grid/reports/${id(report)}/steps`, { version, step }),
  addPhoto(report: string, file: File) {
    const form = new FormData();
    form.append("file", file);
    return upload<rest.GridPhoto>(`/grid/reports/${id(report)}/photos`, form, () => {});
  },
  photoUrl: (photo: string) => `/api/grid/photos/${id(photo)}`,
};
