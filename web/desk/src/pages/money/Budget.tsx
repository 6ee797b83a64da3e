// The budget of a year: its sums, site by site, and the lines of one site.
import { type Body, type Row, answer, api, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { ChoiceFilter } from "../../parts/Filters";
import { ListTable, type Column } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Lines } from "./Lines";

type SiteBudget = Row<"/api/budget/sites">;

export function Budget() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["year", "within", "site"]);
  const thisYear = Number(today().slice(0, 4));
  const year = Number(filters.year ?? thisYear);
  const query = { year, ...(filters.within !== undefined && { within: filters.within }) };
  const sums = useRead("/api/budget", { query });
  const sites = useList("/api/budget/sites", { ...query, count: true });
  const amount = (key: "planned" | "committed" | "paid" | "unspent" | "gap"): Column<SiteBudget> => ({
    key,
    title: t(`money.${key}`),
    number: true,
    show: (site) => (site[key] === undefined ? <span className="quiet">{t("money.not_planned")}</span> : <bdi>{site[key]}</bdi>),
    text: (site) => site[key],
  });
  const planned = (sums.data?.totals.length ?? 0) > 0;
  return (
    <>
      <div className="filters">
        <ChoiceFilter
          label={t("money.year")}
          value={String(year)}
          none={null}
          choices={[thisYear - 1, thisYear, thisYear + 1].map((each) => ({ value: String(each), name: String(each), record: true }))}
          onChange={(value) => setFilter("year", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("money.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <Loaded of={sums}>
        {(now) =>
          now.totals.length === 0 ? (
            <p>{t("money.no_lines")}</p>
          ) : (
            <>
              {now.totals.map((total) => (
                <ul className="figures" key={total.planned}>
                  {(["planned", "committed", "paid", "funded", "gap"] as const).map((key) => (
                    <li key={key} className="figure">
                      <span className="value">
                        <bdi>{total[key]}</bdi>
                      </span>
                      <span className="meaning">{t(`money.${key}`)}</span>
                    </li>
                  ))}
                </ul>
              ))}
            </>
          )
        }
      </Loaded>
      {may("line.preset") && (
        <p className="actions">
          <ActionButton name="preset" main={!planned}>
            {t("money.preset")}
          </ActionButton>
        </p>
      )}
      {filters.site !== undefined && <Lines site={filters.site} year={year} />}
      <Loaded of={sites}>
        {(rows) => (
          <>
            <ListTable
              rows={rows}
              label={t("money.budget")}
              columns={[
                {
                  key: "name",
                  title: t("money.site"),
                  show: (site) => (
                    <Link to={`/money?year=${year}&site=${site.id}`}>
                      <bdi>{site.name}</bdi>
                    </Link>
                  ),
                  text: (site) => site.name,
                },
                amount("planned"),
                amount("committed"),
                amount("paid"),
                amount("unspent"),
                amount("gap"),
              ]}
            />
            <p className="below">
              <span role="status">{t("shell.shown_of", { shown: rows.length, all: sites.count ?? rows.length })}</span>{" "}
              <More of={sites} />
              <Downloads path="/api/budget/sites" query={query} />
            </p>
          </>
        )}
      </Loaded>
      <Action name="preset" title={t("money.preset")}>
        {(close) => (
          <RecordForm<Body<"/api/budget-lines/preset">>
            draft="money.preset"
            fields={[
              { name: "year", label: t("money.year"), kind: "number" },
              { name: "within", label: t("money.within"), kind: "record", of: "area", find: findAreas },
            ]}
            given={{ year }}
            action={t("money.preset")}
            before={<p>{t("money.preset_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/budget-lines/preset", { body }));
              close();
              await client.invalidateQueries();
            }}
          />
        )}
      </Action>
    </>
  );
}
