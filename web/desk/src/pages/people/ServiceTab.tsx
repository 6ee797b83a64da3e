// Where somebody serves, will serve by published plans, was named for, and would like to serve.
import { t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Day, SimpleTable } from "../../parts/Facts";
import { type ListRead, Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

export function ServiceTab({ id }: { id: string }) {
  const may = useMay();
  const mayWishes = may("wish.list");
  const postings = useList("/api/postings", { staff: id, ended: true });
  const placements = useList("/api/placements", { staff: id });
  const wishes = useList("/api/wishes", { staff: id }, { enabled: mayWishes });
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
      <Part
        id="postings"
        title={t("people.postings")}
        none={t("people.no_posting")}
        of={postings}
        head={[t("people.site"), t("people.as"), t("people.from"), t("people.until"), t("people.source")]}
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
        ]}
      />
      <Part
        id="placements"
        title={t("people.placements")}
        none={t("people.no_placement")}
        of={placements}
        head={[t("people.site"), t("people.as"), t("people.from"), t("people.plan")]}
        row={(each) => [
          site(each.site, each.site_name),
          <Role key="role" role={each.role} />,
          <Day key="from" of={each.starts_on} />,
          <bdi key="plan">{each.plan_name}</bdi>,
        ]}
      />
      {mayWishes && (
        <Part
          id="wishes"
          title={t("people.wishes")}
          none={t("people.no_wish")}
          of={wishes}
          head={[t("people.site"), t("people.rank")]}
          row={(each) => [
            site(each.site, each.site_name),
            <>
              {t(`people.rank.${each.rank}`)}{" "}
              {each.confidential === true && <span className="quiet">{t("people.confidential")}</span>}
            </>,
          ]}
        />
      )}
    </>
  );
}

function Part<T extends { id: string }>({
  id,
  title,
  none,
  of,
  head,
  row,
}: {
  id: string;
  title: string;
  none: string;
  of: ListRead<T>;
  head: string[];
  row: (each: T) => ReactNode[];
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Loaded of={of}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{none}</p>
          ) : (
            <SimpleTable
              label={title}
              head={head.map((each) => ({ title: each }))}
              rows={rows.map((each) => ({ key: each.id, cells: row(each) }))}
            />
          )
        }
      </Loaded>
    </section>
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
