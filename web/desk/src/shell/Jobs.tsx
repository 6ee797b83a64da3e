// Long work that goes on on the server: plans that are being made. It stands above every page, so
// whoever began it may leave the page, load the desk anew or come back tomorrow.
import { type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { useList, useRead } from "../parts/reading";
import { hasPage } from "./pages";
import { useMay } from "./session";

type Plan = Row<"/api/plans">;

export function Jobs() {
  const may = useMay();
  return may("plan.list") ? <Plans /> : null;
}

function Plans() {
  const client = useQueryClient();
  const waiting = useList("/api/plans", { state: "waiting", limit: 5 });
  // Those that were seen waiting stay until somebody has seen that they have ended.
  const [seen, setSeen] = useState<Plan[]>([]);
  useEffect(() => {
    const fresh = (waiting.data ?? []).filter((plan) => !seen.some((each) => each.id === plan.id));
    if (fresh.length > 0) {
      setSeen([...seen, ...fresh]);
    }
  }, [waiting.data, seen]);
  if (seen.length === 0) {
    return null;
  }
  return (
    <ul className="jobs" aria-label={t("shell.jobs")}>
      {seen.map((plan) => (
        <Job
          key={plan.id}
          plan={plan}
          ended={() => void client.invalidateQueries({ queryKey: ["/api/plans"] })}
          away={() => setSeen(seen.filter((each) => each.id !== plan.id))}
        />
      ))}
    </ul>
  );
}

function Job({ plan, ended, away }: { plan: Plan; ended: () => void; away: () => void }) {
  const client = useQueryClient();
  const may = useMay();
  const [trouble, setTrouble] = useState<unknown>();
  const now = useRead("/api/plans/{id}", { path: { id: plan.id } }, {
    refetchInterval: (known) => ((known ?? plan).state !== "waiting" ? false : trouble === undefined ? 1000 : 5000),
  });
  const state = now.data?.state ?? plan.state;
  const goes = state === "waiting";
  // One that was published meanwhile was made all the same.
  const lost = state === "failed" || state === "cancelled";
  useEffect(() => {
    if (!goes) {
      ended();
    }
    // Once, when it ends.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [goes]);
  const stop = async (): Promise<void> => {
    const { id, version } = now.data ?? plan;
    await answer(api.POST("/api/plans/{id}/cancel", { params: { path: { id } }, body: { version } }));
    await client.invalidateQueries({ queryKey: ["/api/plans/{id}"] });
  };
  const seconds = Math.round((now.at - Date.parse(plan.made_at)) / 1000);
  return (
    <li>
      <span role="status">
        {goes ? (
          <>
            <span aria-hidden="true">◌ </span>
            {t("shell.job_goes", { name: plan.name })}
          </>
        ) : (
          <>
            <span aria-hidden="true">{lost ? "✖ " : "✔ "}</span>
            {t(lost ? "shell.job_ended" : "shell.job_done", { name: plan.name })}
          </>
        )}
      </span>{" "}
      {goes && (
        <>
          <span className="quiet">
            {t("shell.job_seconds", { seconds: Math.max(0, seconds) })} {t("shell.job_leave")}
          </span>{" "}
          {may("plan.cancel") && (
            <Button size="small" onClick={() => void stop().then(() => setTrouble(undefined), setTrouble)}>
              {t("shell.job_stop")}
            </Button>
          )}
        </>
      )}
      {!goes && (
        <>
          {hasPage(`/plans/${plan.id}`) && <Link to={`/plans/${plan.id}`}>{t("shell.job_open")}</Link>}{" "}
          <Button size="small" onClick={away}>
            {t("shell.job_away")}
          </Button>
        </>
      )}
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </li>
  );
}
