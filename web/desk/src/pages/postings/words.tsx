// What is said of terms and handovers in words and signs.
import { type Answer, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { useMay } from "../../shell/session";

export type Term = Answer<"/api/terms/{id}">;
export type Handover = Answer<"/api/handovers/{id}">;

/** Months that lists and the calendar look ahead. */
export const spans = ["3", "6", "12"] as const;

export function Role({ of }: { of: "leader" | "member" }) {
  return (
    <>
      {of === "leader" && <span aria-hidden="true">★ </span>}
      {t(`people.role.${of}`)}
    </>
  );
}

/** What is due in a term, and by when; a step that is late says so. */
export function NextStep({ of }: { of: Term }) {
  if (of.next_step === undefined) {
    return <span className="quiet">{t("postings.nothing_due")}</span>;
  }
  return (
    <>
      {of.late && (
        <>
          <span aria-hidden="true">▲ </span>
          {t("postings.late")}{" "}
        </>
      )}
      {t(`postings.step_${of.next_step}`)}
      {of.due_on !== undefined && (
        <>
          {" "}
          <Day of={of.due_on} />
        </>
      )}
    </>
  );
}

export function PersonName({ id, name }: { id: string; name: string }) {
  const may = useMay();
  return may("staff.show") ? (
    <Link to={`/people/${id}?tab=service`}>
      <bdi>{name}</bdi>
    </Link>
  ) : (
    <bdi>{name}</bdi>
  );
}

export function SiteName({ id, name }: { id: string; name: string }) {
  const may = useMay();
  return may("site.show") ? (
    <Link to={`/sites/${id}?tab=team`}>
      <bdi>{name}</bdi>
    </Link>
  ) : (
    <bdi>{name}</bdi>
  );
}

/** Every list of this stage is old once something in it was changed. */
export function ofPostings({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean {
  return /^\/api\/(?:terms|handovers|rotation|postings)/.test(String(path));
}
