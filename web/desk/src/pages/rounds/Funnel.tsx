// Where too few comes from: of the posts of each sponsor, who may be named, is named and will go; and
// who is kept out by which rule.
import { type Answer, number, t } from "@sojourn/shared";
import { Button } from "antd";
import { Link } from "react-router";
import { SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { type Round, ruleName } from "./fields";

type Line = Answer<"/api/rounds/{id}/funnel">["all"];

export function FunnelTab({ round }: { round: Round }) {
  const may = useMay();
  const [filters, setFilter] = useFilters(["of"]);
  const funnel = useRead("/api/rounds/{id}/funnel", { path: { id: round.id } });
  return (
    <Loaded of={funnel}>
      {(now) =>
        now.sponsors.length === 0 ? (
          <p>{t("rounds.nobody_asked")}</p>
        ) : (
          <>
            <p className="quiet">{t("rounds.funnel_help")}</p>
            <FunnelTable round={round.id} lines={[now.all, ...now.sponsors]} />
            <h2>{t("rounds.kept_out")}</h2>
            <KeptOutRules line={now.all} />
            {may("round.kept_out") && (
              <>
                <div className="filters">
                  <ChoiceFilter
                    label={t("rounds.sponsor")}
                    value={filters.of}
                    choices={now.sponsors.flatMap((each) =>
                      each.sponsor === undefined ? [] : [{ value: each.sponsor, name: each.name, record: true }],
                    )}
                    onChange={(value) => setFilter("of", value)}
                  />
                </div>
                <KeptOut round={round.id} sponsor={filters.of} />
              </>
            )}
          </>
        )
      }
    </Loaded>
  );
}

/** The figures of each line open their lists. */
export function FunnelTable({ round, lines }: { round: string; lines: Line[] }) {
  const may = useMay();
  return (
    <SimpleTable
      label={t("rounds.funnel")}
      head={[
        { title: t("rounds.sponsor") },
        ...(["establishment", "in_post", "eligible", "releasable", "named_ones", "willing"] as const).map((each) => ({
          title: t(`rounds.funnel.${each}`),
          number: true,
        })),
      ]}
      rows={lines.map((line) => {
        const own = line.sponsor === undefined ? "" : `&sponsor=${line.sponsor}`;
        return {
          key: line.sponsor ?? "all",
          cells: [
            line.sponsor === undefined ? <strong key="name">{t("rounds.all_sponsors")}</strong> : <bdi key="name">{line.name}</bdi>,
            line.establishment === undefined ? (
              <span className="quiet">{t("rounds.not_reported")}</span>
            ) : (
              <bdi>{number(line.establishment)}</bdi>
            ),
            line.sponsor !== undefined && may("staff.list") ? (
              <Link key="in_post" to={`/people?sponsor=${line.sponsor}`}>
                <bdi>{number(line.in_post)}</bdi>
              </Link>
            ) : (
              <bdi key="in_post">{number(line.in_post)}</bdi>
            ),
            <bdi key="eligible">{number(line.eligible)}</bdi>,
            <bdi key="releasable">{number(line.releasable)}</bdi>,
            <Link key="named" to={`/nominees?round=${round}${own}`}>
              <bdi>{number(line.named)}</bdi>
            </Link>,
            <Link key="willing" to={`/nominees?round=${round}${own}&answer=willing`}>
              <bdi>{number(line.willing)}</bdi>
            </Link>,
          ],
        };
      })}
    />
  );
}

export function KeptOutRules({ line }: { line: Line }) {
  const rules = line.kept_out.filter((each) => each.people > 0);
  return rules.length === 0 ? (
    <p>{t("rounds.nobody_kept_out")}</p>
  ) : (
    <>
      <p className="quiet">{t("rounds.kept_out_help")}</p>
      <SimpleTable
        label={t("rounds.kept_out_by")}
        head={[{ title: t("rounds.rule") }, { title: t("rounds.people"), number: true }]}
        rows={rules.map((each) => ({
          key: each.rule,
          cells: [ruleName(each.rule), <bdi key="people">{number(each.people)}</bdi>],
        }))}
      />
    </>
  );
}

/** Person by person, with every rule. */
export function KeptOut({ round, sponsor }: { round: string; sponsor: string | undefined }) {
  const list = useList("/api/rounds/{id}/kept-out", sponsor === undefined ? {} : { sponsor }, { holes: { id: round } });
  return (
    <Loaded of={list}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{t("rounds.nobody_kept_out")}</p>
        ) : (
          <>
            <h3>{t("rounds.by_person")}</h3>
            <SimpleTable
              label={t("rounds.kept_out")}
              head={[{ title: t("rounds.person") }, { title: t("rounds.sponsor") }, { title: t("rounds.rule") }]}
              rows={rows.map((each) => ({
                key: each.staff,
                cells: [
                  <Link key="name" to={`/people/${each.staff}`}>
                    <bdi>{each.name}</bdi>
                  </Link>,
                  <bdi key="sponsor">{each.sponsor_name}</bdi>,
                  <ul key="rules" className="plain">
                    {each.rules.map((rule) => (
                      <li key={rule}>✖ {ruleName(rule)}</li>
                    ))}
                  </ul>,
                ],
              }))}
            />
            <p className="below">
              <span role="status">{t("shell.shown", { count: rows.length })}</span>{" "}
              {list.more !== undefined && (
                <Button size="small" onClick={list.more} loading={list.moreIsComing}>
                  {t("shell.more")}
                </Button>
              )}
            </p>
          </>
        )
      }
    </Loaded>
  );
}
