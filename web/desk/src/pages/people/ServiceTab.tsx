// Where somebody serves, will serve by published plans, was named for, and would like to serve.
import { t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { FileLink } from "../../parts/FileLink";
import { ListSection } from "../../parts/ListSection";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { ObjectTo, OwnObjections } from "../plans/ObjectTo";
import type { Person } from "./PersonPage";
import { Wishes } from "./Said";

export function ServiceTab({ person, open }: { person: Person; open: boolean }) {
  const { id } = person;
  const may = useMay();
  const mayWishes = may("wish.list");
  const postings = useList("/api/postings", { staff: id, ended: true });
  const placements = useList("/api/placements", { staff: id });
  const site = (of: string, name: string): ReactNode =>
    may("site.show") ? (
      <Link to={`/sites/${of}`}>
        <bdi>{name}</bdi>
      </Link>
    ) : (
      <bdi>{name}</bdi>
    );
  return (
    <>
      <ListSection
        rowKey={(each) => each.id}
        id="postings"
        title={t("people.postings")}
        none={t("people.no_posting")}
        of={postings}
        head={[t("people.site"), t("people.as"), t("people.from"), t("people.until"), t("people.source"), t("people.term")]}
        row={(each) => [
          site(each.site, each.site_name),
          <Role key="role" role={each.role} />,
          <Day key="from" of={each.from_day} />,
          each.ended_on !== undefined ? (
            <Day key="until" of={each.ended_on} />
          ) : each.to_day !== undefined ? (
            <Day key="until" of={each.to_day} />
          ) : (
            t("people.until_further")
          ),
          <bdi key="source">{each.source}</bdi>,
          may("term.show") && each.ended_on === undefined ? (
            <Link key="term" to={`/terms/${each.id}`}>
              {t("people.to_term")}
            </Link>
          ) : null,
        ]}
      />
      {may("term.calendar") && (
        <p>
          <FileLink address={`/api/terms-calendar?staff=${id}`}>
            {t("people.postings")} <bdi>.ics</bdi>
          </FileLink>
        </p>
      )}
      <ListSection
        rowKey={(each) => each.id}
        id="placements"
        title={t("people.placements")}
        none={t("people.no_placement")}
        of={placements}
        head={[t("people.site"), t("people.as"), t("people.from"), t("people.plan")]}
        row={(each) => [
          site(each.site, each.site_name),
          <Role key="role" role={each.role} />,
          <Day key="from" of={each.starts_on} />,
          <span key="plan">
            <bdi>{each.plan_name}</bdi> <ObjectTo to={each} />
          </span>,
        ]}
      />
      <OwnObjections about={[id]} />
      {mayWishes && <Wishes person={person} open={open} />}
    </>
  );
}

function Role({ role }: { role: "leader" | "member" }) {
  return (
    <>
      {role === "leader" && <span aria-hidden="true">★ </span>}
      {t(`people.role.${role}`)}
    </>
  );
}
