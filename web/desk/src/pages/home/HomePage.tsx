// What needs somebody today, and how the programme stands, each as far as its reader may see it.
import { type Row, day, t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useList, useRead } from "../../parts/reading";
import { hasPage } from "../../shell/pages";
import { useAccount, useMay } from "../../shell/session";
import { Ending, Lacking, Leaderless, Stages } from "./Running";

export default function HomePage() {
  const may = useMay();
  const { person, grants } = useAccount();
  const waiting = useWaiting();
  const first = firstOf(waiting);
  return (
    <>
      <PageHead
        title={t("home.greeting", { name: person })}
        action={
          first === undefined ? undefined : (
            <Link className="button main" to={first}>
              {t("home.open_first")}
            </Link>
          )
        }
      />
      <p className="quiet">
        {t("home.roles")} {grants.map((grant) => t(`shell.role.${grant.role}`)).join(t("shell.comma"))}
      </p>
      {may("plan.list") && may("round.list") && <Stages />}
      <Waiting of={waiting} />
      {may("need.overview") && <Posts />}
      {may("posting.list") && <Ending />}
      {may("rotation.calendar") && may("site.show") && <Leaderless />}
      {may("training.figures") && <Lacking />}
      {may("plan.list") && <Plans />}
      {may("round.list") && <Rounds />}
      {!may("need.overview") && may("account.list") && <Accounts />}
    </>
  );
}

