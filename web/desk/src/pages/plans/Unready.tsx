// Sites that are not ready for whoever would come: put right, or signed for by two people.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useState } from "react";
import { Link } from "react-router";
import { Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { AskSignature, NotSigned, Signatures } from "./Signatures";
import type { Plan } from "./PlanPage";

type Site = Answer<"/api/plans/{id}/difference">["not_ready"][number];

const lacks = ["lodging", "water_power", "medical", "communications", "contact"] as const;

function lackName(lack: string): string {
  const known = lacks.find((each) => each === lack);
  return known === undefined ? lack : t(`sites.missing.${known}`);
}

function Named({ site }: { site: Site }) {
  const may = useMay();
  // To the form that closes the gap, for whoever may fill it in.
  return (
    <>
      <Link to={`/sites/${site.site}?tab=need${may("readiness.set") ? "&do=readiness" : ""}`}>
        <bdi>{site.site_name}</bdi>
      </Link>{" "}
      <span className="quiet">
        {t("plans.would_come", { count: site.people })}
        {t("shell.colon")}
        {site.missing.map(lackName).join(t("shell.comma"))}
        {t("shell.stop")}
        {site.signed_reason === undefined ? (
          t("plans.not_signed")
        ) : (
          <>
            ✔ <bdi>{site.signed_reason}</bdi>
          </>
        )}
      </span>
    </>
  );
}

export function Unready({ of }: { of: Site[] }) {
  return of.length === 0 ? null : (
    <details>
      <summary>
        <span aria-hidden="true">▲ </span>
        {t("plans.not_ready", { count: of.length })}
      </summary>
      <ul>
        {of.map((site) => (
          <li key={site.site}>
            <Named site={site} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The same where the plan is to be confirmed: each site that stands in the way, with its signatures. */
export function SignForUnready({ plan, of }: { plan: Plan; of: Site[] }) {
  const may = useMay();
  const asked = useList("/api/site-overrides", { plan: plan.id });
  const [trouble, setTrouble] = useState<unknown>();
  const open = of.filter((site) => site.signed_reason === undefined);
  return open.length === 0 ? (
    <NotSigned trouble={trouble} />
  ) : (
    <section aria-label={t("plans.not_ready", { count: open.length })} className="must-fix">
      <p>
        <span aria-hidden="true">✖ </span>
        {t("plans.not_ready", { count: open.length })}. {t("plans.put_right")}
      </p>
      <Loaded of={asked}>
        {(rows) => (
          <ul className="plain">
            {open.map((site) => {
              const own = rows.filter((row) => row.site === site.site);
              return (
                <li key={site.site}>
                  <Named site={site} />
                  <Signatures path="/api/site-overrides" rows={own} setTrouble={setTrouble} />
                  {may("site_override.ask") && !own.some((row) => row.state === "waiting") && (
                    <details>
                      <summary>{t("plans.sign_for_site")}</summary>
                      <AskSignature
                        of={`${plan.id}.${site.site}`}
                        label={t("plans.site_override_reason")}
                        ask={async (reason) => {
                          await answer(api.POST("/api/site-overrides", { body: { plan: plan.id, site: site.site, reason } }));
                        }}
                      />
                    </details>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
      <NotSigned trouble={trouble} />
    </section>
  );
}
