// The lines of one site: what each has, what moved it, and what is done with the money.
import { type Body, type Row, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { SimpleTable } from "../../parts/Facts";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { ActivityList, AskActivity } from "./Activities";
import { Commitments } from "./Commitments";
import { Entries } from "./Entries";

type Line = Row<"/api/budget-lines">;

export function Lines({ site, year }: { site: string; year: number }) {
  const may = useMay();
  const client = useQueryClient();
  const [filters] = useFilters(["line"]);
  const lines = useList("/api/budget-lines", { site, year });
  const choices = (lines.data ?? []).map((line) => ({ value: line.id, name: `${t(`money.kind_${line.kind}`)} · ${line.unspent}`, record: true }));
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const shown = lines.data?.find((each) => each.id === filters.line);
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
                { title: t("money.what_moved") },
              ]}
              rows={rows.map((each) => ({
                key: each.id,
                cells: [
                  t(`money.kind_${each.kind}`),
                  ...(["planned", "committed", "paid", "unspent", "gap"] as const).map((key) => <bdi key={key}>{each[key]}</bdi>),
                  <Link key="entries" to={`/money?year=${year}&site=${site}&line=${each.id}`} aria-label={`${t("money.entries")}${t("shell.colon")}${t(`money.kind_${each.kind}`)}`}>
                    {t("money.entries")}
                  </Link>,
                ],
              }))}
            />
          </>
        )}
      </Loaded>
      <p className="actions">
        {may("commitment.make") && <ActionButton name="commit">{t("money.commit")}</ActionButton>}
        {may("line.approve") && <ActionButton name="approve">{t("money.approve_line")}</ActionButton>}
        {may("line.fund") && <ActionButton name="fund">{t("money.fund")}</ActionButton>}
        {may("activity.make") && <ActionButton name="ask-activity">{t("money.ask_activity")}</ActionButton>}
      </p>
      {shown !== undefined && <Entries line={shown.id} title={t("money.entries_of", { line: t(`money.kind_${shown.kind}`) })} done={done} />}
      <Commitments site={site} done={done} />
      {may("activity.list") && (
        <>
          <h3>{t("money.activities")}</h3>
          <ActivityList query={{ site }} />
        </>
      )}
      <AskActivity lines={choices} done={done} />
      <Action name="fund" title={t("money.fund")}>
        {(close) => (
          <RecordForm<Body<"/api/budget-lines/{id}/fund"> & { line: string }>
            draft="money.fund"
            fields={[
              line,
              {
                name: "funder",
                label: t("money.funder"),
                kind: "choice",
                choices: (["programme", "sponsors", "matched"] as const).map((value) => ({ value, name: t(`money.account_${value}`) })),
              },
              { name: "amount", label: t("money.amount"), help: t("money.amount_help") },
              { name: "source", label: t("money.source"), help: t("money.no_names") },
            ]}
            action={t("money.fund")}
            before={<p>{t("money.fund_effect")}</p>}
            send={async ({ line: id, ...body }) => {
              await answer(api.POST("/api/budget-lines/{id}/fund", { params: { path: { id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
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
