// One plan: what it is worth, who goes where and why, what it would change, and its way to postings.
import { type Answer, type Body, type Row, answer, api, day, moment, number, t, tag } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { fileAddress, formats } from "../../parts/Downloads";
import { ErrorNote } from "../../parts/ErrorNote";
import { Day, Fact, Facts } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { FileLink } from "../../parts/FileLink";
import { type Column, ListTable, OnPaper } from "../../parts/ListPage";
import { HistoryTable } from "../../parts/HistoryTable";
import { LetterLink } from "../../parts/LetterLink";
import { More } from "../../parts/More";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { ByHand } from "./ByHand";
import { Changes, Compared } from "./Changes";
import { Objections } from "./Objections";
import { Overrides } from "./Overrides";
import { Publish } from "./Publish";
import { Replay } from "./Replay";
import "./plans.css";
import { State, didWords, howGood, howMade } from "./words";

export type Plan = Answer<"/api/plans/{id}">;

export default function PlanPage() {
  const { id = "" } = useParams();
  const plan = useRead("/api/plans/{id}", { path: { id } }, { refetchInterval: (now) => (now?.state === "waiting" ? 1000 : false) });
  const own = plan.data?.id === id ? plan.data : undefined;
  return <Loaded of={{ ...plan, data: own }}>{(shown) => <ThePlan plan={shown} />}</Loaded>;
}

