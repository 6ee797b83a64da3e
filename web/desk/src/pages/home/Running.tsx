// A programme under way: in which stage it is, and whose term ends soon.
import { day, t } from "@sojourn/shared";
import { Link } from "react-router";
import { FileLink } from "../../parts/FileLink";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { type Stage, markOf, stageOf, stages } from "./stage";

/** Each stage leads to where its work is done. The lists are those that the page shows further down. */
export function Stages() {
  const plans = useList("/api/plans", { limit: 3 });
  const rounds = useList("/api/rounds", { limit: 3 });
  if (plans.data === undefined || rounds.data === undefined) {
    return null;
  }
  const now = stageOf(plans.data, rounds.data);
  const plan = now.plan === undefined ? "/plans" : `/plans/${now.plan}`;
  const work: Record<Stage, string> = { need: "/needs", selection: "/rounds", placement: "/plans", publication: plan, confirmed: plan };
  return (
    <nav aria-label={t("home.stages")}>
      <ol className="stages">
        {stages.map((stage) => {
          const state = markOf(stage, now.stage, rounds.data ?? []);
          return (
            <li key={stage} className={state} {...(state === "now" && { "aria-current": "step" as const })}>
              <Link to={work[stage]}>{t(`home.stage.${stage}`)}</Link> <span className="quiet">{t(`home.stage_${state}`)}</span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const soon = 90;

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Who serves today and ends within the next days: some of them here, all of them in the file. */
export function Ending() {
  const may = useMay();
  const which = { on: dayFromNow(0), ends_by: dayFromNow(soon) };
  const postings = useList("/api/postings", { ...which, limit: 2 }); // the first page is small
  return (
    <section aria-labelledby="ending">
      <h2 id="ending">{t("home.ending", { days: soon })}</h2>
      <Loaded of={postings}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("home.nobody_ends")}</p>
          ) : (
            <>
              <ul className="todo">
                {rows.map((each) => (
                  <li key={each.id}>
                    {may("staff.show") ? (
                      <Link to={`/people/${each.staff}?tab=service`}>
                        <bdi>{each.staff_name}</bdi>
                      </Link>
                    ) : (
                      <bdi>{each.staff_name}</bdi>
                    )}
                    {" · "}
                    <bdi>{each.site_name}</bdi> · {t("home.ends", { day: day(each.to_day ?? "") })}
                  </li>
                ))}
              </ul>
              <p>
                <FileLink address={`/api/postings?${new URLSearchParams({ ...which, format: "xlsx" }).toString()}`}>
                  {postings.more === undefined
                    ? t("home.ending_list", { count: rows.length })
                    : t("home.ending_list_more", { count: rows.length })}
                </FileLink>
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** Which sites nobody leads today, the first of them by name. */
export function Leaderless() {
  const calendar = useRead("/api/rotation", { query: { months: 1, leaderless: true, limit: 3 } });
  return (
    <section aria-labelledby="leaderless">
      <h2 id="leaderless">{t("home.leaderless")}</h2>
      <Loaded of={calendar}>
        {(now) =>
          now.sites === 0 ? (
            <p className="quiet">{t("home.all_led")}</p>
          ) : (
            <>
              <ul className="todo">
                {now.items.map((each) => (
                  <li key={each.site}>
                    <Link to={`/sites/${each.site}?tab=team`}>
                      <bdi>{each.site_name}</bdi>
                    </Link>
                  </li>
                ))}
              </ul>
              <p>
                <Link to="/handovers?tab=rotation">{t("home.leaderless_all", { count: now.sites })}</Link>
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** Who serves untrained or without cover: how many, and where they stand. */
export function Lacking() {
  const may = useMay();
  const mayCover = may("alarm.list");
  const training = useRead("/api/training-figures");
  const cover = useList("/api/cover-alarms", { limit: 3 }, { enabled: mayCover });
  return (
    <section aria-labelledby="lacking">
      <h2 id="lacking">{t("home.lacking")}</h2>
      <Loaded of={training}>
        {({ items: [sum] }) =>
          sum === undefined || sum.overdue === 0 ? (
            <p className="quiet">{t("home.all_trained")}</p>
          ) : (
            <p>
              <Link to="/training?show=overdue">{t("home.untrained", { count: sum.overdue })}</Link>
            </p>
          )
        }
      </Loaded>
      {mayCover && (
        <Loaded of={cover}>
          {(rows) =>
            rows.length === 0 ? (
              <p className="quiet">{t("home.all_covered")}</p>
            ) : (
              <p>
                <Link to="/money?tab=cover">
                  {t(cover.more === undefined ? "home.uncovered" : "home.uncovered_more", { count: rows.length })}
                </Link>
              </p>
            )
          }
        </Loaded>
      )}
    </section>
  );
}
