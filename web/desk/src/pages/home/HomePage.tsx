// What needs somebody today, and how the programme stands, each as far as its reader may see it.
import { day, t, today, withTheTerm } from "@sojourn/shared";
import { Suspense, lazy } from "react";
import { Link } from "react-router";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useList, useRead } from "../../parts/reading";
import { hasPage } from "../../shell/pages";
import { useAccount, useMay } from "../../shell/session";
import { Ending, Lacking, Leaderless, Stages } from "./Running";
import { Start } from "./Start";
import { Waiting, useWaiting } from "./Waiting";
import { firstOf } from "./first";
import { useThere } from "./there";

const Asked = lazy(() => withTheTerm(async () => ({ default: (await import("../training/Asked")).Asked })));

export default function HomePage() {
  const may = useMay();
  const { person, grants } = useAccount();
  const there = useThere();
  const waiting = useWaiting(there);
  const first = firstOf(waiting.map(({ lines }) => lines));
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
      {/* Whoever makes surveys sees on their own page how far they are. */}
      {may("survey.list") && !may("survey.make") && (
        <Suspense fallback={null}>
          <Asked />
        </Suspense>
      )}
      {may("need.overview") && <Posts />}
      {may("budget.show") && <Budget />}
      {may("posting.list") && there.serving && <Ending />}
      {may("rotation.calendar") && may("site.show") && there.sites && <Leaderless />}
      {may("training.figures") && there.serving && <Lacking />}
      {may("plan.list") && <Plans />}
      {may("round.list") && <Rounds />}
      {!may("need.overview") && may("account.list") && <Accounts />}
    </>
  );
}

/** How many sites have whom they need. On a programme without a plan, before it, what comes first. */
function Posts() {
  const may = useMay();
  const overview = useRead("/api/need-overview");
  return (
    <Loaded of={overview}>
      {(now) => (
        <>
          {may("plan.make") && <Start sites={now.sites + now.own_sites} sponsors={now.sponsors} people={now.staff_records} />}
          <section aria-labelledby="posts">
            <h2 id="posts">{t("home.posts")}</h2>
            {now.sites === 0 ? (
              <p className="quiet">{t("home.no_sites")}</p>
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
            )}
          </section>
        </>
      )}
    </Loaded>
  );
}

/** The year's money as far as the reader sees it; nothing where no budget was made. */
function Budget() {
  const year = Number(today().slice(0, 4));
  const sums = useRead("/api/budget", { query: { year } });
  return (
    <Loaded of={sums}>
      {({ totals }) =>
        totals.length > 0 && (
          <section aria-labelledby="budget">
            <h2 id="budget">{t("home.budget", { year: String(year) })}</h2>
            {totals.map((total) => (
              <ul className="figures" key={total.planned}>
                {(["paid", "committed", "gap"] as const).map((key) => (
                  <li key={key} className="figure">
                    <span className="value">
                      <Link to={`/money?year=${year}`}>
                        <bdi>{total[key]}</bdi>
                      </Link>
                    </span>
                    <span className="meaning">{t(`home.budget_${key}`, { planned: total.planned })}</span>
                  </li>
                ))}
              </ul>
            ))}
          </section>
        )
      }
    </Loaded>
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

function Plans() {
  const plans = useList("/api/plans", { limit: 3 });
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
  const rounds = useList("/api/rounds", { limit: 3 });
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
