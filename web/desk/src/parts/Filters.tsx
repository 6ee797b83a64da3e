// Controls that filter a list: a search that waits until nobody types, and a choice. Their value is
// one of useFilters().
import { t } from "@sojourn/shared";
import { Input } from "antd";
import { useEffect, useState } from "react";
import { Labelled } from "./Field";

const pause = 250;

export function SearchFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => {
    if (typed === (value ?? "")) {
      return;
    }
    const wait = setTimeout(() => onChange(typed), pause);
    return () => clearTimeout(wait);
    // Only typing begins the wait; a new address shows itself below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed]);
  useEffect(() => setTyped(value ?? ""), [value]);
  return (
    <Labelled label={label}>
      {(ids) => <Input {...ids} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
    </Labelled>
  );
}

/** The browser's own control: the keyboard, screen readers and phones know it. */
export function ChoiceFilter<T extends string>({
  label,
  value,
  choices,
  none = t("shell.any"),
  onChange,
}: {
  label: string;
  value: string | undefined;
  /** `record`: its name comes from a record, in whatever direction. */
  choices: { value: T; name: string; record?: boolean }[];
  /** What stands for no choice; null where one has to be made. */
  none?: string | null;
  onChange: (value: T | undefined) => void;
}) {
  return (
    <Labelled label={label}>
      {(ids) => (
        <select {...ids} value={value ?? ""} onChange={(event) => onChange((event.target.value || undefined) as T | undefined)}>
          {none !== null && <option value="">{none}</option>}
          {choices.map((each) => (
            <option key={each.value} value={each.value} dir={each.record === true ? "auto" : undefined}>
              {each.name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
