// Runs: every plan that was made, newest first, and how to make another.
import { type Body, type Row, answer, api, moment, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListPage } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import { findAreas } from "../../parts/find";
import { useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useProgramme } from "../../shell/programme";
import { useMay } from "../../shell/session";
import "./plans.css";
import { Ready } from "./Ready";
import { State, howGood, howMade } from "./words";

type Plan = Row<"/api/plans">;
const states = ["waiting", "draft", "published", "confirmed", "failed", "cancelled", "withdrawn"] as const;

/** What there is decides what comes first. */
function None() {
  const may = useMay();
  const there = useRead("/api/need-overview", {}, { enabled: may("need.overview") }).data;
  const lacks = there !== undefined && (there.sites + there.own_sites === 0 || there.staff_records === 0);
  return (
    <p>
      {t(there === undefined ? "plans.none_yet" : lacks ? "plans.none_before" : "plans.none")}{" "}
      {lacks && may("plan.make") && <Link to="/import">{t("shell.import")}</Link>}
    </p>
  );
}

export default function PlansPage() {
  const may = useMay();
  const client = useQueryClient();
  const go = useNavigate();
  const [filters, setFilter] = useFilters(["state"]);
  const starts = useProgramme().data?.starts_on;
  const rounds = useList("/api/rounds", { limit: 20 }, { enabled: may("round.list") }).data ?? [];
  const state = states.find((each) => each === filters.state);
  const columns: Column<Plan>[] = [
    {
      key: "name",
      title: t("plans.name"),
      show: (plan) => (
        <Link to={`/plans/${plan.id}`}>
          <bdi>{plan.name}</bdi>
        </Link>
      ),
      text: (plan) => plan.name,
    },
    { key: "state", title: t("plans.state"), show: (plan) => <State of={plan.state} />, text: (plan) => t(`plans.state_${plan.state}`) },
    { key: "starts_on", title: t("plans.starts_on"), show: (plan) => <Day of={plan.starts_on} />, text: (plan) => plan.starts_on },
    {
      key: "area",
      title: t("plans.area"),
      show: (plan) => (plan.area_name === undefined ? t("plans.whole") : <bdi>{plan.area_name}</bdi>),
      text: (plan) => plan.area_name ?? t("plans.whole"),
    },
    { key: "good", title: t("plans.how_good"), show: (plan) => howGood(plan), text: (plan) => howGood(plan) },
    {
      key: "placed",
      title: t("plans.placed"),
      number: true,
      show: (plan) => plan.placed !== undefined && <bdi>{number(plan.placed)}</bdi>,
      text: (plan) => plan.placed,
    },
    { key: "made", title: t("plans.made"), show: (plan) => howMade(plan.by_hand), text: (plan) => howMade(plan.by_hand) },
    { key: "made_at", title: t("plans.made_at"), show: (plan) => <bdi>{moment(plan.made_at)}</bdi>, text: (plan) => plan.made_at },
  ];
  return (
    <>
      <ListPage
        title={t("plans.title")}
        path="/api/plans"
        query={{ ...(state !== undefined && { state }) }}
        columns={columns}
        action={
          may("plan.make") ? (
            <ActionButton name="make" main>
              {t("plans.solve")}
            </ActionButton>
          ) : undefined
        }
        filters={
          <ChoiceFilter
            label={t("plans.state")}
            value={state}
            choices={states.map((value) => ({ value, name: t(`plans.state_${value}`) }))}
            onChange={(value) => setFilter("state", value)}
          />
        }
        empty={state === undefined ? <None /> : <p>{t("plans.none_so")}</p>}
      />
      <Action name="make" title={t("plans.solve")}>
        {(close) => (
          <RecordForm<Body<"/api/plans">>
            draft="plans.make"
            fields={[
              { name: "name", label: t("plans.name"), help: t("plans.name_help") },
              { name: "starts_on", label: t("plans.starts_on"), kind: "day", help: t("plans.starts_on_help") },
              {
                name: "by_hand",
                label: t("plans.begin"),
                kind: "choice",
                optional: false,
                choices: [
                  { value: "search", name: t("plans.begin_search") },
                  { value: "nobody", name: t("plans.begin_nobody") },
                  { value: "postings", name: t("plans.begin_postings") },
                ],
                help: t("plans.begin_help"),
              },
              { name: "open_posts", label: t("plans.open_posts"), kind: "yes", help: t("plans.open_posts_help") },
              ...(rounds.length > 0
                ? [
                    {
                      name: "round" as const,
                      label: t("plans.round"),
                      kind: "choice" as const,
                      optional: true,
                      choices: rounds.map((each) => ({ value: each.id, name: each.name, record: true })),
                      help: t("plans.round_help"),
                    },
                  ]
                : []),
              { name: "area", label: t("plans.area"), kind: "record", of: "area", find: findAreas, help: t("plans.area_help") },
              { name: "time_limit", label: t("plans.time_limit"), kind: "number", help: t("plans.time_limit_help") },
            ]}
            given={{ by_hand: "search", open_posts: "false", ...(starts !== undefined && starts >= today() && { starts_on: starts }) }}
            action={t("plans.solve")}
            before={
              <>
                {may("need.overview") && <Ready />}
                <p className="quiet">{t("plans.solve_effect")}</p>
              </>
            }
            send={async (body) => {
              const { by_hand, ...rest } = body as Body<"/api/plans"> & { by_hand?: string };
              const plan = await answer(
                api.POST("/api/plans", {
                  body: { ...rest, ...((by_hand === "nobody" || by_hand === "postings") && { by_hand }) } as Body<"/api/plans">,
                }),
              );
              close();
              await client.invalidateQueries({ queryKey: ["/api/plans"] });
              await go(`/plans/${plan.id}`);
            }}
          />
        )}
      </Action>
    </>
  );
}
