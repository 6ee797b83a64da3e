// What can be done with a staff member's record, each with its effect named before.
import { type Body, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Action } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { PostForm } from "../../parts/PostForm";
import { type Given, RecordForm, type SeenField } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { orAnew } from "../../parts/anew";
import { findPeople } from "../../parts/find";
import type { Person } from "./PersonPage";
import { factFields, languageFields, makeFields, skillFields } from "./fields";

export function PersonActions({ person }: { person: Person }) {
  const client = useQueryClient();
  const { id, version } = person;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => answer(api.GET("/api/staff/{id}", path));
  // Where nothing of it is typed: what else it says by now.
  const facts = [...(makeFields() as SeenField[]), { name: "closed_on", label: t("people.closed_on") }];
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <>
      <Action name="change" title={t("people.change")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}", "put">>
            draft={`people.change.${id}`}
            fields={factFields()}
            given={person}
            fresh={fresh}
            action={t("people.change")}
            send={async (body) => {
              await answer(api.PUT("/api/staff/{id}", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="rename" title={t("people.rename")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/rename">>
            draft={`people.rename.${id}`}
            fields={[{ name: "name", label: t("people.name") }]}
            given={person}
            fresh={fresh}
            action={t("people.rename")}
            before={<p className="quiet">{t("people.rename_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/rename", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="close" title={t("people.close")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/close">>
            draft={`people.close.${id}`}
            fields={[
              {
                name: "reason",
                label: t("people.closed_reason"),
                kind: "choice",
                choices: (["left", "retired", "moved", "mistake"] as const).map((value) => ({
                  value,
                  name: t(`people.reason.${value}`),
                })),
              },
              { name: "on", label: t("people.closed_on"), kind: "day", help: t("people.close_on_help") },
            ]}
            facts={facts}
            given={person}
            fresh={fresh}
            action={t("people.close")}
            before={<p>▲ {t("people.close_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/close", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="merge" title={t("people.merge")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/merge">>
            draft={`people.merge.${id}`}
            fields={[
              {
                name: "into",
                label: t("people.into"),
                kind: "record",
                of: "staff",
                find: async (words, signal) => (await findPeople(words, signal)).filter((each) => each.id !== id),
                help: t("people.into_help"),
              },
            ]}
            facts={facts}
            given={person}
            fresh={fresh}
            action={t("people.merge")}
            before={<p>▲ {t("people.merge_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/merge", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="reopen" title={t("people.reopen")}>
        {(close) => (
          <SendForm
            action={t("people.reopen")}
            send={async () => {
              await orAnew(client, answer(api.POST("/api/staff/{id}/reopen", { ...path, body: { version } })));
              await done(close);
            }}
          >
            {() => <p>{t("people.reopen_effect")}</p>}
          </SendForm>
        )}
      </Action>
      <Action name="skill" title={t("people.add_skill")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/skills">>
            draft={`people.skill.${id}`}
            fields={skillFields()}
            facts={facts}
            given={person}
            fresh={fresh}
            action={t("people.add_skill")}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/skills", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="language" title={t("people.add_language")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/languages">>
            draft={`people.language.${id}`}
            fields={languageFields()}
            facts={facts}
            given={person}
            fresh={fresh}
            action={t("people.add_language")}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/languages", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="availability" title={t("people.set_availability")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/availability">>
            draft={`people.availability.${id}`}
            fields={[
              { name: "from", label: t("people.from_day"), kind: "day" },
              { name: "available", label: t("people.may_be_posted"), kind: "yes" },
            ]}
            facts={facts}
            given={person}
            fresh={fresh}
            action={t("people.set_availability")}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/availability", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="fitness" title={t("people.set_fitness")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/fitness">>
            draft={`people.fitness.${id}`}
            fields={[
              { name: "fit_until", label: t("people.fit_until"), kind: "day", help: t("people.fit_until_help") },
              { name: "declared_conflict", label: t("people.declared_conflict"), kind: "yes" },
            ]}
            given={person}
            fresh={fresh}
            action={t("people.set_fitness")}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/fitness", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="needed" title={t("people.set_needed")}>
        {(close) => (
          <RecordForm<Body<"/api/staff/{id}/needed">>
            draft={`people.needed.${id}`}
            fields={[{ name: "needed_until", label: t("people.needed_until"), kind: "day", help: t("people.needed_help") }]}
            given={person}
            fresh={fresh}
            action={t("people.set_needed")}
            send={async (body) => {
              await answer(api.POST("/api/staff/{id}/needed", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="post" title={t("people.post")}>
        {(close) => (
          <PostForm given={{ staff: id, staff_name: person.name }} draft={`people.post.${id}`} done={() => done(close)} />
        )}
      </Action>
    </>
  );
}

/** A button that takes one skill or language away; the history keeps it. */
export function TakeAway({ person, skill, language }: { person: Person; skill?: string; language?: string }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>();
  const { id, version } = person;
  const take = async (): Promise<void> => {
    setProblem(undefined);
    try {
      if (skill !== undefined) {
        await orAnew(client, answer(api.DELETE("/api/staff/{id}/skills/{skill}", { params: { path: { id, skill }, query: { version } } })));
      } else if (language !== undefined) {
        await orAnew(
          client,
          answer(api.DELETE("/api/staff/{id}/languages/{language}", { params: { path: { id, language }, query: { version } } })),
        );
      }
      await client.invalidateQueries();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <>
      <Button size="small" onClick={() => void take()} aria-label={t("people.take_what", { what: skill ?? language ?? "" })}>
        {t("people.take")}
      </Button>
      {problem !== undefined && <ErrorNote problem={problem} />}
    </>
  );
}
