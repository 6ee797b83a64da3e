// Objections to a published plan: those that came, and those typed in from paper.
import { type Body, type Row, answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day, SimpleTable } from "../../parts/Facts";
import { More } from "../../parts/More";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Answered } from "./ObjectTo";
import type { Plan } from "./PlanPage";

type Objection = Row<"/api/plan-objections">;

export function Objections({ plan }: { plan: Plan }) {
  const may = useMay();
  const client = useQueryClient();
  const list = useList("/api/plan-objections", { plan: plan.id, limit: 200 });
  const open = plan.state === "published";
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries({ queryKey: ["/api/plan-objections"] });
  };
  if (plan.published_at === undefined) {
    return <p>{t("plans.no_objections_yet")}</p>;
  }
  return (
    <>
      {plan.objections_until !== undefined && <p>{t("plans.objections_until", { day: day(plan.objections_until) })}</p>}
      {open && may("plan_objection.enter") && (
        <p className="actions">
          <ActionButton name="enter">{t("plans.enter_objection")}</ActionButton>
        </p>
      )}
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("plans.no_objections")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("plans.objections")}
                head={[
                  { title: t("plans.person") },
                  { title: t("plans.objection") },
                  { title: t("plans.received_on") },
                  { title: t("plans.answer") },
                ]}
                rows={rows.map((row) => ({
                  key: row.id,
                  cells: [
                    <bdi key="staff">{row.staff_name}</bdi>,
                    <bdi key="reason">{row.reason}</bdi>,
                    <Day key="on" of={row.received_on} />,
                    row.state === "open" && open && may("plan_objection.answer") ? (
                      <ActionButton key="answer" name={`answer-${row.id}`}>
                        {t("plans.give_answer")}
                      </ActionButton>
                    ) : (
                      <Answered key="answer" of={row} />
                    ),
                  ],
                }))}
              />
              {list.more !== undefined && (
                <p>
                  <span role="status">{t("shell.shown", { count: rows.length })}</span>{" "}
                  <More of={list} />
                </p>
              )}
              {rows.map((row) => (
                <Answer key={row.id} of={row} done={done} />
              ))}
            </>
          )
        }
      </Loaded>
      <Action name="enter" title={t("plans.enter_objection")}>
        {(close) => (
          <RecordForm<Body<"/api/paper-plan-objections">>
            draft={`plans.objection.${plan.id}`}
            fields={[
              { name: "staff", label: t("plans.objection_about"), kind: "record", of: "staff", find: findPeople },
              {
                name: "way",
                label: t("plans.way"),
                kind: "choice",
                choices: [
                  { value: "paper", name: t("plans.way_paper") },
                  { value: "letter", name: t("plans.way_letter") },
                ],
              },
              { name: "source", label: t("plans.source"), help: t("plans.source_help") },
              { name: "reason", label: t("plans.objection") },
              { name: "received_on", label: t("plans.received_on"), kind: "day" },
            ]}
            action={t("plans.enter_objection")}
            send={async (body) => {
              await answer(api.POST("/api/paper-plan-objections", { body: { ...body, plan: plan.id } }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

function Answer({ of, done }: { of: Objection; done: (close: () => void) => Promise<void> }) {
  const client = useQueryClient();
  return (
    <Action name={`answer-${of.id}`} title={t("plans.give_answer")}>
      {(close) => (
        <RecordForm<Body<"/api/plan-objections/{id}/answer">>
          draft={`plans.answer.${of.id}`}
          fields={[
            {
              name: "accepted",
              label: t("plans.decision"),
              kind: "choice",
              choices: [
                { value: "true", name: t("plans.objection_accepted") },
                { value: "false", name: t("plans.objection_declined") },
              ],
            },
            { name: "answer", label: t("plans.answer"), help: t("plans.answer_help") },
          ]}
          given={{ version: of.version }}
          fresh={async () => {
            const now = await answer(api.GET("/api/plan-objections/{id}", { params: { path: { id: of.id } } }));
            await client.invalidateQueries({ queryKey: ["/api/plan-objections"] });
            return {
              version: now.version,
              ...(now.state !== "open" && { accepted: String(now.state === "accepted"), answer: now.answer }),
            };
          }}
          action={t("plans.give_answer")}
          before={
            <>
              <p>
                <bdi>{of.staff_name}</bdi>
              </p>
              <p>
                <bdi>{of.reason}</bdi>
              </p>
              <p className="quiet">{t("plans.answer_effect")}</p>
            </>
          }
          send={async (body) => {
            const { accepted, ...rest } = body as unknown as { accepted?: string; answer: string; version: number };
            await answer(
              api.POST("/api/plan-objections/{id}/answer", {
                params: { path: { id: of.id } },
                body: { ...rest, ...(accepted !== undefined && { accepted: accepted === "true" }) },
              }),
            );
            await done(close);
          }}
        />
      )}
    </Action>
  );
}
