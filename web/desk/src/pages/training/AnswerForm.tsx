// The questions of a survey are the courses of the menu: which are wanted, and in which way best. One's own answer,
// or that of somebody who handed in a sheet.
import { type Body, type Row, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field, Labelled } from "../../parts/Field";
import { type Picked, RecordPicker } from "../../parts/RecordPicker";
import { SendForm } from "../../parts/SendForm";
import { findPeople } from "../../parts/find";
import { Loaded, useAll, useList } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import { type Survey, ofSurveys } from "./Survey";

type Given = Row<"/api/training-survey-answers">;
const methods = ["interactive", "seminar", "case_work"] as const;

/** Of each course: not wanted (""), wanted in whatever way ("any"), or by a method. */
interface Draft {
  wishes: Record<string, string>;
  comment: string;
  source: string;
  staff: Picked | null;
}

function draftOf(given: Given | undefined): Draft {
  const wishes: Record<string, string> = {};
  for (const wish of given?.wishes ?? []) {
    const [course, method] = wish.split(":");
    if (course !== undefined) {
      wishes[course] = method ?? "any";
    }
  }
  return { wishes, comment: given?.comment ?? "", source: "", staff: null };
}

export function AnswerForm({ survey, sheet = false, done }: { survey: Survey; sheet?: boolean; done?: () => void }) {
  // Whose account it is sees their own answer alone; an office begins with an empty sheet.
  const answers = useList("/api/training-survey-answers", { survey: survey.id }, { enabled: !sheet });
  const courses = useAll("/api/courses");
  if (sheet) {
    return <Loaded of={courses}>{(rows) => <TheForm survey={survey} courses={rows} sheet {...(done !== undefined && { done })} />}</Loaded>;
  }
  return (
    <section aria-labelledby="own-answer">
      <h2 id="own-answer">{t("training.own_answer")}</h2>
      <Loaded of={answers}>
        {(given) => (
          <>
            <p>
              {given[0] === undefined ? (
                <>
                  <span aria-hidden="true">○ </span>
                  {t("training.not_answered")}
                </>
              ) : (
                <>
                  <span aria-hidden="true">✓ </span>
                  {t("training.answered")}
                </>
              )}
            </p>
            {survey.state === "open" && <Loaded of={courses}>{(rows) => <TheForm survey={survey} courses={rows} given={given[0]} />}</Loaded>}
          </>
        )}
      </Loaded>
    </section>
  );
}

function TheForm({
  survey,
  courses,
  given,
  sheet = false,
  done,
}: {
  survey: Survey;
  courses: Row<"/api/courses">[];
  given?: Given | undefined;
  sheet?: boolean;
  done?: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft, forget] = useDraft<Draft>(`training.answer.${survey.id}.${sheet ? "sheet" : "own"}`, draftOf(given));
  const [kept, setKept] = useState(false);
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  return (
    <SendForm
      action={t(sheet ? "training.type_sheet" : "training.send_answer")}
      send={async () => {
        const body: Body<"/api/training-surveys/{id}/answers"> = {
          wishes: Object.entries(draft.wishes)
            .filter(([, how]) => how !== "")
            .map(([course, how]) => (how === "any" ? course : `${course}:${how}`)),
          ...(draft.comment.trim() !== "" && { comment: draft.comment.trim() }),
          ...(draft.source.trim() !== "" && { source: draft.source.trim() }),
          ...(draft.staff !== null && { staff: draft.staff.id }),
        };
        await answer(api.POST("/api/training-surveys/{id}/answers", { params: { path: { id: survey.id } }, body }));
        forget();
        setKept(true);
        await client.invalidateQueries({ predicate: ofSurveys });
        done?.();
      }}
    >
      {(problem) => (
        <>
          {sheet && (
            <Labelled label={t("training.person")} {...faultOf(problem?.faultOf("staff"))}>
              {(ids) => (
                <RecordPicker
                  ids={ids}
                  name="staff"
                  kind="staff"
                  find={findPeople}
                  value={draft.staff ?? undefined}
                  onChange={(picked) => set({ staff: picked ?? null })}
                />
              )}
            </Labelled>
          )}
          {courses.map((course) => (
            <Labelled
              key={course.id}
              label={
                <>
                  <bdi>{course.name}</bdi> · {t("training.days_of", { count: course.days })}
                </>
              }
            >
              {(ids) => (
                <select
                  {...ids}
                  name={course.id}
                  value={draft.wishes[course.id] ?? ""}
                  onChange={(event) => set({ wishes: { ...draft.wishes, [course.id]: event.target.value } })}
                >
                  <option value="">{t("training.not_wanted")}</option>
                  <option value="any">{t("training.wanted_any")}</option>
                  {methods.map((method) => (
                    <option key={method} value={method}>
                      {t("training.wanted_by", { method: t(`training.method_${method}`) })}
                    </option>
                  ))}
                </select>
              )}
            </Labelled>
          ))}
          <Field
            label={t("training.comment")}
            help={t("training.comment_help")}
            {...faultOf(problem?.faultOf("comment"))}
            name="comment"
            autoComplete="off"
            value={draft.comment}
            onChange={(comment) => set({ comment })}
          />
          {sheet && (
            <Field
              label={t("training.source")}
              help={t("training.sheet_help")}
              {...faultOf(problem?.faultOf("source"))}
              name="source"
              autoComplete="off"
              value={draft.source}
              onChange={(source) => set({ source })}
            />
          )}
          {kept && <p role="status">{t("training.answer_kept")}</p>}
        </>
      )}
    </SendForm>
  );
}

function faultOf(fault: string | undefined): { fault?: string } {
  return fault === undefined ? {} : { fault };
}
