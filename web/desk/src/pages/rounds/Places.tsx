// Whom a round asks: how many each sponsor may name, what it replied, its workbook.
import { type Row, number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { Loaded, useAll } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { WorkbookButton } from "./Workbook";
import { type Round, replyOf } from "./fields";

type PlaceRow = Row<"/api/round-places">;

export function Places({ round }: { round: Round }) {
  const may = useMay();
  const [filters, setFilter] = useFilters(["waiting"]);
  const places = useAll("/api/round-places", { round: round.id, closed: true });
  const naming = round.closed_on === undefined && round.shortlisted_on === undefined;
  const waits = (each: PlaceRow): boolean => each.places > 0 && each.replied_on === undefined;
  const columns: Column<PlaceRow>[] = [
    {
      key: "sponsor",
      title: t("rounds.sponsor"),
      show: (each) => (
        <Link to={`/rounds/places/${each.id}`}>
          <bdi>{each.name}</bdi>
        </Link>
      ),
      text: (each) => each.name,
    },
    {
      key: "places",
      title: t("rounds.places"),
      number: true,
      show: (each) => <bdi>{number(each.places)}</bdi>,
      text: (each) => each.places,
    },
    { key: "reply", title: t("rounds.reply"), show: (each) => replyOf(each), text: (each) => replyOf(each) },
    {
      key: "source",
      title: t("rounds.letter"),
      show: (each) => <bdi>{each.reply_source}</bdi>,
      text: (each) => each.reply_source,
    },
    ...(naming && may("place.workbook")
      ? [{ key: "workbook", title: t("rounds.workbook"), show: (each: PlaceRow) => each.places > 0 && <WorkbookButton place={each} small /> }]
      : []),
  ];
  return (
    <Loaded of={places}>
      {(all) => {
        const shown = filters.waiting === "yes" ? all.filter(waits) : all;
        return all.length === 0 ? (
          <>
            <p>{t("rounds.nobody_asked")}</p>
            {naming && may("place.import") && (
              <p>
                <Link to="/import/place">{t("rounds.ask_by_table")}</Link>
              </p>
            )}
          </>
        ) : (
          <>
            <div className="filters">
              <ChoiceFilter
                label={t("rounds.shown")}
                value={filters.waiting}
                none={t("rounds.all_asked", { count: all.length })}
                choices={[{ value: "yes", name: t("rounds.not_replied", { count: all.filter(waits).length }) }]}
                onChange={(value) => setFilter("waiting", value)}
              />
            </div>
            {shown.length === 0 ? <p>{t("rounds.all_replied")}</p> : <ListTable rows={shown} columns={columns} label={t("rounds.sponsors")} />}
            {naming && may("place.import") && (
              <p>
                <Link to="/import/place">{t("rounds.ask_by_table")}</Link>
              </p>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
