// Words of the audit log that its pages share.
import { t } from "@sojourn/shared";

const marks = { sealed: "✔", waiting: "◌", damaged: "✖" } as const;

export function State({ of }: { of: keyof typeof marks }) {
  return (
    <span className={of === "damaged" ? "fault" : undefined}>
      <span aria-hidden="true">{marks[of]} </span>
      {t(`audit.state_${of}`)}
    </span>
  );
}

/** Without an account it was the program itself; without a name, whoever had this account. */
export function Who({ id, name }: { id: string | undefined; name: string | undefined }) {
  return id === undefined ? <span className="quiet">{t("record.by_program")}</span> : <bdi>{name ?? id}</bdi>;
}
