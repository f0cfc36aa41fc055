// Where divisions lie on the heat view: roughly as on the map, west to east. Another city or province adds its own here; one
// without is shown in the order of its divisions, and the page says so.

/** Column and row of each division, from 1. */
export type Layout = Readonly<Record<string, readonly [column: number, row: number]>>;

const LAYOUTS: Readonly<Record<string, Layout>> = {
  // 兰州市
  "6201": {
    "620121": [1, 1],
    "620122": [4, 1],
    "620111": [1, 2],
    "620104": [2, 2],
    "620105": [3, 2],
    "620103": [3, 3],
    "620102": [4, 2],
    "620123": [5, 3],
    "620171": [3, 1],
  },
};

export const layoutOf = (division: string): Layout | undefined => LAYOUTS[division];

export const columnsOf = (layout: Layout): number => Math.max(...Object.values(layout).map(([column]) => column));
