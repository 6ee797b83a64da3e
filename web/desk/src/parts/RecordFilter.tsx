// A filter that names a record: the address holds its id, the page shows its name.
import { useRead } from "./reading";
import { Labelled } from "./Field";
import { RecordPicker } from "./RecordPicker";
import { findAreas, findSponsors } from "./find";

export function RecordFilter({
  kind,
  label,
  value,
  onChange,
}: {
  kind: "area" | "sponsor";
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const path = kind === "area" ? "/api/areas/{id}" : "/api/sponsors/{id}";
  const record = useRead(path, { path: { id: value ?? "" } }, { enabled: value !== undefined });
  const name = record.data?.id === value ? record.data?.name : undefined;
  return (
    <Labelled label={label}>
      {(ids) => (
        <RecordPicker
          ids={ids}
          // Not the name of a field of a form on the same page.
          name={`filter_${kind}`}
          kind={kind}
          find={kind === "area" ? findAreas : findSponsors}
          value={value === undefined ? undefined : { id: value, name: name ?? "" }}
          onChange={(picked) => onChange(picked?.id)}
        />
      )}
    </Labelled>
  );
}
