// The duty areas of a posting, chosen from the programme's catalogue of tasks.
import { type Body, answer, api, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useAll, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";

export function Duties({ posting }: { posting: string }) {
  const may = useMay();
  const client = useQueryClient();
  const duties = useRead("/api/postings/{id}/duties", { path: { id: posting } });
  const kinds = useAll("/api/task-kinds", {}, { enabled: may("duty.set") });
  return (
    <section aria-labelledby="duties">
      <h2 id="duties">{t("work.duties")}</h2>
      <Loaded of={duties}>
        {(now) => (
          <>
            <p>{now.areas.length === 0 ? <span className="quiet">{t("work.no_duties")}</span> : <bdi>{now.areas.join(t("shell.comma"))}</bdi>}</p>
            {may("duty.set") && (
              <>
                <p className="actions">
                  <ActionButton name="duties">{t("work.set_duties")}</ActionButton>
                </p>
                <Action name="duties" title={t("work.set_duties")}>
                  {(close) => (
                    <RecordForm<Body<"/api/postings/{id}/duties", "put">>
                      draft={`postings.duties.${posting}`}
                      fields={[
                        {
                          name: "areas",
                          label: t("work.duties"),
                          help: t("work.duties_help"),
                          kind: "several",
                          // What was chosen once may stay, also where the catalogue has it no more.
                          choices: [...new Set([...now.areas, ...(kinds.data ?? []).map((each) => each.category)])]
                            .sort()
                            .map((value) => ({ value, name: value, record: true })),
                        },
                      ]}
                      given={now}
                      fresh={() => read("/api/postings/{id}/duties", { path: { id: posting } })}
                      action={t("work.set_duties")}
                      send={async (body) => {
                        await answer(api.PUT("/api/postings/{id}/duties", { params: { path: { id: posting } }, body }));
                        await client.invalidateQueries({ queryKey: ["/api/postings/{id}/duties"] });
                        close();
                      }}
                    />
                  )}
                </Action>
              </>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
