// The budget of a year: its sums, site by site, and the lines of one site.
import { type Body, type Row, answer, api, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { SimpleTable } from "../../parts/Facts";
import { FileLink } from "../../parts/FileLink";
import { ChoiceFilter } from "../../parts/Filters";
import { ListTable, type Column, fileAddress } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Commitments } from "./Commitments";

type SiteBudget = Row<"/api/budget/sites">;
type Line = Row<"/api/budget-lines">;

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
              {(["xlsx", "csv"] as const).map((format) => (
                <FileLink key={format} address={fileAddress("/api/budget/sites", query, format)}>
                  {t("shell.download")} <bdi>.{format}</bdi>
                </FileLink>
              ))}
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

function Lines({ site, year }: { site: string; year: number }) {
  const may = useMay();
  const client = useQueryClient();
  const lines = useList("/api/budget-lines", { site, year });
  const choices = (lines.data ?? []).map((line) => ({ value: line.id, name: `${t(`money.kind_${line.kind}`)} · ${line.unspent}` }));
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const line = { name: "line", label: t("money.line"), kind: "choice", choices } as const;
  return (
    <section>
      <Loaded of={lines}>
        {(rows: Line[]) => (
          <>
            <h2>
              <bdi>{rows[0]?.name}</bdi> <bdi>{number(year).replaceAll(/\D/g, "")}</bdi>
            </h2>
            <SimpleTable
              label={t("money.lines")}
              head={[
                { title: t("money.line") },
                ...(["planned", "committed", "paid", "unspent", "gap"] as const).map((key) => ({ title: t(`money.${key}`), number: true })),
              ]}
              rows={rows.map((each) => ({
                key: each.id,
                cells: [
                  t(`money.kind_${each.kind}`),
                  ...(["planned", "committed", "paid", "unspent", "gap"] as const).map((key) => <bdi key={key}>{each[key]}</bdi>),
                ],
              }))}
            />
          </>
        )}
      </Loaded>
      <p className="actions">
        {may("commitment.make") && <ActionButton name="commit">{t("money.commit")}</ActionButton>}
        {may("line.approve") && <ActionButton name="approve">{t("money.approve_line")}</ActionButton>}
      </p>
      <Commitments site={site} done={done} />
      <Action name="commit" title={t("money.commit")}>
        {(close) => (
          <RecordForm<Body<"/api/commitments">>
            draft="money.commit"
            fields={[
              line,
              { name: "amount", label: t("money.amount"), help: t("money.amount_help") },
              { name: "name", label: t("money.what"), help: t("money.no_names") },
              { name: "source", label: t("money.source"), help: t("money.no_names") },
            ]}
            action={t("money.commit")}
            send={async (body) => {
              await answer(api.POST("/api/commitments", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="approve" title={t("money.approve_line")}>
        {(close) => (
          <RecordForm<Body<"/api/budget-lines/{id}/approve"> & { line: string }>
            draft="money.approve_line"
            fields={[
              line,
              { name: "amount", label: t("money.amount"), help: t("money.amount_help") },
              { name: "reason", label: t("money.reason"), help: t("money.no_names") },
            ]}
            action={t("money.approve_line")}
            before={<p>{t("money.approve_line_effect")}</p>}
            send={async ({ line: id, ...body }) => {
              await answer(api.POST("/api/budget-lines/{id}/approve", { params: { path: { id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </section>
  );
}
