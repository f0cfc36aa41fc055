// What is typed in a dialog and then sent: faults are shown once it was tried, and the draft is kept until the server has it.
import { ref, type Ref } from "vue";
import type { Act } from "./act";
import { useDraft, type Draft } from "./draft";

export interface DialogForm {
  draft: Draft;
  /** It was tried to send it: what is missing is said. */
  tried: Ref<boolean>;
  /** Sends a sound form by `work`; `done` is given the answer once the draft is dropped. */
  send: <T>(sound: boolean, work: () => Promise<T>, done: (answer: T) => unknown) => Promise<void>;
}

/** `of`: the name the draft is kept by. */
export function useDialogForm(of: string, form: object, { act }: Pick<Act, "act">): DialogForm {
  const draft = useDraft(of, form);
  const tried = ref(false);
  const send: DialogForm["send"] = async (sound, work, done) => {
    tried.value = true;
    if (!sound) return;
    await act(async () => {
      const answer = await work();
      draft.drop();
      done(answer);
    });
  };
  return { draft, tried, send };
}
