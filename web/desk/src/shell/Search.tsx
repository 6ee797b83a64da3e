// Ctrl-K: pages and records by their names, from wherever one is. A list under a field, as screen
// readers know it (combobox and listbox); what can be found, the pages say (finders of page.ts).
import { t } from "@sojourn/shared";
import { useQueries } from "@tanstack/react-query";
import { Button } from "antd";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { type Found, finders, hasPage, pages } from "./pages";
import { useMay } from "./session";

/** Until nobody has typed for so long nothing is asked for. */
const pause = 150;

export function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen(true);
      }
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
    } else {
      dialog.current?.close();
    }
  }, [open]);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("shell.search")} <kbd>Ctrl K</kbd>
      </Button>
      <dialog ref={dialog} className="search" aria-label={t("shell.search")} onClose={() => setOpen(false)}>
        {open && <Finding close={() => setOpen(false)} />}
      </dialog>
    </>
  );
}

function Finding({ close }: { close: () => void }) {
  const may = useMay();
  const navigate = useNavigate();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    const wait = setTimeout(() => setWords(typed.trim()), pause);
    return () => clearTimeout(wait);
  }, [typed]);

  const asked = finders.filter((finder) => may(finder.needs));
  const answers = useQueries({
    queries: asked.map((finder) => ({
      queryKey: ["find", finder.title, words],
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(words, signal),
      enabled: words !== "",
    })),
  });
  const small = words.toLowerCase();
  const screens: Found[] = pages
    .filter((page) => page.order !== undefined && (page.needs === undefined || may(page.needs)))
    .map((page) => ({ to: page.path, name: t(page.title) }))
    .filter((page) => page.name.toLowerCase().includes(small));
  const groups = [
    { title: t("shell.pages"), rows: screens },
    ...asked.map((finder, index) => ({ title: t(finder.title), rows: words === "" ? [] : (answers[index]?.data ?? []).filter((each) => hasPage(each.to)) })),
  ].filter((group) => group.rows.length > 0);
  const rows = groups.flatMap((group) => group.rows);
  const at = Math.min(chosen, rows.length - 1);
  const waits = typed.trim() !== words || answers.some((each) => each.isFetching);
  const failed = answers.some((each) => each.isError);

  const go = (found: Found | undefined): void => {
    if (found !== undefined) {
      close();
      void navigate(found.to);
    }
  };
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((Math.max(at, 0) + step + rows.length) % Math.max(rows.length, 1));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(rows[at]);
    }
  };
  let number = 0;
  return (
    <>
      <input
        // The dialog is there for this field.
        autoFocus
        role="combobox"
        aria-label={t("shell.search_for")}
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder={t("shell.search_for")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={key}
        spellCheck={false}
        autoComplete="off"
      />
      <div role="listbox" id={`${id}-list`} aria-label={t("shell.found")}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="quiet" aria-hidden="true">
              {group.title}
            </div>
            {group.rows.map((found) => {
              const own = number++;
              return (
                <div
                  key={found.to}
                  id={`${id}-${own}`}
                  role="option"
                  aria-selected={own === at}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => go(found)}
                >
                  <bdi>{found.name}</bdi>{" "}
                  {found.detail !== undefined && (
                    <span className="quiet">
                      <bdi>{found.detail}</bdi>
                    </span>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="quiet" role="status">
        {failed
          ? t("shell.search_failed")
          : waits
            ? t("shell.loading")
            : words === ""
              ? t("shell.search_help")
              : rows.length === 0
                ? t("shell.nothing_found")
                : t("shell.found_count", { count: rows.length })}
      </p>
    </>
  );
}
