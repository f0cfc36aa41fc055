export { dictionary, fill, lang, setLang, startLang, type Lang } from "./lang";
export { clock, day, daysOf, daysUntil, elapsed, isoDay, moment, span, writtenDay } from "./dates";
export { problemText, words } from "./words";
