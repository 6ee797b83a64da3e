// Months whose days on site the host confirmed: allowances are reckoned from them alone.
import { type Body, type Row, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { More } from "../../parts/More";
import { RecordForm } from "../../parts/RecordForm";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import type { Term } from "./words";

type Month = Row<"/api/confirmed-months">;

function useDone(): (call: Parameters<typeof answer>[0], close: () => void) => Promise<void> {
  const client = useQueryClient();
  return async (call, close) => {
    await answer(call);
    close();
    await client.invalidateQueries({ queryKey: ["/api/confirmed-months"] });
  };
}

export function Months({ term }: { term: Term }) {
  const may = useMay();
  const done = useDone();
  const months = useList("/api/confirmed-months", { posting: term.id }, { enabled: may("month.list") });
  if (!may("month.list")) {
    return null;
  }
  const mayWithdraw = may("month.withdraw");
  return (
    <>
      <ListSection
        id="months"
        title={t("postings.confirmed_months")}
        none={t("postings.no_months")}
        of={months}
        head={[t("postings.month"), t("postings.days_on_site"), t("postings.written_in"), t("postings.recorded_on"), ...(mayWithdraw ? [t("postings.what_to_do")] : [])]}
        rowKey={(each: Month) => each.id}
        row={(each) => [
          <bdi key="month">{each.month}</bdi>,
          <bdi key="days">{number(each.days)}</bdi>,
          <bdi key="source">{each.source}</bdi>,
          <Day key="on" of={each.recorded_on} />,
          ...(mayWithdraw
            ? [
                <ActionButton key="do" name={`withdraw-${each.id}`}>
                  {t("postings.withdraw_month")}
                </ActionButton>,
              ]
            : []),
        ]}
      />
      <p className="actions">
        <More of={months} /> {may("month.confirm") && <ActionButton name="confirm-month">{t("postings.confirm_month")}</ActionButton>}
      </p>
      <Action name="confirm-month" title={t("postings.confirm_month")}>
        {(close) => (
          <RecordForm<Body<"/api/confirmed-months">>
            draft={`postings.confirm_month.${term.id}`}
            fields={[
              { name: "month", label: t("postings.month"), help: t("postings.month_help") },
              { name: "days", label: t("postings.days_on_site"), kind: "number" },
              { name: "source", label: t("postings.written_in"), help: t("postings.month_source_help") },
            ]}
            action={t("postings.confirm_month")}
            before={<p className="quiet">{t("postings.confirm_month_effect")}</p>}
            send={(body) => done(api.POST("/api/confirmed-months", { body: { ...body, posting: term.id } }), close)}
          />
        )}
      </Action>
      {(months.data ?? []).map((each) => (
        <Action key={each.id} name={`withdraw-${each.id}`} title={t("postings.withdraw_month")}>
          {(close) => (
            <RecordForm<Body<"/api/confirmed-months/{id}/withdraw">>
              draft={`postings.withdraw_month.${each.id}`}
              fields={[{ name: "reason", label: t("postings.reason") }]}
              given={{ version: each.version }}
              action={t("postings.withdraw_month")}
              before={
                <p>
                  <bdi>{each.month}</bdi> · <bdi>{number(each.days)}</bdi>
                </p>
              }
              send={(body) => done(api.POST("/api/confirmed-months/{id}/withdraw", { params: { path: { id: each.id } }, body }), close)}
            />
          )}
        </Action>
      ))}
    </>
  );
}
