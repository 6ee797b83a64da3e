// What can be done with a task: say what came of it, change it, drop it, take its result back.
import { type Body, answer, api, read, t, today } from "@sojourn/shared";
import { Action } from "../../parts/Action";
import { RecordForm } from "../../parts/RecordForm";
import { type Task, taskName } from "./words";

export function TaskForms({
  of,
  agreed,
  owners,
  done,
}: {
  of: Task;
  agreed: boolean;
  owners: { value: string; name: string; record: boolean }[];
  done: (close: () => void) => Promise<void>;
}) {
  const at = { params: { path: { id: of.id } } };
  const fresh = (): Promise<Task> => read("/api/tasks/{id}", { path: { id: of.id } });
  const told = (
    <p>
      <bdi>{taskName(of)}</bdi> · <bdi>{of.staff_name}</bdi>
    </p>
  );
  const reason = { name: "reason", label: t("work.reason"), help: t("work.no_names") } as const;
  // Whoever answers for it now stays to be chosen, also after they have left.
  const all = owners.some((each) => each.value === of.staff) ? owners : [...owners, { value: of.staff, name: of.staff_name, record: true }];
  return (
    <>
      <Action name={`finish-${of.id}`} title={t("work.finish")}>
        {(close) => (
          <RecordForm<Body<"/api/tasks/{id}/finish">>
            draft={`work.finish.${of.id}`}
            fields={[
              { name: "result", label: t("work.result"), help: t("work.result_help") },
              { name: "evidence", label: t("work.evidence"), help: t("work.evidence_help") },
              ...(of.unit === undefined
                ? []
                : [{ name: "amount" as const, label: `${t("work.amount")} (${of.unit})`, help: t("work.amount_help"), kind: "number" as const }]),
              { name: "on", label: t("work.done_on"), kind: "day" },
            ]}
            given={{ version: of.version, on: today() }}
            fresh={fresh}
            action={t("work.finish")}
            before={told}
            send={async (body) => {
              await answer(api.POST("/api/tasks/{id}/finish", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`change-${of.id}`} title={t("work.change")}>
        {(close) => (
          <RecordForm<Body<"/api/tasks/{id}", "put">>
            draft={`work.change.${of.id}`}
            fields={[
              { name: "staff", label: t("work.owner"), help: t("work.owner_help"), kind: "choice", choices: all },
              { name: "due_on", label: t("work.due_on"), help: t("work.due_on_help", { year: String(of.year) }), kind: "day" },
              { name: "aim", label: t("work.aim"), help: t("work.no_names") },
              ...(of.unit === undefined ? [] : [{ name: "target" as const, label: `${t("work.target")} (${of.unit})`, kind: "number" as const }]),
              ...(agreed ? [{ ...reason, help: t("work.reason_help") }] : []),
            ]}
            given={of}
            fresh={fresh}
            action={t("work.change")}
            before={told}
            send={async (body) => {
              await answer(api.PUT("/api/tasks/{id}", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`drop-${of.id}`} title={t("work.drop")}>
        {(close) => (
          <RecordForm<Body<"/api/tasks/{id}/drop">>
            draft={`work.drop.${of.id}`}
            fields={[reason]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("work.drop")}
            before={
              <>
                {told}
                <p>▲ {t("work.drop_effect")}</p>
              </>
            }
            send={async (body) => {
              await answer(api.POST("/api/tasks/{id}/drop", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`reopen-${of.id}`} title={t("work.reopen")}>
        {(close) => (
          <RecordForm<Body<"/api/tasks/{id}/reopen">>
            draft={`work.reopen.${of.id}`}
            fields={[reason]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("work.reopen")}
            before={told}
            send={async (body) => {
              await answer(api.POST("/api/tasks/{id}/reopen", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
