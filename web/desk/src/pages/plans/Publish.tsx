// The two steps that tell people: publishing and confirming. Each shows first what it would change,
// and names the digest of what was shown, so that nothing is decided that was not seen.
import { type Answer, answer, api, day, t, tag, withTheTerm } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, lazy, useState } from "react";
import { Link } from "react-router";
import { SendForm } from "../../parts/SendForm";
import { Skeleton } from "../../parts/Skeleton";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Lacks } from "../board/sentences";
import { Counts, PeopleTable } from "./Changes";
import { MustFix } from "./MustFix";
import type { Plan } from "./PlanPage";
import { SignForUnready, Unready } from "./Unready";

const Cost = lazy(() => withTheTerm(async () => ({ default: (await import("./Cost")).Cost })));

type Difference = Answer<"/api/plans/{id}/difference">;

export function Publish({ plan, act, close }: { plan: Plan; act: "publish" | "confirm"; close: () => void }) {
  const difference = useRead("/api/plans/{id}/difference", { path: { id: plan.id }, query: { language: tag() } });
  return (
    <>
      <Loaded of={difference}>
        {(now) => (
          <>
            {((plan.breaches ?? 0) > 0 && act === "publish") || now.breaks.some((each) => !each.signed_for) ? (
              <MustFix plan={plan} today={now.breaks.filter((each) => !each.signed_for)} />
            ) : null}
            {act === "confirm" && <SignForUnready plan={plan} of={now.not_ready} />}
            <Sign plan={plan} act={act} close={close} now={now} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Sign({
  plan,
  act,
  close,
  now,
}: {
  plan: Plan;
  act: "publish" | "confirm";
  close: () => void;
  now: Difference;
}) {
  const client = useQueryClient();
  const may = useMay();
  const told = now.rows.length;
  const sites = new Set(now.rows.flatMap((row) => [row.from, row.to]).filter((site) => site !== undefined)).size;
  const short = act === "publish" ? now.short_sites : [];
  const [seen, setSeen] = useState(false);
  const send = async (): Promise<void> => {
    try {
      const path = { params: { path: { id: plan.id } } };
      const body = { difference: now.digest, version: plan.version };
      await (act === "publish"
        ? answer(api.POST("/api/plans/{id}/publish", { ...path, body: { ...body, ...(seen && { shortages: short.length }) } }))
        : answer(api.POST("/api/plans/{id}/confirm", { ...path, body })));
    } catch (error) {
      await client.invalidateQueries(); // what would change, and the plan itself, may be another by now: shown anew
      throw error;
    }
    close();
    await client.invalidateQueries();
  };
  return (
    <SendForm action={t(act === "publish" ? "plans.publish_now" : "plans.confirm_now", { count: told })} send={send}>
      {(problem) => (
        <>
          <p>{t("plans.changes_text")}</p>
          <Counts of={now} />
          {now.rows.length > 0 && (
            <details>
              <summary>{t("plans.see_each")}</summary>
              <PeopleTable label={t("plans.changes")} rows={now.rows} />
            </details>
          )}
          {now.records_changed && (
            <p>
              <span aria-hidden="true">▲ </span>
              {t("plans.records_changed")}
            </p>
          )}
          {act === "publish" && may("plan.cost") && (
            <Suspense fallback={<Skeleton />}>
              <Cost plan={plan.id} />
            </Suspense>
          )}
          {act === "publish" && <Unready of={now.not_ready} />}
          {short.length > 0 && (
            <>
              <Short of={short} />
              <p>
                <label>
                  <input
                    type="checkbox"
                    name="shortages"
                    checked={seen}
                    aria-invalid={problem?.faultOf("shortages") !== undefined && !seen}
                    onChange={(event) => setSeen(event.target.checked)}
                  />{" "}
                  {t("plans.short_seen", { count: short.length })}
                </label>
              </p>
              {problem?.faultOf("shortages") !== undefined && !seen && (
                <p className="fault">
                  <span aria-hidden="true">✖ </span>
                  {t("plans.short_not_seen")}
                </p>
              )}
            </>
          )}
          {act === "publish" && (
            <p>
              {t("plans.told", { people: t("plans.told_people", { count: told }), sites: t("plans.told_sites", { count: sites }) })}{" "}
              {now.objections_until !== undefined && (
                <b>
                  {t("plans.window", {
                    day: day(now.objections_until),
                    days: t("plans.working_days", { count: now.objection_days ?? 0 }),
                  })}
                </b>
              )}
            </p>
          )}
          <p>
            <span aria-hidden="true">▲ </span>
            {act === "publish" ? t("plans.publish_effect") : t("plans.confirm_effect", { count: told })}
          </p>
        </>
      )}
    </SendForm>
  );
}

/** Sites that a plan leaves short: a warning, each with what it lacks. */
export function Short({ of }: { of: Difference["short_sites"] }) {
  return of.length === 0 ? null : (
    <details open={of.length <= 5}>
      <summary>
        <span aria-hidden="true">▲ </span>
        {t("plans.short", { count: of.length })}
      </summary>
      <ul>
        {of.map((site) => (
          <li key={site.site}>
            <Link to={`/sites/${site.site}`}>
              <bdi>{site.site_name}</bdi>
            </Link>{" "}
            <Lacks of={site.lacks} />
          </li>
        ))}
      </ul>
    </details>
  );
}
