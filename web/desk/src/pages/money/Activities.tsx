// Activities that sites ask money for: asked, decided, spent, with one line of what came of it.
import { type Body, type Query, type Row, answer, api, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Activity = Row<"/api/activities">;
const states = ["asked", "approved", "declined", "done"] as const;
const signs = { asked: "○", approved: "◐", declined: "✖", done: "✔" } as const;

export function Activities() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within", "state"]);
  const state = states.find((each) => each === filters.state);
  return (
    <>
      <p className="quiet">{t("money.activities_how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("money.state")}
          value={state}
          choices={states.map((value) => ({ value, name: t(`money.activity_${value}`) }))}
          onChange={(value) => setFilter("state", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("money.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <ActivityList query={{ ...(filters.within !== undefined && { within: filters.within }), ...(state !== undefined && { state }) }} />
    </>
  );
}

/** Of all that the reader sees, or of one site. */
export function ActivityList({ query }: { query: Query<"/api/activities"> }) {
  const may = useMay();
  const list = useList("/api/activities", query);
  const columns: Column<Activity>[] = [
    { key: "name", title: t("money.activity"), show: (row) => <bdi>{row.name}</bdi>, text: (row) => row.name },
    {
      key: "site",
      title: t("money.site"),
      show: (row) => (
        <Link to={`/money?year=${row.planned_on.slice(0, 4)}&site=${row.site}`}>
          <bdi>{row.site_name}</bdi>
        </Link>
      ),
      text: (row) => row.site_name,
    },
    { key: "kind", title: t("money.line"), show: (row) => t(`money.kind_${row.kind}`), text: (row) => t(`money.kind_${row.kind}`) },
    { key: "planned", title: t("money.planned_on"), show: (row) => <Day of={row.planned_on} />, text: (row) => row.planned_on },
    { key: "amount", title: t("money.amount"), number: true, show: (row) => <bdi>{row.amount}</bdi>, text: (row) => row.amount },
    {
      key: "state",
      title: t("money.state"),
      show: (row) => (
        <>
          <span aria-hidden="true">{signs[row.state]} </span>
          {t(`money.activity_${row.state}`)}
          {row.reason !== undefined && (
            <>
              : <bdi>{row.reason}</bdi>
            </>
          )}
          {row.spent !== undefined && (
            <>
              {" · "}
              {t("money.spent")} <bdi>{row.spent}</bdi>
            </>
          )}
          {row.result !== undefined && (
            <>
              {" · "}
              <bdi>{row.result}</bdi>
            </>
          )}
        </>
      ),
      text: (row) => t(`money.activity_${row.state}`),
    },
    {
      key: "do",
      title: t("money.what_to_do"),
      show: (row) => (
        <span className="actions">
          {row.state === "asked" && may("activity.approve") && <ActionButton name={`approve-${row.id}`}>{t("money.approve_activity")}</ActionButton>}{" "}
          {row.state === "asked" && may("activity.decline") && <ActionButton name={`decline-${row.id}`}>{t("money.decline_activity")}</ActionButton>}
          {row.state === "approved" && may("activity.finish") && <ActionButton name={`finish-${row.id}`}>{t("money.finish_activity")}</ActionButton>}
        </span>
      ),
    },
  ];
  return (
    <Loaded of={list}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{t("money.no_activities")}</p>
        ) : (
          <>
            <ListTable rows={rows} columns={columns} label={t("money.activities")} onEnd={list.moreIsComing ? undefined : list.more} />
            <p className="below">
              <span role="status">{t("money.rows", { count: rows.length })}</span>
              <More of={list} />
              <Downloads path="/api/activities" query={query} />
            </p>
            {rows.map((row) => (
              <Deciding key={row.id} of={row} />
            ))}
          </>
        )
      }
    </Loaded>
  );
}

function Deciding({ of }: { of: Activity }) {
  const client = useQueryClient();
  const at = { params: { path: { id: of.id } } };
  const fresh = (): Promise<Activity> => read("/api/activities/{id}", { path: { id: of.id } });
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const told = (
    <p>
      <bdi>{of.name}</bdi> · <bdi>{of.site_name}</bdi> · <Day of={of.planned_on} /> · <bdi>{of.amount}</bdi>
    </p>
  );
  return (
    <>
      <Action name={`approve-${of.id}`} title={t("money.approve_activity")}>
        {(close) => (
          <RecordForm<Body<"/api/activities/{id}/approve">>
            draft={`money.approve_activity.${of.id}`}
            fields={[{ name: "amount", label: t("money.amount"), help: t("money.approve_amount_help") }]}
            given={{ version: of.version, amount: of.amount }}
            fresh={fresh}
            action={t("money.approve_activity")}
            before={
              <>
                {told}
                <p className="quiet">{t("money.approve_activity_effect")}</p>
              </>
            }
            send={async (body) => {
              await answer(api.POST("/api/activities/{id}/approve", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`decline-${of.id}`} title={t("money.decline_activity")}>
        {(close) => (
          <RecordForm<Body<"/api/activities/{id}/decline">>
            draft={`money.decline_activity.${of.id}`}
            fields={[{ name: "reason", label: t("money.reason"), help: t("money.refuse_help") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("money.decline_activity")}
            before={told}
            send={async (body) => {
              await answer(api.POST("/api/activities/{id}/decline", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`finish-${of.id}`} title={t("money.finish_activity")}>
        {(close) => (
          <RecordForm<Body<"/api/activities/{id}/finish">>
            draft={`money.finish_activity.${of.id}`}
            fields={[
              { name: "spent", label: t("money.spent"), help: t("money.amount_help") },
              { name: "source", label: t("money.payment"), help: t("money.payment_help") },
              { name: "result", label: t("money.result"), help: t("money.result_help") },
              { name: "on", label: t("money.done_on"), kind: "day" },
            ]}
            given={{ version: of.version, spent: of.amount, on: today() }}
            fresh={fresh}
            action={t("money.finish_activity")}
            before={
              <>
                {told}
                <p className="quiet">{t("money.finish_activity_effect")}</p>
              </>
            }
            send={async (body) => {
              await answer(api.POST("/api/activities/{id}/finish", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

/** Of one of a site's lines. */
export function AskActivity({ lines, done }: { lines: { value: string; name: string; record: boolean }[]; done: (close: () => void) => Promise<void> }) {
  return (
    <Action name="ask-activity" title={t("money.ask_activity")}>
      {(close) => (
        <RecordForm<Body<"/api/activities">>
          draft="money.ask_activity"
          fields={[
            { name: "line", label: t("money.line"), kind: "choice", choices: lines },
            { name: "name", label: t("money.activity"), help: t("money.no_names") },
            { name: "planned_on", label: t("money.planned_on"), kind: "day" },
            { name: "amount", label: t("money.amount"), help: t("money.amount_help") },
          ]}
          action={t("money.ask_activity")}
          before={<p className="quiet">{t("money.ask_activity_effect")}</p>}
          send={async (body) => {
            await answer(api.POST("/api/activities", { body }));
            await done(close);
          }}
        />
      )}
    </Action>
  );
}