/** How many sites have whom they need; on an empty database, what comes first. */
function Posts() {
  const overview = useRead("/api/need-overview");
  return (
    <section aria-labelledby="posts">
      <h2 id="posts">{t("home.posts")}</h2>
      <Loaded of={overview}>
        {(now) =>
          now.sites === 0 ? (
            <GettingStarted people={now.staff_records} sponsors={now.sponsors} />
          ) : (
            <>
              <p className="quiet">{t("home.as_of", { day: day(now.on) })}</p>
              <ul className="figures">
                <Figure value={now.in_post} meaning={t("home.in_post", { target: now.target })} to="/needs" />
                <Figure value={now.short_of_minimum} meaning={t("home.short_of_minimum", { minimum: now.minimum })} to="/needs?show=minimum" />
                <Figure value={now.short_of_target} meaning={t("home.short_of_target")} to="/needs?show=short" />
                <Figure value={now.sites} meaning={t("home.sites", { covered: now.covered_sites })} to="/sites" />
                <Figure value={now.staff_records} meaning={t("home.people", { sponsors: now.sponsors })} to="/people" />
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** Opens the list of what it counts. */
function Figure({ value, meaning, to }: { value: number; meaning: string; to: string }) {
  const shown = <bdi>{t("home.number", { value })}</bdi>;
  return (
    <li className="figure">
      <span className="value">{hasPage(to) ? <Link to={to}>{shown}</Link> : shown}</span>
      <span className="meaning">{meaning}</span>
    </li>
  );
}

function GettingStarted({ people, sponsors }: { people: number; sponsors: number }) {
  const step = (done: boolean, text: string, to: string): ReactNode => (
    <li>
      <span aria-hidden="true">{done ? "✔ " : "○ "}</span>
      <Link to={to}>{text}</Link> <span className="quiet">{done ? t("home.done") : t("home.to_do")}</span>
    </li>
  );
  return (
    <>
      <p>{t("home.empty")}</p>
      <ol className="todo">
        {step(false, t("home.first_areas"), "/import/area")}
        {step(false, t("home.first_sites"), "/import/site")}
        {step(sponsors > 0, t("home.first_sponsors"), "/import/sponsor")}
        {step(people > 0, t("home.first_people"), "/import/staff")}
        {step(false, t("home.first_plan"), "/plans?do=make")}
      </ol>
    </>
  );
}

/** What lies there until somebody decides it. */
function useWaiting() {
  const may = useMay();
  const mayPlanObjections = may("plan_objection.list");
  const mayCorrections = may("correction.list");
  const mayPlaces = may("place.list");
  const mayRoundObjections = may("objection.list");
  const mayFeedback = may("feedback.list");
  const objections = useList("/api/plan-objections", { state: "open", limit: 5 }, { enabled: mayPlanObjections });
  const corrections = useList("/api/corrections", { state: "open", limit: 5 }, { enabled: mayCorrections });
  const places = useList("/api/round-places", { waiting: true, limit: 5 }, { enabled: mayPlaces });
  const shortlists = useList("/api/objections", { waiting: true, limit: 5 }, { enabled: mayRoundObjections });
  const feedback = useList("/api/feedback", { state: "open", limit: 5 }, { enabled: mayFeedback });
  return { mayPlanObjections, mayCorrections, mayPlaces, mayRoundObjections, mayFeedback, objections, corrections, places, shortlists, feedback };
}

const toObjection = (each: { plan: string }): string => `/plans/${each.plan}?tab=objections`;
const toCorrection = (each: { id: string }): string => `/corrections/${each.id}`;
const toShortlist = (each: { round: string }): string => `/rounds/${each.round}?tab=shortlist`;
const toPlace = (each: { id: string }): string => `/rounds/places/${each.id}`;
const toFeedback = (each: { id: string }): string => `/settings/feedback/${each.id}`;

/** Where the first of them is decided, in the order in which they stand on the page. */
function firstOf({ objections, corrections, shortlists, places, feedback }: ReturnType<typeof useWaiting>): string | undefined {
  return [
    objections.data?.map(toObjection),
    corrections.data?.map(toCorrection),
    shortlists.data?.map(toShortlist),
    places.data?.map(toPlace),
    feedback.data?.map(toFeedback),
  ].flat()[0];
}

function Waiting({ of }: { of: ReturnType<typeof useWaiting> }) {
  const { mayPlanObjections, mayCorrections, mayPlaces, mayRoundObjections, mayFeedback, objections, corrections, places, shortlists, feedback } = of;
  if (!mayPlanObjections && !mayCorrections && !mayPlaces && !mayFeedback) {
    return null;
  }
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t("home.waiting")}</h2>
      {mayPlanObjections && (
        <Items
          of={objections}
          none={t("home.no_objections")}
          title={(count, more) => t(more ? "home.objections_and_more" : "home.objections", { count })}
          to={toObjection}
          line={(each: Row<"/api/plan-objections">) =>
            t("home.objection", { name: each.staff_name, plan: each.plan_name, day: day(each.received_on) })
          }
        />
      )}
      {mayCorrections && (
        <Items
          of={corrections}
          none={t("home.no_corrections")}
          title={(count, more) => t(more ? "home.corrections_and_more" : "home.corrections", { count })}
          to={toCorrection}
          line={(each: Row<"/api/corrections">) => t("home.correction", { name: each.name, day: day(each.asked_on) })}
        />
      )}
      {mayRoundObjections && (
        <Items
          of={shortlists}
          none={t("home.no_shortlist_objections")}
          title={(count, more) => t(more ? "home.shortlist_objections_and_more" : "home.shortlist_objections", { count })}
          to={toShortlist}
          line={(each: Row<"/api/objections">) =>
            t("home.objection", { name: each.name, plan: each.round_name, day: day(each.raised_on) })
          }
        />
      )}
      {mayPlaces && (
        <Items
          of={places}
          none={t("home.no_replies")}
          title={(count, more) => t(more ? "home.replies_and_more" : "home.replies", { count })}
          to={toPlace}
          line={(each: Row<"/api/round-places">) =>
            t("home.reply", { sponsor: each.name, round: each.round_name, day: day(each.deadline) })
          }
        />
      )}
      {mayFeedback && (
        <Items
          of={feedback}
          none={t("home.no_feedback")}
          title={(count, more) => t(more ? "home.feedback_and_more" : "home.feedback", { count })}
          to={toFeedback}
          line={(each: Row<"/api/feedback">) =>
            t(`home.feedback_${each.kind}${each.overdue ? "_overdue" : ""}`, { day: day(each.written_on), due: day(each.due_on) })
          }
        />
      )}
    </section>
  );
}

/** `to`: where somebody decides it. */
function Items<T extends { id: string }>({
  of,
  none,
  title,
  to,
  line,
}: {
  of: ReturnType<typeof useList> & { data: unknown[] | undefined };
  none: string;
  title: (count: number, more: boolean) => string;
  to?: (each: T) => string;
  line: (each: T) => string;
}) {
  return (
    <Loaded of={of as never}>
      {(rows: T[]) =>
        rows.length === 0 ? (
          <p className="quiet">{none}</p>
        ) : (
          <>
            <h3>{title(rows.length, of.more !== undefined)}</h3>
            <ul className="todo">
              {rows.map((each) => (
                <li key={each.id}>{to === undefined ? line(each) : <Link to={to(each)}>{line(each)}</Link>}</li>
              ))}
            </ul>
          </>
        )
      }
    </Loaded>
  );
}

function Plans() {
  const plans = useList("/api/plans", { limit: 5 });
  return (
    <section aria-labelledby="plans">
      <h2 id="plans">
        <Link to="/plans">{t("home.plans")}</Link>
      </h2>
      <Loaded of={plans}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("home.no_plans")}</p>
          ) : (
            <ul className="todo">
              {rows.map((plan) => (
                <li key={plan.id}>
                  <strong>
                    <Link to={`/plans/${plan.id}`}>
                      <bdi>{plan.name}</bdi>
                    </Link>
                  </strong>{" "}
                  <span>{t(`home.plan.${plan.state}`)}</span>
                  {plan.placed !== undefined && <> · {t("home.placed", { count: plan.placed })}</>} ·{" "}
                  {t("home.starts", { day: day(plan.starts_on) })}
                  {plan.state === "published" && plan.objections_until !== undefined && (
                    <> · {t("home.objections_until", { day: day(plan.objections_until) })}</>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Rounds() {
  const rounds = useList("/api/rounds", { limit: 5 });
  return (
    <section aria-labelledby="rounds">
      <h2 id="rounds">
        <Link to="/rounds">{t("home.rounds")}</Link>
      </h2>
      <Loaded of={rounds}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("home.no_rounds")}</p>
          ) : (
            <ul className="todo">
              {rows.map((round) => (
                <li key={round.id}>
                  <strong>
                    <Link to={`/rounds/${round.id}`}>
                      <bdi>{round.name}</bdi>
                    </Link>
                  </strong>{" "}
                  · {t("home.round", {
                    replied: round.replied,
                    sponsors: round.sponsors,
                    nominees: round.nominees,
                    day: day(round.deadline),
                  })}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Accounts() {
  const accounts = useList("/api/accounts");
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{t("home.accounts")}</h2>
      <Loaded of={accounts}>
        {(rows) => (
          <p>
            {accounts.more === undefined
              ? t("home.accounts_there", { count: rows.length })
              : t("home.accounts_more", { count: rows.length })}
          </p>
        )}
      </Loaded>
    </section>
  );
}
