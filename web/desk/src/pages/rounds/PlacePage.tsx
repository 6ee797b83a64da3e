// What one sponsor is asked for in a round: its workbook, its reply, whom it names, whom a rule keeps
// out. The sponsor's manager works here, and the office for whoever replies on paper.
import { type Body, type Row, answer, api, number, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Doings } from "../../parts/Doings";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type Given, RecordForm } from "../../parts/RecordForm";
import type { Find } from "../../parts/RecordPicker";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, type Read, useAll, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { FunnelTable, KeptOut, KeptOutRules } from "./Funnel";
import { MergeButton, MergePart, type Merging, WorkbookButton, canMerge, useMerging } from "./Workbook";
import { type Place, didName, replyOf } from "./fields";

export default function PlacePage() {
  const { id = "" } = useParams();
  const place = useRead("/api/round-places/{id}", { path: { id } });
  return (
    <Loaded of={{ ...place, data: place.data?.id === id ? place.data : undefined }}>
      {(now) => <ThePlace key={now.id} place={now} />}
    </Loaded>
  );
}

function ThePlace({ place }: { place: Place }) {
  const may = useMay();
  const tab = useTab(["reply", "kept_out", "history"]);
  const merging = useMerging(place);
  // Only the office sees the round itself; that its shortlist is out, others see by whom they named.
  const seesRound = may("round.show");
  const round = useRead("/api/rounds/{id}", { path: { id: place.round } }, { enabled: seesRound });
  const named = useAll("/api/nominations", { round: place.round, sponsor: place.sponsor });
  const naming = seesRound
    ? round.data?.closed_on === undefined && round.data?.shortlisted_on === undefined
    : !(named.data ?? []).some((each) => each.standing === "shortlisted");
  const open = round.data?.closed_on === undefined;
  const takesWorkbook = naming && place.places > 0 && may("place.workbook");
  const action =
    naming && canMerge(merging) ? (
      <MergeButton merging={merging} />
    ) : takesWorkbook ? (
      <WorkbookButton place={place} main />
    ) : open && may("place.reply") ? (
      <ActionButton name="reply" main>
        {t("rounds.enter_reply")}
      </ActionButton>
    ) : undefined;
  return (
    <>
      <p className="quiet">
        {seesRound ? <Link to={`/rounds/${place.round}`}>{t("rounds.back_to_round")}</Link> : <Link to="/rounds">{t("rounds.back")}</Link>}
      </p>
      <PageHead title={place.name} of="record" action={action}>
        <p>{replyOf(place)}</p>
      </PageHead>
      <Facts>
        <Fact label={t("shell.round")}>
          <bdi>{place.round_name}</bdi>
        </Fact>
        <Fact label={t("rounds.notice")}>
          <bdi>{place.notice}</bdi>
        </Fact>
        <Fact label={t("rounds.deadline")}>
          <Day of={place.deadline} />
        </Fact>
        <Fact label={t("rounds.starts_on")}>
          <Day of={place.starts_on} />
        </Fact>
        <Fact label={t("rounds.places")}>
          <bdi>{number(place.places)}</bdi>
        </Fact>
        <Fact label={t("rounds.letter")}>{place.reply_source !== undefined && <bdi>{place.reply_source}</bdi>}</Fact>
      </Facts>
      <p className="actions">
        {open && takesWorkbook && may("place.reply") && <ActionButton name="reply">{t("rounds.enter_reply")}</ActionButton>}
        {open && place.nominees !== 0 && may("place.reply") && <ActionButton name="none">{t("rounds.reply_none")}</ActionButton>}
        {open && may("place.change") && <ActionButton name="change">{t("rounds.change_places")}</ActionButton>}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "reply", title: t("rounds.named_people") },
          { name: "kept_out", title: t("rounds.may_be_named") },
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "reply" && <ReplyTab place={place} named={named} naming={naming} merging={merging} office={seesRound} />}
      {tab === "kept_out" && <KeptOutTab place={place} />}
      {tab === "history" && <Doings path="/api/round-places/{id}/history" id={place.id} did={didName} />}
      <Actions place={place} />
    </>
  );
}

