// A field that names a record: a part of its name is typed, and the server says which there are.
import { t } from "@sojourn/shared";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import "./record.css";

export interface Picked {
  id: string;
  name: string;
  /** What tells it from others of that name. */
  detail?: string;
}
export type Find = (words: string, signal: AbortSignal) => Promise<Picked[]>;

/** Until nobody has typed for so long nothing is asked for. */
const pause = 200;

export function RecordPicker({
  ids,
  name,
  kind,
  find,
  value,
  onChange,
}: {
  /** Of the label around it, see Labelled. */
  ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
  name: string;
  /** What is found is kept by it: "site". */
  kind: string;
  find: Find;
  value: Picked | undefined;
  onChange: (picked: Picked | undefined) => void;
}) {
  const list = useId();
  const [typed, setTyped] = useState(value?.name ?? "");
  const [words, setWords] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => setTyped(value?.name ?? ""), [value?.id, value?.name]);
  useEffect(() => {
    const wait = setTimeout(() => setWords(typed.trim()), pause);
    return () => clearTimeout(wait);
  }, [typed]);
  const found = useQuery({
    queryKey: ["pick", kind, words],
    queryFn: ({ signal }) => find(words, signal),
    enabled: open,
  });
  const rows = open && words === typed.trim() ? (found.data ?? []) : [];
  const pick = (row: Picked | undefined): void => {
    if (row !== undefined) {
      onChange(row);
      setTyped(row.name);
      setOpen(false);
    }
  };
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setAt((Math.min(at, rows.length) + step + rows.length) % Math.max(rows.length, 1));
    } else if (event.key === "Enter" && open && !event.nativeEvent.isComposing) {
      event.preventDefault();
      pick(rows[at]);
    } else if (event.key === "Escape" && open) {
      // Closes the list, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="picker">
      <Input
        {...ids}
        name={name}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `${list}-${at}` : undefined}
        autoComplete="off"
        status={ids["aria-invalid"] === undefined ? "" : "error"}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          setAt(0);
          if (value !== undefined) {
            onChange(undefined);
          }
        }}
        onKeyDown={key}
        onBlur={() => setOpen(false)}
      />
      <div role="listbox" id={list} className="picker-list" aria-label={t("record.found")}>
        {rows.map((row, index) => (
          <div
            key={row.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(row)}
          >
            <bdi>{row.name}</bdi>{" "}
            {row.detail !== undefined && (
              <span className="quiet">
                <bdi>{row.detail}</bdi>
              </span>
            )}
          </div>
        ))}
      </div>
      <span className="quiet" role="status">
        {open && words !== "" && found.isSuccess && rows.length === 0 && words === typed.trim() && t("record.none_called_so")}
        {found.isError && t("shell.search_failed")}
      </span>
    </div>
  );
}
