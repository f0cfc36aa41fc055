/** How a hearing is stopped from its page. */
export type Stop = "cancel" | "postpone" | "convert" | "adjourn";
