// Who would like to take a course, for whoever fills a session; and one's own choice from the menu.
import { type Body, type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { ofSurveys } from "./Survey";

type Wish = Row<"/api/course-wishes">;
const methods = ["interactive", "seminar", "case_work"] as const;

/** Beside a session that is planned: who wishes for its course and has no place yet. */
export function Wishers({ session, course }: { session: string; course: string }) {
  const may = useMay();
  const client = useQueryClient();
  const wishes = useList("/api/course-wishes", { course, limit: 200 });
  const waiting = { ...wishes, data: wishes.data?.filter((each) => each.session === undefined) };
  return (
    <>
      <ListSection
        id="wishers"
        title={t("training.wishers")}
        none={t("training.no_wishers")}
        of={waiting}
        head={[t("training.person"), t("training.method"), t("training.wished_on"), t("training.what_to_do")]}
        rowKey={(each: Wish) => each.id}
        row={(each: Wish) => [
          <bdi key="name">{each.staff_name}</bdi>,
          each.method === undefined ? t("training.any_method") : t(`training.method_${each.method}`),
          <Day key="on" of={each.made_on} />,
          may("seat.make") ? (
            <ActionButton key="do" name={`place-${each.id}`}>
              {t("training.give_place")}
            </ActionButton>
          ) : null,
        ]}
      />
      {(waiting.data ?? []).map((each) => (
        <Action key={each.id} name={`place-${each.id}`} title={t("training.give_place")}>
          {(close) => (
            <SendForm
              action={t("training.give_place")}
              send={async () => {
                await answer(api.POST("/api/training-seats", { body: { session, staff: each.staff } }));
                close();
                await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:training-|course-wishes)/.test(String(path)) });
              }}
            >
              {() => (
                <p>
                  <bdi>{each.staff_name}</bdi>
                </p>
              )}
            </SendForm>
          )}
        </Action>
      ))}
    </>
  );
}

/** One's own choice from the menu. */
export function OwnWishes({ courses }: { courses: Row<"/api/courses">[] }) {
  const client = useQueryClient();
  const wishes = useList("/api/course-wishes");
  const done = async (close: () => void): Promise<void> => {
    await client.invalidateQueries({ predicate: ofSurveys });
    close();
  };
  return (
    <>
      <ListSection
        id="own-wishes"
        title={t("training.own_wishes")}
        none={t("training.no_own_wishes")}
        of={wishes}
        head={[t("training.course"), t("training.method"), t("training.wished_on"), t("training.booked"), t("training.what_to_do")]}
        rowKey={(each) => each.id}
        row={(each) => [
          <bdi key="course">{each.course_name}</bdi>,
          each.method === undefined ? t("training.any_method") : t(`training.method_${each.method}`),
          <Day key="on" of={each.made_on} />,
          t(each.session === undefined ? "training.not_booked" : "training.has_place"),
          <ActionButton key="do" name={`take-back-${each.id}`}>
            {t("training.take_back")}
          </ActionButton>,
        ]}
      />
      <p className="actions">
        <ActionButton name="choose">{t("training.choose")}</ActionButton>
      </p>
      {(wishes.data ?? []).map((each) => (
        <Action key={each.id} name={`take-back-${each.id}`} title={t("training.take_back")}>
          {(close) => (
            <SendForm
              action={t("training.take_back")}
              send={async () => {
                await answer(api.POST("/api/course-wishes/{id}/withdraw", { params: { path: { id: each.id } }, body: { version: each.version } }));
                await done(close);
              }}
            >
              {() => (
                <p>
                  <bdi>{each.course_name}</bdi>
                </p>
              )}
            </SendForm>
          )}
        </Action>
      ))}
      <Action name="choose" title={t("training.choose")}>
        {(close) => (
          <RecordForm<Body<"/api/course-wishes">>
            draft="training.choose"
            fields={[
              {
                name: "course",
                label: t("training.course"),
                kind: "choice",
                choices: courses.map((each) => ({ value: each.id, name: each.name, record: true })),
              },
              {
                name: "method",
                label: t("training.method"),
                kind: "choice",
                optional: true,
                choices: methods.map((value) => ({ value, name: t(`training.method_${value}`) })),
              },
            ]}
            action={t("training.choose")}
            before={<p>{t("training.choose_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/course-wishes", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
