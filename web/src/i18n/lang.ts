// Which language the page speaks, and its dictionaries. Chinese is in the bundle; English loads when asked
// for. A dictionary is a plain object, so a missing sentence is a compile error.
import { ref, shallowRef, type ShallowRef } from "vue";

export type Lang = "zh" | "en";

const KEPT_AS = "lj.lang";

export const lang = ref<Lang>("zh");

type Load = () => Promise<void>;
const loaders: Load[] = [];

/** Makes a dictionary that follows {@link lang}; in templates it unwraps: `m.home.title`. */
export function dictionary<M extends object>(zh: M, en: () => Promise<M>): Readonly<ShallowRef<M>> {
  const words: ShallowRef<M> = shallowRef(zh) as ShallowRef<M>;
  const follow = async () => {
    const wanted = lang.value;
    const next = wanted === "zh" ? zh : await en();
    if (lang.value === wanted) words.value = next;
  };
  loaders.push(follow);
  if (lang.value !== "zh") void follow();
  return words;
}

export async function setLang(next: Lang): Promise<void> {
  lang.value = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  keep(next);
  await Promise.all(loaders.map((load) => load()));
}

/** What was chosen here before; else Chinese, for a browser in English English. */
export function startLang(): Promise<void> {
  const kept = chosenBefore();
  const own = navigator.language.toLowerCase().startsWith("en") ? "en" : "zh";
  return setLang(kept ?? own);
}

/** Puts values into a sentence: `fill("还有 {n} 天", { n: 3 })`. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function chosenBefore(): Lang | null {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === "zh" || kept === "en" ? kept : null;
  } catch {
    return null; // storage is off: private windows, some WebViews
  }
}

function keep(next: Lang): void {
  try {
    localStorage.setItem(KEPT_AS, next);
  } catch {
    // Not kept: asked for again next time.
  }
}
