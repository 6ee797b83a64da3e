// What sponsors owe for the people they have at a site, and what came.
import { type Body, type Query, type Row, answer, api, number, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { type FormField, RecordForm } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Share = Row<"/api/contributions">;

export function Shares() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["year", "show"]);
  const thisYear = Number(today().slice(0, 4));
  const year = Number(filters.year ?? thisYear);
  const query: Query<"/api/contributions"> = { year, ...(filters.show === "all" ? {} : { waiting: true }) };
  const list = useList("/api/contributions", query);
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:contributions|budget)/.test(String(path)) });
  };
  const columns: Column<Share>[] = [
    { key: "sponsor", title: t("money.sponsor"), show: (row) => <bdi>{row.sponsor_name}</bdi>, text: (row) => row.sponsor_name },
    { key: "site", title: t("money.site"), show: (row) => <bdi>{row.site_name}</bdi>, text: (row) => row.site_name },
    { key: "people", title: t("money.people"), number: true, show: (row) => <bdi>{number(row.people)}</bdi>, text: (row) => row.people },
    { key: "amount", title: t("money.amount"), number: true, show: (row) => <bdi>{row.amount}</bdi>, text: (row) => row.amount },
    {
      key: "due",
      title: t("money.due"),
      show: (row) => (
        <>
          {row.overdue && <span aria-hidden="true">▲ </span>}
          <Day of={row.due_on} /> {row.overdue && t("money.overdue")}
        </>
      ),
      text: (row) => row.due_on,
    },
    {
      key: "received",
      title: t("money.received"),
      show: (row) =>
        row.received_on !== undefined ? (
          <Day of={row.received_on} />
        ) : may("contribution.receive") ? (
          <ActionButton name={`receive-${row.id}`}>{t("money.receive")}</ActionButton>
        ) : null,
      text: (row) => row.received_on,
    },
  ];
  const ask: FormField<Body<"/api/contributions/ask">>[] = [
    { name: "year", label: t("money.year"), kind: "number" },
    { name: "within", label: t("money.within"), kind: "record", of: "area", find: findAreas },
  ];
  return (
    <>
      <p className="quiet">{t("money.shares_how")}</p>
      {may("contribution.ask") && (
        <p className="actions">
          <ActionButton name="ask">{t("money.ask")}</ActionButton>
        </p>
      )}
      <div className="filters">
        <ChoiceFilter
          label={t("money.year")}
          value={String(year)}
          none={null}
          choices={[thisYear - 1, thisYear, thisYear + 1].map((each) => ({ value: String(each), name: String(each), record: true }))}
          onChange={(value) => setFilter("year", value)}
        />
        <ChoiceFilter
          label={t("money.show")}
          value={filters.show ?? "waiting"}
          none={null}
          choices={(["waiting", "all"] as const).map((value) => ({ value, name: t(`money.shares_${value}`) }))}
          onChange={(value) => setFilter("show", value === "waiting" ? undefined : value)}
        />
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("money.no_shares")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("money.shares")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("money.rows", { count: rows.length })}</span>
                <More of={list} />
              </p>
              {rows.map((row) => (
                <Action key={row.id} name={`receive-${row.id}`} title={t("money.receive")}>
                  {(close) => (
                    <RecordForm<Body<"/api/contributions/{id}/receive">>
                      draft={`money.receive.${row.id}`}
                      fields={[{ name: "source", label: t("money.payment"), help: t("money.payment_help") }]}
                      given={{ version: row.version }}
                      fresh={() => read("/api/contributions/{id}", { path: { id: row.id } })}
                      action={t("money.receive")}
                      before={
                        <p>
                          <bdi>{row.sponsor_name}</bdi> · <bdi>{row.site_name}</bdi> · <bdi>{row.amount}</bdi>
                        </p>
                      }
                      send={async (body) => {
                        await answer(api.POST("/api/contributions/{id}/receive", { params: { path: { id: row.id } }, body }));
                        await done(close);
                      }}
                    />
                  )}
                </Action>
              ))}
            </>
          )
        }
      </Loaded>
      <Action name="ask" title={t("money.ask")}>
        {(close) => (
          <RecordForm<Body<"/api/contributions/ask">>
            draft="money.ask"
            fields={ask}
            given={{ year }}
            action={t("money.ask")}
            before={<p className="quiet">{t("money.ask_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/contributions/ask", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
