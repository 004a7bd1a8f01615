import { type RefObject, useEffect, useRef } from "react";

interface FormPlaces {
  readonly form: RefObject<HTMLFormElement | null>;
  /** What is said of the whole. */
  readonly notice: RefObject<HTMLDivElement | null>;
}

/**
 * After a send that left the form open: to the first field that is wrong, else to what is said of the whole. `send` is another
 * for each: their count, or what the last one threw; nothing is done while it is 0 or null.
 */
export function useFocusOnWrong(send: unknown): FormPlaces {
  const form = useRef<HTMLFormElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (send) (form.current?.querySelector<HTMLElement>("[aria-invalid=true]") ?? notice.current)?.focus();
  }, [send]);
  return { form, notice };
}
