// A plan made again from what was kept of it, and compared. It takes as long as the plan did: the question
// goes on while its reader is on other pages, and its answer is here when they come back.
import { answer, api, t } from "@sojourn/shared";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { ErrorNote } from "../../parts/ErrorNote";

/** Under way, by plan: since when, and how to end the waiting. */
const underWay = new Map<string, { since: number; stop: AbortController }>();

export function Replay({ id }: { id: string }) {
  const client = useQueryClient();
  const key = ["replay", id];
  const ask = async () => {
    const stop = new AbortController();
    underWay.set(id, { since: Date.now(), stop });
    try {
      // Not the signal of the query, which would end it with the page.
      return await answer(api.GET("/api/plans/{id}/replay", { params: { path: { id } }, signal: stop.signal }));
    } catch (error) {
      if (stop.signal.aborted) {
        return null;
      }
      throw error;
    } finally {
      underWay.delete(id);
    }
  };
  const { data, error, isFetching } = useQuery({ queryKey: key, queryFn: ask, enabled: false, retry: false, gcTime: Infinity });
  const begin = (): void => {
    void client.fetchQuery({ queryKey: key, queryFn: ask, retry: false, gcTime: Infinity }).catch(() => undefined);
  };
  return (
    <>
      <p>{t("plans.replay_effect")}</p>
      {isFetching ? (
        <>
          <p>
            <span role="status">{t("plans.replay_goes")}</span> <Elapsed since={underWay.get(id)?.since ?? Date.now()} /> {t("plans.replay_leave")}
          </p>
          <Button onClick={() => underWay.get(id)?.stop.abort()}>{t("plans.replay_stop")}</Button>
        </>
      ) : (
        <>
          <p role="status">
            {data === null
              ? t("plans.replay_stopped")
              : data !== undefined && (data.same ? `✔ ${t("plans.replay_same")}` : `✖ ${t("plans.replay_differs")}`)}
          </p>
          {error !== null && <ErrorNote problem={error} />}
          <Button type="primary" htmlType="button" onClick={begin}>
            {t("plans.replay")}
          </Button>
        </>
      )}
    </>
  );
}

function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const second = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(second);
  }, []);
  return <>{t("plans.replay_elapsed", { count: Math.max(0, Math.round((now - since) / 1000)) })}</>;
}
