"use client";
import { Search } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { Kbd } from "../ui/kbd";
import { isTyping } from "./is-typing";
import { SearchResults } from "./search-results";
import { useSearch } from "./use-search";

interface SearchBoxProps {
  readonly environment: Environment;
  readonly shortcuts: boolean;
}

export function SearchBox({ environment, shortcuts }: SearchBoxProps) {
  const t = useTranslations("search");
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const search = useSearch(environment, () => {
    setText("");
    input.current?.blur();
  });
  const listed = search.choices.length > 0;
  useSearchKeys(input, shortcuts);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const choice = search.choices[active];
    if (choice) choice.open();
    else if (text.trim() !== "") void search.run(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (search.message === "") input.current?.blur();
      else search.reset();
    } else if (listed && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + search.choices.length) % search.choices.length);
    }
  };

  return (
    <search className="relative w-full max-w-xl">
      <form onSubmit={onSubmit}>
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
        />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t("label")}
          aria-expanded={listed}
          aria-controls={listId}
          aria-activedescendant={listed ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          aria-busy={search.pending}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={t("placeholder")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
            search.reset();
          }}
          onKeyDown={onKeyDown}
          className="h-9 w-full rounded-full border border-hairline bg-bg ps-9 pe-9 text-ink transition-colors placeholder:text-muted hover:border-control focus:border-control focus:bg-surface max-sm:h-11 max-sm:text-lg"
        />
        {shortcuts && text === "" ? (
          <span aria-hidden="true" className="pointer-events-none absolute top-2 right-3 max-lg:hidden">
            <Kbd>/</Kbd>
          </span>
        ) : null}
      </form>
      <SearchResults
        listId={listId}
        message={search.message}
        failed={search.failed}
        choices={search.choices}
        active={active}
        onActive={setActive}
      />
    </search>
  );
}

/** `/` (where single keys are on) and Ctrl or Cmd K put the cursor into the search box. */
function useSearchKeys(input: { readonly current: HTMLInputElement | null }, shortcuts: boolean): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const slash = shortcuts && event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
      const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!slash && !palette) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [input, shortcuts]);
}
