// How many each sponsor sends of how many it is asked for: places in a round, whom it named, who is placed by the plan that
// people are told of; beside them what it has at home. In administrative order, never a ranking.
import { type Row, clock, day, number, t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Downloads, fileAddress } from "../../parts/Downloads";
import { FileLink } from "../../parts/FileLink";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, CopyTable, ListTable } from "../../parts/ListPage";
import { Loaded, useAll, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Bar } from "./Bar";
import { inOrder } from "./order";

type Sponsor = Row<"/api/need-sponsors">;

interface Line extends Sponsor {
  asked?: number | undefined;
  named?: number | undefined;
  placed?: number | undefined;
}

export function Sponsors() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["round"]);
  const sponsors = useAll("/api/need-sponsors");
  const areas = useAll("/api/areas");
  const rounds = useList("/api/rounds", { closed: true, limit: 200 }, { enabled: may("round.list") });
  const plans = useList("/api/plans", { limit: 200 }, { enabled: may("plan.board") });
  const told = plans.data?.find((each) => each.state === "confirmed" || each.state === "published");
  // The round that the newest told plan places people of; else the one whose people begin last.
  const byStart = [...(rounds.data ?? [])].sort((a, b) => (a.starts_on < b.starts_on ? 1 : -1));
  const round = byStart.find((each) => each.id === filters.round) ?? byStart.find((each) => each.starts_on === told?.starts_on) ?? byStart[0];
  const plan = plans.data?.find((each) => (each.state === "confirmed" || each.state === "published") && each.starts_on === round?.starts_on);
  const places = useAll("/api/round-places", { round: round?.id ?? "", closed: true }, { enabled: round !== undefined });
  const board = useRead("/api/plans/{id}/board", { path: { id: plan?.id ?? "" } }, { enabled: plan !== undefined });
  const counted = plan !== undefined && board.data?.id === plan.id && !board.data.too_many ? board.data : undefined;
  const order = new Map(inOrder(areas.data ?? []).map((area, index) => [area.name, index]));

  const placedBy = new Map<string, number>();
  if (counted !== undefined) {
    const sponsorOf = new Map(counted.people.map((each) => [each.id, each.sponsor]));
    for (const place of counted.places) {
      const sponsor = sponsorOf.get(place.staff);
      if (sponsor !== undefined) {
        placedBy.set(sponsor, (placedBy.get(sponsor) ?? 0) + 1);
      }
    }
  }
  const line = (sponsor: Sponsor): Line => {
    const place = round === undefined ? undefined : places.data?.find((each) => each.sponsor === sponsor.id && each.round === round.id);
    return {
      ...sponsor,
      asked: place?.places,
      named: place?.nominees,
      placed: counted === undefined ? undefined : (placedBy.get(sponsor.id) ?? 0),
    };
  };
  const figure = (key: string, title: string, value: (row: Line) => number | undefined, show?: (row: Line) => ReactNode): Column<Line> => ({
    key,
    title,
    number: true,
    show: (row) => {
      const found = value(row);
      return found === undefined ? (show?.(row) ?? "") : <bdi>{number(found)}</bdi>;
    },
    text: value,
  });
  // What nobody has reported leads to its form, for whoever may fill it in.
  const unreported = (row: Line): ReactNode =>
    may("establishment.set") ? (
      <Link to={`/sponsors/${row.id}?tab=posts&do=establishment`} aria-label={t("reports.report_of", { sponsor: row.name })}>
        {t("reports.not_reported")}
      </Link>
    ) : (
      t("reports.not_reported")
    );
  const percent = (row: Line): number | undefined => {
    const sent = row.placed ?? row.named;
    return row.asked === undefined || row.asked === 0 || sent === undefined ? undefined : Math.round((100 * sent) / row.asked);
  };
  const columns: Column<Line>[] = [
    {
      key: "name",
      title: t("reports.sponsor"),
      show: (row) => (
        <Link to={`/sponsors/${row.id}`}>
          <bdi>{row.name}</bdi>
        </Link>
      ),
      text: (row) => row.name,
    },
    { key: "area", title: t("reports.area"), show: (row) => <bdi>{row.area_name}</bdi>, text: (row) => row.area_name },
    ...(round === undefined
      ? []
      : [
          figure("asked", t("reports.asked"), (row) => row.asked),
          figure("named", t("reports.named"), (row) => row.named, (row) => (row.asked === undefined ? "" : t("reports.no_reply"))),
          ...(counted === undefined ? [] : [figure("placed", t("reports.placed"), (row) => row.placed)]),
          {
            key: "share",
            title: t("reports.share_of_asked"),
            show: (row: Line) => {
              const share = percent(row);
              return (
                share !== undefined && (
                  <>
                    <bdi>{t("reports.percent", { percent: share })}</bdi> <Bar part={Math.min(share, 100)} whole={100} />
                  </>
                )
              );
            },
            text: percent,
          },
        ]),
    figure("establishment", t("reports.establishment"), (row) => row.establishment, unreported),
    figure("in_post", t("reports.in_post_home"), (row) => row.in_post, unreported),
    {
      key: "reported",
      title: t("reports.reported_for"),
      show: (row) =>
        row.reported_for !== undefined && (
          <>
            <bdi>{day(row.reported_for)}</bdi> <bdi className="quiet">{row.source}</bdi>
          </>
        ),
      text: (row) => row.reported_for,
    },
    {
      key: "records",
      title: t("reports.staff_records"),
      number: true,
      show: (row) => (
        <Link to={`/people?sponsor=${row.id}`}>
          <bdi>{number(row.staff_records)}</bdi>
        </Link>
      ),
      text: (row) => row.staff_records,
    },
  ];
  return (
    <Loaded of={sponsors}>
      {(all) => {
        const rows = [...all].sort((a, b) => (order.get(a.area_name) ?? 0) - (order.get(b.area_name) ?? 0)).map(line);
        const sum = (value: (row: Line) => number | undefined): number => rows.reduce((total, row) => total + (value(row) ?? 0), 0);
        if (sponsors.data?.length === 0) {
          return <p>{t("reports.no_sponsors")}</p>;
        }
        return (
          <>
            <p className="quiet">
              {t("reports.sponsors_how")} {t("shell.answered", { time: clock(sponsors.at) })}
            </p>
            {round === undefined ? (
              may("round.list") && rounds.data !== undefined && <p>{t("reports.no_round")}</p>
            ) : (
              <>
                <div className="filters">
                  <ChoiceFilter
                    label={t("reports.round")}
                    value={round.id}
                    none={null}
                    choices={byStart.map((each) => ({ value: each.id, name: each.name, record: true }))}
                    onChange={(value) => setFilter("round", value)}
                  />
                </div>
                <p>
                  {t("reports.round_sums", { asked: sum((row) => row.asked), named: sum((row) => row.named) })}{" "}
                  {plan === undefined ? (
                    t("reports.no_plan_of_round", { day: day(round.starts_on) })
                  ) : (
                    <>
                      {board.data?.id === plan.id && board.data.too_many
                        ? t("reports.too_large")
                        : t("reports.placed_sum", { count: sum((row) => row.placed) })}{" "}
                      {t("reports.of_plan")}{" "}
                      <Link to={`/plans/${plan.id}`}>
                        <bdi>{plan.name}</bdi>
                      </Link>{" "}
                      {t("reports.begins", { day: day(plan.starts_on) })}
                    </>
                  )}
                </p>
              </>
            )}
            <details>
              <summary>{t("reports.definitions")}</summary>
              <ul>
                <li>{t("reports.define_asked")}</li>
                <li>{t("reports.define_named")}</li>
                <li>{t("reports.define_placed")}</li>
                <li>{t("reports.define_share")}</li>
                <li>{t("reports.define_home")}</li>
              </ul>
            </details>
            <ListTable rows={rows} columns={columns} label={t("reports.sponsors")} />
            <p className="below">
              <CopyTable rows={rows} columns={columns} />
              <Downloads path="/api/need-sponsors" query={{}} says={t("reports.home_file")} />
              {round !== undefined && (
                <FileLink address={fileAddress("/api/round-places", { round: round.id, closed: true }, "xlsx")}>
                  {t("reports.round_file")} <bdi>.xlsx</bdi>
                </FileLink>
              )}
            </p>
          </>
        );
      }}
    </Loaded>
  );
}