function ReplyTab({
  place,
  named,
  naming,
  merging,
  office,
}: {
  place: Place;
  named: Read<Row<"/api/nominations">[]>;
  naming: boolean;
  merging: Merging;
  office: boolean;
}) {
  const may = useMay();
  return (
    <>
      {naming && may("place.merge") && place.places > 0 && (
        <section aria-labelledby="workbook">
          <h2 id="workbook">{t("rounds.workbook")}</h2>
          <MergePart merging={merging} office={office} />
        </section>
      )}
      <section aria-labelledby="named">
        <h2 id="named">{t("rounds.named_people")}</h2>
        <Loaded of={named}>
          {(rows) =>
            rows.length === 0 ? (
              <p>{t("rounds.nobody_named")}</p>
            ) : (
              <SimpleTable
                label={t("rounds.named_people")}
                head={[
                  { title: t("rounds.person") },
                  { title: t("people.answer") },
                  { title: t("people.standing") },
                  { title: t("people.strength"), number: true },
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    <Link key="name" to={`/nominees/${each.id}`}>
                      <bdi>{each.name}</bdi>
                    </Link>,
                    t(`people.answer.${each.answer}`),
                    t(`people.standing.${each.standing}`),
                    <bdi key="strength">{number(each.strength)}</bdi>,
                  ],
                }))}
              />
            )
          }
        </Loaded>
        {naming && place.places > 0 && may("nomination.make") && (
          <p className="actions">
            <ActionButton name="name">{t("rounds.name_somebody")}</ActionButton>
          </p>
        )}
      </section>
    </>
  );
}

function KeptOutTab({ place }: { place: Place }) {
  const may = useMay();
  const funnel = useRead("/api/rounds/{id}/funnel", { path: { id: place.round } });
  return (
    <>
      <Loaded of={funnel}>
        {(now) => {
          const own = now.sponsors.find((each) => each.sponsor === place.sponsor);
          return own === undefined ? (
            <p>{t("rounds.reply.not_asked")}</p>
          ) : (
            <>
              <p className="quiet">{t("rounds.funnel_help")}</p>
              <FunnelTable round={place.round} lines={[own]} />
              <h2>{t("rounds.kept_out")}</h2>
              <KeptOutRules line={own} />
            </>
          );
        }}
      </Loaded>
      {may("round.kept_out") && <KeptOut round={place.round} sponsor={place.sponsor} />}
    </>
  );
}

function Actions({ place }: { place: Place }) {
  const client = useQueryClient();
  const { id, version } = place;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => {
    const now = await answer(api.GET("/api/round-places/{id}", path));
    return { places: now.places, nominees: now.nominees, source: now.reply_source, version: now.version };
  };
  const ownStaff: Find = async (search, signal) =>
    (await read("/api/staff", { query: { ...(search !== "" && { search }), sponsor: place.sponsor, limit: 8 } }, signal)).items.map(
      (each) => ({ id: each.id, name: each.name, ...(each.code !== undefined && { detail: each.code }) }),
    );
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <>
      <Action name="reply" title={t("rounds.enter_reply")}>
        {(close) => (
          <RecordForm<Body<"/api/round-places/{id}/reply">>
            draft={`rounds.reply.${id}`}
            fields={[
              { name: "nominees", label: t("rounds.nominees"), kind: "number", help: t("rounds.nominees_help") },
              { name: "on", label: t("rounds.replied_on"), kind: "day", help: t("rounds.replied_help") },
              { name: "source", label: t("rounds.letter"), help: t("rounds.letter_help") },
            ]}
            given={{ nominees: place.nominees, source: place.reply_source, version }}
            fresh={fresh}
            action={t("rounds.enter_reply")}
            send={async (body) => {
              await answer(api.POST("/api/round-places/{id}/reply", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="none" title={t("rounds.reply_none")}>
        {(close) => (
          <SendForm
            action={t("rounds.reply_none")}
            send={async () => {
              try {
                await answer(api.POST("/api/round-places/{id}/reply", { ...path, body: { nominees: 0, version } }));
              } catch (error) {
                // What stands on the page is old by now; the next try is of what it shows then.
                await client.invalidateQueries({ queryKey: ["/api/round-places/{id}"] });
                throw error;
              }
              await done(close);
            }}
          >
            {() => <p>▲ {t("rounds.reply_none_effect", { name: place.name })}</p>}
          </SendForm>
        )}
      </Action>
      <Action name="change" title={t("rounds.change_places")}>
        {(close) => (
          <RecordForm<Body<"/api/round-places/{id}", "put">>
            draft={`rounds.places.${id}`}
            fields={[{ name: "places", label: t("rounds.places"), kind: "number", help: t("rounds.change_places_help") }]}
            given={{ places: place.places, version }}
            fresh={fresh}
            action={t("rounds.change_places")}
            send={async (body) => {
              await answer(api.PUT("/api/round-places/{id}", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="name" title={t("rounds.name_somebody")}>
        {(close) => (
          <RecordForm<Body<"/api/nominations">>
            draft={`rounds.name.${id}`}
            fields={[{ name: "staff", label: t("rounds.person"), kind: "record", of: `staff-${place.sponsor}`, find: ownStaff }]}
            action={t("rounds.name_somebody")}
            before={<p className="quiet">{t("rounds.name_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/nominations", { body: { ...body, round: place.round } }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
