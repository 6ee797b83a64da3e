// Whose insurance, fitness or yearly check lapsed or lapses soon while they serve.
import { type Body, type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type Alarm = Row<"/api/cover-alarms">;
const signs = { in_order: "✓", soon: "▲", lapsed: "✖" } as const;

export function Cover() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["within"]);
  const list = useList("/api/cover-alarms", { ...(filters.within !== undefined && { within: filters.within }) });
  const standing = (key: "insurance" | "fitness" | "health_check"): Column<Alarm> => ({
    key,
    title: t(`money.${key}`),
    show: (row) => (
      <span className={`state ${row[key]}`}>
        <span aria-hidden="true">{signs[row[key]]} </span>
        {t(`money.standing_${row[key]}`)}
      </span>
    ),
    text: (row) => t(`money.standing_${row[key]}`),
  });
  const columns: Column<Alarm>[] = [
    {
      key: "name",
      title: t("money.person"),
      show: (row) =>
        may("staff.show") ? (
          <Link to={`/people/${row.staff}`}>
            <bdi>{row.name}</bdi>
          </Link>
        ) : (
          <bdi>{row.name}</bdi>
        ),
      text: (row) => row.name,
    },
    { key: "site", title: t("money.site"), show: (row) => <bdi>{row.site_name}</bdi>, text: (row) => row.site_name },
    standing("insurance"),
    {
      key: "until",
      title: t("money.insured_until"),
      show: (row) => (row.insured_until === undefined ? <span className="quiet">{t("money.not_insured")}</span> : <Day of={row.insured_until} />),
      text: (row) => row.insured_until,
    },
    standing("fitness"),
    standing("health_check"),
  ];
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:cover|insurances|health|staff)/.test(String(path)) });
  };
  return (
    <>
      <p className="quiet">{t("money.cover_how")}</p>
      <p className="actions">
        {may("insurance.make") && <ActionButton name="insure">{t("money.insure")}</ActionButton>}{" "}
        {may("health_check.make") && <ActionButton name="checked">{t("money.record_check")}</ActionButton>}
      </p>
      {may("area.list") && (
        <div className="filters">
          <RecordFilter kind="area" label={t("money.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        </div>
      )}
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("money.all_covered")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("money.cover")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("money.rows", { count: rows.length })}</span>
                <More of={list} />
              </p>
            </>
          )
        }
      </Loaded>
      <Action name="insure" title={t("money.insure")}>
        {(close) => (
          <RecordForm<Body<"/api/insurances">>
            draft="money.insure"
            fields={[
              { name: "staff", label: t("money.person"), kind: "record", of: "staff", find: findPeople },
              { name: "insurer", label: t("money.insurer") },
              { name: "policy_number", label: t("money.policy") },
              { name: "from_day", label: t("money.from"), kind: "day" },
              { name: "to_day", label: t("money.to"), kind: "day" },
            ]}
            action={t("money.insure")}
            send={async (body) => {
              await answer(api.POST("/api/insurances", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="checked" title={t("money.record_check")}>
        {(close) => (
          <RecordForm<Body<"/api/health-checks">>
            draft="money.checked"
            fields={[
              { name: "staff", label: t("money.person"), kind: "record", of: "staff", find: findPeople },
              { name: "passed", label: t("money.passed"), help: t("money.checked_help"), kind: "yes" },
              { name: "on", label: t("money.checked_on"), kind: "day" },
              { name: "next_due", label: t("money.next_due"), kind: "day" },
            ]}
            action={t("money.record_check")}
            send={async (body) => {
              await answer(api.POST("/api/health-checks", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