function ThePlan({ plan }: { plan: Plan }) {
  const may = useMay();
  const made = plan.total !== undefined;
  const tab = useTab(["plan", "placements", "changes", "objections", "compare", "history"]);
  const open = plan.state === "draft" || plan.state === "published";
  const former = made && plan.state !== "draft";
  return (
    <>
      <p className="quiet">
        <Link to="/plans">{t("plans.back")}</Link>
      </p>
      <PageHead
        title={plan.name}
        of="record"
        action={
          plan.state === "draft" && may("plan.publish") ? (
            <ActionButton name="publish" main>
              {t("plans.publish")}
            </ActionButton>
          ) : plan.state === "published" && may("plan.confirm") ? (
            <ActionButton name="confirm" main>
              {t("plans.confirm")}
            </ActionButton>
          ) : undefined
        }
      >
        <p>
          <State of={plan.state} />{" "}
          {plan.state === "published" && plan.objections_until !== undefined && (
            <span className="quiet">{t("plans.objections_until", { day: day(plan.objections_until) })}</span>
          )}
        </p>
      </PageHead>
      {plan.state === "waiting" && <Waiting plan={plan} />}
      {plan.faults.length > 0 && (
        <div className="problem" role="alert">
          <p>
            <span aria-hidden="true">✖ </span>
            {t("plans.failed")}
          </p>
          <ul>
            {plan.faults.map((fault) => (
              <li key={`${fault.where} ${fault.code}`}>
                <bdi>{fault.where}</bdi> <bdi>{fault.detail}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="actions">
        {made && may("plan.board") && (
          <Link className="button" to={`/plans/${plan.id}/board`}>
            {t("plans.open_board")}
          </Link>
        )}
        {open && may("plan.withdraw") && <ActionButton name="withdraw">{t("plans.withdraw")}</ActionButton>}
        {former && may("plan.edit") && <ActionButton name="draft">{t("plans.as_draft")}</ActionButton>}
        {made && may("plan.replay") && <ActionButton name="replay">{t("plans.replay")}</ActionButton>}{" "}
        {(plan.state === "published" || plan.state === "confirmed") && may("letter.notice") && (
          <LetterLink address={`/api/plans/${plan.id}/notice`} title={t("plans.notice")} />
        )}
        {plan.state === "confirmed" && may("letter.all") && <LetterLink address={`/api/plans/${plan.id}/letters`} title={t("plans.all_letters")} />}
      </p>
      {made && (
        <Tabs
          now={tab}
          tabs={[
            { name: "plan", title: t("plans.summary") },
            { name: "placements", title: t("plans.placements") },
            { name: "changes", title: t("plans.changes") },
            { name: "objections", title: t("plans.objections") },
            { name: "compare", title: t("plans.compare") },
            { name: "history", title: t("record.history") },
          ]}
        />
      )}
      {made && tab === "plan" && <Summary plan={plan} />}
      {made && tab === "placements" && <Placements plan={plan} />}
      {made && tab === "changes" && <Changes plan={plan} />}
      {made && tab === "objections" && (
        <>
          <Objections plan={plan} />
          <Overrides plan={plan} />
        </>
      )}
      {made && tab === "compare" && <Compare plan={plan} />}
      {(tab === "history" || !made) && plan.state !== "waiting" && <PlanHistory id={plan.id} />}
      <Actions plan={plan} />
    </>
  );
}

/** How far the search has come; whoever stops it has the best so far. */
function Waiting({ plan }: { plan: Plan }) {
  const may = useMay();
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<unknown>();
  const stop = async (): Promise<void> => {
    await answer(api.POST("/api/plans/{id}/cancel", { params: { path: { id: plan.id } }, body: { version: plan.version } }));
    await client.invalidateQueries();
  };
  const { progress } = plan;
  return (
    <div role="status">
      <p>
        {t("plans.goes")} {t("shell.job_leave")}
      </p>
      {progress !== undefined && (
        <p>
          {progress.best !== undefined && t("plans.best_so_far", { points: number(progress.best) })}{" "}
          {progress.bound !== undefined && progress.best !== undefined && t("plans.gap", { points: number(progress.best - progress.bound) })}
        </p>
      )}
      {may("plan.cancel") && <p className="quiet">{t("plans.stop_effect")}</p>}
      {may("plan.cancel") && (
        <Button size="small" onClick={() => void stop().then(() => setTrouble(undefined), setTrouble)}>
          {t("shell.job_stop")}
        </Button>
      )}
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </div>
  );
}

function Summary({ plan }: { plan: Plan }) {
  const may = useMay();
  return (
    <>
      <Facts>
        <Fact label={t("plans.how_good")}>{howGood(plan)}</Fact>
        <Fact label={t("plans.total")}>{plan.total !== undefined && <bdi>{number(plan.total)}</bdi>}</Fact>
        <Fact label={t("plans.bound")}>{plan.bound !== undefined && <bdi>{number(plan.bound)}</bdi>}</Fact>
        <Fact label={t("plans.placed")}>{plan.placed !== undefined && <bdi>{number(plan.placed)}</bdi>}</Fact>
        <Fact label={t("plans.sites")}>{plan.sites !== undefined && <bdi>{number(plan.sites)}</bdi>}</Fact>
        <Fact label={t("plans.staff")}>{plan.staff !== undefined && <bdi>{number(plan.staff)}</bdi>}</Fact>
        <Fact label={t("plans.starts_on")}>
          <Day of={plan.starts_on} />
        </Fact>
        <Fact label={t("plans.area")}>{plan.area_name === undefined ? t("plans.whole") : <bdi>{plan.area_name}</bdi>}</Fact>
        <Fact label={t("plans.made")}>{howMade(plan.by_hand)}</Fact>
        <Fact label={t("plans.made_at")}>
          <bdi>{moment(plan.made_at)}</bdi>
        </Fact>
        <Fact label={t("plans.parent")}>
          {plan.parent !== undefined && <Link to={`/plans/${plan.parent}`}>{t("plans.open_parent")}</Link>}
        </Fact>
        <Fact label={t("plans.edit_reason")}>{plan.edit_reason !== undefined && <bdi>{plan.edit_reason}</bdi>}</Fact>
        <Fact label={t("plans.rules_number")}>{plan.rules_number !== undefined && <bdi>{number(plan.rules_number)}</bdi>}</Fact>
        <Fact label={t("plans.short_when_published")}>{plan.shortages !== undefined && <bdi>{number(plan.shortages)}</bdi>}</Fact>
        <Fact label={t("plans.ended_reason")}>{plan.ended_reason !== undefined && <bdi>{plan.ended_reason}</bdi>}</Fact>
      </Facts>
      {may("plan.by_hand") && <ByHand plan={plan} />}
      <h2>{t("plans.files")}</h2>
      <ul>
        {(["en", "zh"] as const).map((language) => (
          <li key={language}>
            <FileLink address={`/api/plans/${plan.id}/report?language=${language}`}>
              {t("plans.report")} <span lang={language === "zh" ? "zh-Hans" : "en"}>{language === "zh" ? "中文" : "English"}</span>
            </FileLink>
          </li>
        ))}
        {formats.map((format) => (
          <li key={format}>
            <FileLink address={fileAddress(`/api/plans/${plan.id}/placements`, {}, format)}>
              {t("plans.list_file")} <bdi>.{format}</bdi>
            </FileLink>
          </li>
        ))}
        <li>
          <Link to={`/site-cards?plan=${plan.id}`}>{t("plans.site_cards")}</Link>
        </li>
      </ul>
    </>
  );
}

type Placement = Row<"/api/plans/{id}/placements">;

/** By person, with the reason of each. By site and with moves: the board. */
function Placements({ plan }: { plan: Plan }) {
  const list = useList("/api/plans/{id}/placements", { limit: 200, language: tag() }, { holes: { id: plan.id } });
  const columns: Column<Placement>[] = [
    {
      key: "staff",
      title: t("plans.person"),
      show: (row) => (
        <Link to={`/people/${row.staff}`}>
          <bdi>{row.staff_name}</bdi>
        </Link>
      ),
      text: (row) => row.staff_name,
    },
    {
      key: "site",
      title: t("plans.site"),
      show: (row) => (
        <Link to={`/sites/${row.site}`}>
          <bdi>{row.site_name}</bdi>
        </Link>
      ),
      text: (row) => row.site_name,
    },
    {
      key: "role",
      title: t("plans.role"),
      show: (row) => (
        <>
          {row.role === "leader" && <span aria-hidden="true">★ </span>}
          {t(`record.${row.role}`)}
        </>
      ),
      text: (row) => t(`record.${row.role}`),
    },
    {
      key: "reason",
      title: t("plans.why"),
      show: (row) => (row.origin === "overridden" ? t("plans.overridden") : <bdi>{row.reason}</bdi>),
      text: (row) => row.reason,
    },
  ];
  return (
    <Loaded of={list}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{t("plans.nobody_placed")}</p>
        ) : (
          <>
            <div className={plan.state === "draft" ? "striped" : undefined}>
              <ListTable rows={rows} columns={columns} label={t("plans.placements")} />
            </div>
            <OnPaper rows={rows.length} more={list.more !== undefined} />
            <p className="below">
              <span role="status">{t("shell.shown", { count: rows.length })}</span>{" "}
              <More of={list} />
            </p>
          </>
        )
      }
    </Loaded>
  );
}

/** Another plan, chosen in the address, and what differs from it. */
function Compare({ plan }: { plan: Plan }) {
  const [filters, setFilter] = useFilters(["with"]);
  const plans = useList("/api/plans", { limit: 200 });
  const others = (plans.data ?? []).filter((each) => each.id !== plan.id && each.total !== undefined);
  return (
    <Loaded of={plans}>
      {() =>
        others.length === 0 ? (
          <p>{t("plans.none_else")}</p>
        ) : (
          <>
            <div className="filters">
              <ChoiceFilter
                label={t("plans.compare_with")}
                value={filters.with}
                none={t("record.choose")}
                choices={others.map((each) => ({ value: each.id, name: `${each.name} · ${moment(each.made_at)}`, record: true }))}
                onChange={(value) => setFilter("with", value)}
              />
            </div>
            {filters.with !== undefined && <Compared key={filters.with} plan={plan} other={filters.with} />}
          </>
        )
      }
    </Loaded>
  );
}

function PlanHistory({ id }: { id: string }) {
  const list = useList("/api/plans/{id}/history", {}, { holes: { id } });
  return <HistoryTable of={list} what={t("plans.did")} said={(row) => <span key="did">{didWords(row.operation)}</span>} />;
}

function Actions({ plan }: { plan: Plan }) {
  const client = useQueryClient();
  const go = useNavigate();
  const { id } = plan;
  const path = { params: { path: { id } } };
  const shown = ({ name, state, version }: Plan) => ({ name, state: t(`plans.state_${state}`), version });
  return (
    <>
      {plan.state === "draft" && (
        <Action name="publish" title={t("plans.publish")}>
          {(close) => <Publish plan={plan} act="publish" close={close} />}
        </Action>
      )}
      {plan.state === "published" && (
        <Action name="confirm" title={t("plans.confirm")}>
          {(close) => <Publish plan={plan} act="confirm" close={close} />}
        </Action>
      )}
      <Action name="withdraw" title={t("plans.withdraw")}>
        {(close) => (
          <RecordForm<Body<"/api/plans/{id}/withdraw">>
            draft={`plans.withdraw.${id}`}
            fields={[{ name: "reason", label: t("plans.reason"), help: t("plans.reason_help") }]}
            facts={[
              { name: "name", label: t("plans.name") },
              { name: "state", label: t("plans.state") },
            ]}
            given={shown(plan)}
            fresh={async () => shown(await answer(api.GET("/api/plans/{id}", path)))}
            action={t("plans.withdraw")}
            before={<p>▲ {t(plan.state === "published" ? "plans.withdraw_published_effect" : "plans.withdraw_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/plans/{id}/withdraw", { ...path, body }));
              close();
              await client.invalidateQueries();
            }}
          />
        )}
      </Action>
      <Action name="draft" title={t("plans.as_draft")}>
        {(close) => (
          <RecordForm<Body<"/api/plans/{id}/edit">>
            draft={`plans.draft.${id}`}
            fields={[
              { name: "name", label: t("plans.name") },
              { name: "reason", label: t("plans.reason"), help: t("plans.reason_help") },
            ]}
            given={{ name: plan.name }}
            action={t("plans.as_draft")}
            before={<p>{t("plans.as_draft_effect")}</p>}
            send={async (body) => {
              const made = await answer(api.POST("/api/plans/{id}/edit", { ...path, body: { ...body, beside: true } }));
              close();
              await client.invalidateQueries({ queryKey: ["/api/plans"] });
              await go(`/plans/${made.id}`);
            }}
          />
        )}
      </Action>
      <Action name="replay" title={t("plans.replay")}>
        {() => <Replay id={id} />}
      </Action>
    </>
  );
}
