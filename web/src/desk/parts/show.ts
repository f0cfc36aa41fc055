// Puts a component on the page of a test, the way the desk does.
import { createApp, h, nextTick, type Component } from "vue";

export interface Shown {
  page: HTMLElement;
  /** Presses a key on an element and lets the page follow. */
  press: (element: Element, key: KeyboardEventInit & { keyCode?: number }) => Promise<void>;
  /** Types a whole text into a field. */
  type: (field: HTMLInputElement | HTMLTextAreaElement, text: string) => Promise<void>;
  gone: () => void;
}

export function show(component: Component, props: Record<string, unknown>): Shown {
  const page = document.createElement("div");
  document.body.append(page);
  // Rendered by a parent, so that reactive props reach it.
  const app = createApp({ render: () => h(component, { ...props }) });
  app.mount(page);
  return {
    page,
    async press(element, key) {
      element.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...key }));
      await nextTick();
    },
    async type(field, text) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await nextTick();
    },
    gone() {
      app.unmount();
      page.remove();
    },
  };
}

/** Once all that was asked for has been answered, and is shown. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done));
  await nextTick();
}
