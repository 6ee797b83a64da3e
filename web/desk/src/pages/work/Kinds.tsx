// The programme's catalogue of tasks, whose categories are the duty areas of postings.
import { type Body, answer, api, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { type Column, ListTable } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useAll } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { type TaskKind, ofWork } from "./words";

export function Kinds() {
  const may = useMay();
  const client = useQueryClient();
  const kinds = useAll("/api/task-kinds");
  const columns: Column<TaskKind>[] = [
    { key: "number", title: t("work.number"), show: (row) => <bdi>{row.number}</bdi> },
    { key: "name", title: t("work.task"), show: (row) => <bdi>{row.name}</bdi> },
    { key: "name_zh", title: t("work.name_zh"), show: (row) => <bdi>{row.name_zh}</bdi> },
    { key: "category", title: t("work.category"), show: (row) => <bdi>{row.category}</bdi> },
    {
      key: "unit",
      title: t("work.unit"),
      show: (row) => (row.unit === undefined ? <span className="quiet">{t("work.no_unit")}</span> : <bdi>{row.unit}</bdi>),
    },
    ...(may("task_kind.close")
      ? [
          {
            key: "do",
            title: t("work.what_to_do"),
            show: (row: TaskKind) => (
              <span className="actions">
                <ActionButton name={`change-${row.id}`}>{t("work.change_kind")}</ActionButton>{" "}
                <ActionButton name={`close-${row.id}`}>{t("work.close_kind")}</ActionButton>
              </span>
            ),
          },
        ]
      : []),
  ];
  const done = async (close: () => void): Promise<void> => {
    await client.invalidateQueries({ predicate: ofWork });
    close();
  };
  const words = [
    { name: "name", label: t("work.task") },
    { name: "name_zh", label: t("work.name_zh"), help: t("work.name_zh_help") },
    { name: "category", label: t("work.category"), help: t("work.category_help") },
  ] as const;
  return (
    <>
      <p className="quiet">{t("work.catalogue_how")}</p>
      {may("task_kind.make") && (
        <p className="actions">
          <ActionButton name="kind">{t("work.make_kind")}</ActionButton> <Link to="/import/task_kind">{t("work.import")}</Link>
        </p>
      )}
      <Loaded of={kinds}>
        {(rows) => (rows.length === 0 ? <p>{t("work.no_kinds")}</p> : <ListTable rows={rows} columns={columns} label={t("work.catalogue")} />)}
      </Loaded>
      {(kinds.data ?? []).map((row) => (
        <Forms key={row.id} of={row} words={words} done={done} />
      ))}
      <Action name="kind" title={t("work.make_kind")}>
        {(close) => (
          <RecordForm<Body<"/api/task-kinds">>
            draft="work.kind"
            fields={[
              { name: "number", label: t("work.number") },
              ...words,
              { name: "unit", label: t("work.unit"), help: t("work.unit_help") },
            ]}
            action={t("work.make_kind")}
            send={async (body) => {
              await answer(api.POST("/api/task-kinds", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

function Forms({
  of,
  words,
  done,
}: {
  of: TaskKind;
  words: readonly { name: "name" | "name_zh" | "category"; label: string; help?: string }[];
  done: (close: () => void) => Promise<void>;
}) {
  const at = { params: { path: { id: of.id } } };
  const fresh = (): Promise<TaskKind> => read("/api/task-kinds/{id}", { path: { id: of.id } });
  return (
    <>
      <Action name={`change-${of.id}`} title={t("work.change_kind")}>
        {(close) => (
          <RecordForm<Body<"/api/task-kinds/{id}", "put">>
            draft={`work.change.${of.id}`}
            fields={[...words]}
            given={of}
            fresh={fresh}
            action={t("work.change_kind")}
            send={async (body) => {
              await answer(api.PUT("/api/task-kinds/{id}", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`close-${of.id}`} title={t("work.close_kind")}>
        {(close) => (
          <RecordForm<Body<"/api/task-kinds/{id}/close">>
            draft={`work.close.${of.id}`}
            fields={[{ name: "reason", label: t("work.reason") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("work.close_kind")}
            before={
              <p>
                <bdi>{of.name}</bdi>. {t("work.close_effect")}
              </p>
            }
            send={async (body) => {
              await answer(api.POST("/api/task-kinds/{id}/close", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
