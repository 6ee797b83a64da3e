// To object to a placement of a published plan, and what became of it: for hosts, sponsors, leaders
// and the person.
import { type Body, type Row, answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { ListSection } from "../../parts/ListSection";
import { RecordForm } from "../../parts/RecordForm";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Placement = Row<"/api/placements">;

export function ObjectTo({ to }: { to: Placement }) {
  const may = useMay();
  const client = useQueryClient();
  if (to.state !== "published" || !may("plan_objection.raise")) {
    return null;
  }
  return (
    <>
      <ActionButton name={`object-${to.id}`}>{t("plans.object")}</ActionButton>
      <Action name={`object-${to.id}`} title={t("plans.object")}>
        {(close) => (
          <RecordForm<Body<"/api/plan-objections">>
            draft={`plans.object.${to.id}`}
            fields={[{ name: "reason", label: t("plans.objection"), help: t("plans.object_help") }]}
            before={
              <>
                <p>
                  <bdi>{to.staff_name}</bdi> · <bdi>{to.site_name}</bdi>
                </p>
                {to.objections_until !== undefined && <p>{t("plans.objections_until", { day: day(to.objections_until) })}</p>}
              </>
            }
            action={t("plans.object")}
            send={async (body) => {
              await answer(api.POST("/api/plan-objections", { body: { ...body, plan: to.plan, staff: to.staff } }));
              close();
              await client.invalidateQueries({ queryKey: ["/api/own-plan-objections"] });
            }}
          />
        )}
      </Action>
    </>
  );
}

/** What the reader objected, with the answers. `about`: of these people alone. */
export function OwnObjections({ about }: { about: readonly string[] }) {
  const may = useMay();
  const mayOwn = may("plan_objection.own");
  const list = useList("/api/own-plan-objections", {}, { enabled: mayOwn });
  const rows = list.data?.filter((row) => about.includes(row.staff)) ?? [];
  return mayOwn && rows.length > 0 ? (
    <ListSection
      id="own-objections"
      title={t("plans.own_objections")}
      none=""
      of={{ ...list, data: rows }}
      rowKey={(row) => row.id}
      head={[t("plans.person"), t("plans.objection"), t("plans.received_on"), t("plans.answer")]}
      row={(row) => [
        <bdi key="staff">{row.staff_name}</bdi>,
        <bdi key="reason">{row.reason}</bdi>,
        <bdi key="on">{day(row.received_on)}</bdi>,
        <Answered key="answer" of={row} />,
      ]}
    />
  ) : null;
}

/** What became of an objection. */
export function Answered({ of }: { of: Pick<Row<"/api/plan-objections">, "state" | "answer"> }) {
  return of.state === "open" ? (
    <>{t("plans.no_answer")}</>
  ) : (
    <span>
      {t(`plans.objection_${of.state}`)} <bdi>{of.answer ?? ""}</bdi>
    </span>
  );
}
