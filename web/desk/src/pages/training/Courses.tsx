// The catalogue of courses.
import { type Body, type Row, answer, api, number, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { type Column, ListTable } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import type { Find } from "../../parts/RecordPicker";
import { Loaded, useAll } from "../../parts/reading";
import { useAccount, useMay } from "../../shell/session";
import { OwnWishes } from "./Wishes";
import { courseKinds } from "./words";

type Course = Row<"/api/courses">;

/** The catalogue is short: what holds the words is picked here. */
export const findCourses: Find = async (words, signal) =>
  (await read("/api/courses", { query: { limit: 200 } }, signal)).items
    .filter((course) => course.name.toLowerCase().includes(words.toLowerCase()))
    .slice(0, 20)
    .map((course) => ({ id: course.id, name: course.name, detail: t(`training.${course.kind}_kind`) }));

export function Courses() {
  const may = useMay();
  const client = useQueryClient();
  const courses = useAll("/api/courses");
  const own = useAccount().grants.some((grant) => grant.role === "member");
  const columns: Column<Course>[] = [
    {
      key: "name",
      title: t("training.course"),
      show: (row) => {
        const before = courses.data?.find((each) => each.id === row.follows);
        return (
          <>
            <bdi>{row.name}</bdi>
            {row.outside === true && <div className="quiet">{t("training.outside")}</div>}
            {before !== undefined && (
              <div className="quiet">
                {t("training.follows")}: <bdi>{before.name}</bdi>
              </div>
            )}
          </>
        );
      },
    },
    {
      key: "kind",
      title: t("training.kind"),
      show: (row) => (
        <>
          {t(`training.${row.kind}_kind`)}
          <div className="quiet">{t(`training.method_${row.method}`)}</div>
        </>
      ),
    },
    { key: "days", title: t("training.days"), number: true, show: (row) => <bdi>{number(row.days)}</bdi> },
    { key: "capacity", title: t("training.capacity"), number: true, show: (row) => <bdi>{number(row.capacity)}</bdi> },
    { key: "place", title: t("training.place"), show: (row) => <bdi>{row.place}</bdi> },
    {
      key: "validity",
      title: t("training.validity"),
      number: true,
      show: (row) =>
        row.validity_months === undefined ? (
          <span className="quiet">{t("training.for_ever")}</span>
        ) : (
          <bdi>{number(row.validity_months)}</bdi>
        ),
    },
    { key: "gives", title: t("training.gives"), show: (row) => <bdi>{row.language ?? row.skill}</bdi> },
    ...(may("course.close")
      ? [
          {
            key: "do",
            title: t("training.what_to_do"),
            show: (row: Course) =>
              row.closed_on === undefined ? <ActionButton name={`close-${row.id}`}>{t("training.close_course")}</ActionButton> : t("training.closed"),
          },
        ]
      : []),
  ];
  return (
    <>
      {may("course.make") && (
        <p className="actions">
          <ActionButton name="course">{t("training.make_course")}</ActionButton>
        </p>
      )}
      <Loaded of={courses}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("training.no_courses")}</p>
          ) : (
            <ListTable rows={rows} columns={columns} label={t("training.courses")} />
          )
        }
      </Loaded>
      {own && may("course_wish.make") && <OwnWishes courses={courses.data ?? []} />}
      {(courses.data ?? []).map((row) => (
        <Action key={row.id} name={`close-${row.id}`} title={t("training.close_course")}>
          {(close) => (
            <RecordForm<Body<"/api/courses/{id}/close">>
              draft={`training.close.${row.id}`}
              fields={[{ name: "reason", label: t("training.reason") }]}
              given={{ version: row.version }}
              fresh={() => read("/api/courses/{id}", { path: { id: row.id } })}
              action={t("training.close_course")}
              before={
                <p>
                  <bdi>{row.name}</bdi>. {t("training.close_effect")}
                </p>
              }
              send={async (body) => {
                await answer(api.POST("/api/courses/{id}/close", { params: { path: { id: row.id } }, body }));
                await client.invalidateQueries({ queryKey: ["/api/courses"] });
                close();
              }}
            />
          )}
        </Action>
      ))}
      <Action name="course" title={t("training.make_course")}>
        {(close) => (
          <RecordForm<Body<"/api/courses">>
            draft="training.course"
            fields={[
              { name: "name", label: t("training.course") },
              {
                name: "kind",
                label: t("training.kind"),
                kind: "choice",
                choices: courseKinds.map((value) => ({ value, name: t(`training.${value}_kind`) })),
              },
              {
                name: "method",
                label: t("training.method"),
                kind: "choice",
                choices: (["interactive", "seminar", "case_work"] as const).map((value) => ({
                  value,
                  name: t(`training.method_${value}`),
                })),
              },
              { name: "days", label: t("training.days"), kind: "number" },
              { name: "capacity", label: t("training.capacity"), kind: "number" },
              { name: "place", label: t("training.place") },
              { name: "validity_months", label: t("training.validity"), help: t("training.validity_help"), kind: "number" },
              { name: "teaches", label: t("training.language"), help: t("training.language_help") },
              { name: "skill", label: t("training.skill") },
              { name: "outside", label: t("training.outside"), help: t("training.outside_help"), kind: "yes" },
              { name: "follows", label: t("training.follows"), help: t("training.follows_help"), kind: "record", of: "course", find: findCourses },
            ]}
            given={{ kind: "before_posting", method: "interactive", days: 6, capacity: 30, outside: false }}
            action={t("training.make_course")}
            send={async (body) => {
              await answer(api.POST("/api/courses", { body }));
              await client.invalidateQueries({ queryKey: ["/api/courses"] });
              close();
            }}
          />
        )}
      </Action>
    </>
  );
}
