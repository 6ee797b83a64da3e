// One round: whom it asks, who has replied, where too few comes from, its shortlist and objections.
import { type Body, answer, api, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Closed } from "../../parts/Closed";
import { Doings } from "../../parts/Doings";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type Given, RecordForm } from "../../parts/RecordForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { findSponsors } from "../../parts/find";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { FunnelTab } from "./Funnel";
import { Places } from "./Places";
import { ObjectionForm, PublishForm, ShortlistTab } from "./Shortlist";
import { type Round, changeFields, didName, stateOf } from "./fields";

export default function RoundPage() {
  const { id = "" } = useParams();
  const round = useRead("/api/rounds/{id}", { path: { id } });
  return <Loaded of={{ ...round, data: round.data?.id === id ? round.data : undefined }}>{(now) => <TheRound round={now} />}</Loaded>;
}

/** Nobody is waited for any more: the shortlist may be published. */
function over(round: Round): boolean {
  return round.sponsors > 0 && (round.replied >= round.sponsors || round.deadline < today());
}

function inWindow(round: Round): boolean {
  return round.objections_until !== undefined && round.objections_until >= today();
}

/** What comes next: ask, publish, hear objections, close. */
function Next({ round }: { round: Round }): ReactNode {
  const may = useMay();
  if (round.closed_on !== undefined) {
    return undefined;
  }
  if (round.shortlisted_on === undefined) {
    return over(round)
      ? may("round.shortlist") && (
          <ActionButton name="shortlist" main>
            {t("rounds.publish")}
          </ActionButton>
        )
      : may("place.make") && (
          <ActionButton name="ask" main>
            {t("rounds.ask")}
          </ActionButton>
        );
  }
  return inWindow(round)
    ? may("objection.make") && (
        <ActionButton name="object" main>
          {t("rounds.object")}
        </ActionButton>
      )
    : may("round.close") && (
        <ActionButton name="close" main>
          {t("rounds.close")}
        </ActionButton>
      );
}

function TheRound({ round }: { round: Round }) {
  const may = useMay();
  const tab = useTab(["places", "funnel", "shortlist", "history"]);
  const open = round.closed_on === undefined;
  const naming = open && round.shortlisted_on === undefined;
  return (
    <>
      <p className="quiet">
        <Link to="/rounds">{t("rounds.back")}</Link>
      </p>
      <PageHead title={round.name} of="record" action={<Next round={round} />}>
        <p>{stateOf(round)}</p>
      </PageHead>
      {round.closed_on !== undefined && <Closed on={round.closed_on} reason={round.closed_reason} />}
      <Facts>
        <Fact label={t("rounds.notice")}>
          <bdi>{round.notice}</bdi>
        </Fact>
        <Fact label={t("rounds.area")}>
          <bdi>{round.area_name}</bdi>
        </Fact>
        <Fact label={t("rounds.opens_on")}>
          <Day of={round.opens_on} />
        </Fact>
        <Fact label={t("rounds.deadline")}>
          <Day of={round.deadline} />
        </Fact>
        <Fact label={t("rounds.starts_on")}>
          <Day of={round.starts_on} />
        </Fact>
        <Fact label={t("rounds.posts")}>
          <bdi>{number(round.posts)}</bdi>
        </Fact>
        <Fact label={t("rounds.replied")}>
          <bdi>{t("rounds.of", { some: round.replied, all: round.sponsors })}</bdi>
        </Fact>
        <Fact label={t("rounds.places_all")}>
          <bdi>{number(round.places)}</bdi>
        </Fact>
        <Fact label={t("rounds.named")}>
          <Link to={`/nominees?round=${round.id}`}>
            <bdi>{t("rounds.named_willing", { named: round.named, willing: round.willing })}</bdi>
          </Link>
        </Fact>
      </Facts>
      <p className="actions">
        {open && may("round.change") && <ActionButton name="change">{t("rounds.change")}</ActionButton>}
        {naming && over(round) && may("place.make") && <ActionButton name="ask">{t("rounds.ask")}</ActionButton>}
        {open && (naming || inWindow(round)) && may("round.close") && <ActionButton name="close">{t("rounds.close")}</ActionButton>}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "places", title: t("rounds.sponsors") },
          { name: "funnel", title: t("rounds.funnel") },
          { name: "shortlist", title: t("rounds.shortlist") },
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "places" && <Places round={round} />}
      {tab === "funnel" && <FunnelTab round={round} />}
      {tab === "shortlist" && <ShortlistTab round={round} />}
      {tab === "history" && <Doings path="/api/rounds/{id}/history" id={round.id} did={didName} />}
      <Actions round={round} />
    </>
  );
}

function Actions({ round }: { round: Round }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, version } = round;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => answer(api.GET("/api/rounds/{id}", path));
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  /** Where what was done is seen; it closes the dialog. */
  const toShortlist = async (): Promise<void> => {
    await navigate(`/rounds/${id}?tab=shortlist`, { replace: true });
    await client.invalidateQueries();
  };
  return (
    <>
      <Action name="change" title={t("rounds.change")}>
        {(close) => (
          <RecordForm<Body<"/api/rounds/{id}", "put">>
            draft={`rounds.change.${id}`}
            fields={changeFields()}
            given={round}
            fresh={fresh}
            action={t("rounds.change")}
            before={<p className="quiet">{t("rounds.change_effect")}</p>}
            send={async (body) => {
              await answer(api.PUT("/api/rounds/{id}", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="close" title={t("rounds.close")}>
        {(close) => (
          <RecordForm<Body<"/api/rounds/{id}/close">>
            draft={`rounds.close.${id}`}
            fields={[{ name: "reason", label: t("rounds.reason"), help: t("rounds.reason_help") }]}
            given={{ version }}
            fresh={async () => ({ version: (await fresh()).version as number })}
            action={t("rounds.close")}
            before={<p>▲ {t("rounds.close_effect", { count: round.sponsors - round.replied })}</p>}
            send={async (body) => {
              await answer(api.POST("/api/rounds/{id}/close", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="ask" title={t("rounds.ask")}>
        {(close) => (
          <RecordForm<Body<"/api/round-places">>
            draft={`rounds.ask.${id}`}
            fields={[
              { name: "sponsor", label: t("rounds.sponsor"), kind: "record", of: "sponsor", find: findSponsors, help: t("rounds.pick_help") },
              { name: "places", label: t("rounds.places"), kind: "number", help: t("rounds.places_help") },
            ]}
            action={t("rounds.ask")}
            before={<p className="quiet">{t("rounds.ask_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/round-places", { body: { ...body, round: id } }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="shortlist" title={t("rounds.publish")}>
        {() => <PublishForm round={round} done={toShortlist} />}
      </Action>
      <Action name="object" title={t("rounds.object")}>
        {() => <ObjectionForm round={round} done={toShortlist} />}
      </Action>
    </>
  );
}
