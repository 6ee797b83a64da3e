// One field of a form: its label, a help, and what is wrong with it, tied together for screen readers.
import { Input } from "antd";
import { type ComponentProps, type ReactNode, useId } from "react";

type Given = Omit<ComponentProps<typeof Input>, "onChange" | "value" | "id">;

/** Around any control: `children` gets the ids that it carries. */
export function Labelled({
  label,
  help,
  fault,
  children,
}: {
  label: ReactNode;
  help?: ReactNode;
  fault?: string;
  children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}) {
  const id = useId();
  const described = [help !== undefined && `${id}-help`, fault !== undefined && `${id}-fault`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(described !== "" && { "aria-describedby": described }),
        ...(fault !== undefined && { "aria-invalid": true as const }),
      })}
      {help !== undefined && (
        <p className="quiet" id={`${id}-help`}>
          {help}
        </p>
      )}
      {fault !== undefined && (
        <p className="fault" id={`${id}-fault`}>
          <span aria-hidden="true">✖ </span>
          {fault}
        </p>
      )}
    </div>
  );
}

export function Field({
  label,
  help,
  fault,
  value,
  onChange,
  ...more
}: Given & { label: ReactNode; help?: ReactNode; fault?: string; value: string; onChange: (value: string) => void }) {
  return (
    <Labelled label={label} help={help} fault={fault}>
      {(ids) => (
        <Input
          {...more}
          {...ids}
          status={fault === undefined ? "" : "error"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}
