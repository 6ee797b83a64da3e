// The yearly survey: whoever is asked answers it; whoever plans sees what came of it beside what is required, and
// who has not answered.
import { type Body, type Row, answer, api, number, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { Day, SimpleTable } from "../../parts/Facts";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useAccount, useMay } from "../../shell/session";
import { AnswerForm } from "./AnswerForm";

export type Survey = Row<"/api/training-surveys">;

/** Old once something of a survey was changed. */
export const ofSurveys = ({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean =>
  /^\/api\/(?:training-survey|course-wishes)/.test(String(path));

export function SurveyTab() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["within", "survey"]);
  const surveys = useList("/api/training-surveys");
  const own = useAccount().grants.some((grant) => grant.role === "member");
  const done = async (close: () => void): Promise<void> => {
    await client.invalidateQueries({ predicate: ofSurveys });
    close();
  };
  const year = Number(today().slice(0, 4)) + 1;
  return (
    <>
      <p className="quiet">{t("training.survey_how")}</p>
      <Loaded of={surveys}>
        {(rows) => {
          const survey = rows.find((each) => each.id === filters.survey) ?? rows[0];
          return survey === undefined ? (
            <p>{t("training.no_survey")}</p>
          ) : (
            <>
              <TheSurvey survey={survey} done={done} />
              {own && <AnswerForm survey={survey} />}
              {may("survey.results") && (
                <>
                  {may("area.list") && (
                    <div className="filters">
                      <RecordFilter kind="area" label={t("training.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
                    </div>
                  )}
                  <Results survey={survey} within={filters.within} />
                </>
              )}
              {may("survey.unanswered") && <NotAnswered survey={survey} within={filters.within} />}
            </>
          );
        }}
      </Loaded>
      {may("survey.make") && (
        <p className="actions">
          <ActionButton name="survey">{t("training.make_survey")}</ActionButton>
        </p>
      )}
      <Action name="survey" title={t("training.make_survey")}>
        {(close) => (
          <RecordForm<Body<"/api/training-surveys">>
            draft="training.survey"
            fields={[
              { name: "year", label: t("training.survey_year"), kind: "number" },
              { name: "opens_on", label: t("training.opens_on"), kind: "day" },
              { name: "closes_on", label: t("training.closes_on"), kind: "day" },
            ]}
            given={{ year }}
            action={t("training.make_survey")}
            before={<p>{t("training.survey_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/training-surveys", { body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

const signs = { to_come: "○", open: "▲", over: "✓" } as const;

function TheSurvey({ survey, done }: { survey: Survey; done: (close: () => void) => Promise<void> }) {
  const may = useMay();
  return (
    <>
      <h2>{t("training.survey_of", { year: String(survey.year) })}</h2>
      <p>
        <span aria-hidden="true">{signs[survey.state]} </span>
        {t(`training.survey_${survey.state}`)} · <Day of={survey.opens_on} />–<Day of={survey.closes_on} />
      </p>
      <p className="actions">
        {may("survey.results") && may("survey.answer") && <ActionButton name="sheet">{t("training.type_sheet")}</ActionButton>}{" "}
        {may("survey.change") && <ActionButton name="days">{t("training.move_days")}</ActionButton>}
      </p>
      <Action name="days" title={t("training.move_days")}>
        {(close) => (
          <RecordForm<Body<"/api/training-surveys/{id}", "put">>
            draft={`training.days.${survey.id}`}
            fields={[
              { name: "opens_on", label: t("training.opens_on"), kind: "day" },
              { name: "closes_on", label: t("training.closes_on"), kind: "day" },
            ]}
            given={survey}
            fresh={() => read("/api/training-surveys/{id}", { path: { id: survey.id } })}
            action={t("training.move_days")}
            send={async (body) => {
              await answer(api.PUT("/api/training-surveys/{id}", { params: { path: { id: survey.id } }, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="sheet" title={t("training.type_sheet")}>
        {(close) => <AnswerForm survey={survey} sheet done={close} />}
      </Action>
    </>
  );
}

function Results({ survey, within }: { survey: Survey; within: string | undefined }) {
  const asked = within === undefined ? {} : { within };
  const path = { id: survey.id };
  const turnout = useRead("/api/training-surveys/{id}/turnout", { path, query: asked });
  const results = useRead("/api/training-surveys/{id}/results", { path, query: asked });
  const count = (people: number | undefined): ReactNode =>
    people === undefined ? <span className="quiet">{t("training.few")}</span> : <bdi>{number(people)}</bdi>;
  return (
    <section aria-labelledby="results">
      <h2 id="results">{t("training.results")}</h2>
      <Loaded of={turnout}>{(now) => <p>{t("training.turnout", { answered: now.answered, asked: now.asked })}</p>}</Loaded>
      <Loaded of={results}>
        {({ items: rows }) =>
          rows.length === 0 ? (
            <p>{t("training.no_courses")}</p>
          ) : (
            <SimpleTable
              label={t("training.results")}
              head={[
                { title: t("training.course") },
                { title: t("training.kind") },
                { title: t("training.wanted"), number: true },
                { title: t("training.any_method"), number: true },
                { title: t("training.method_interactive"), number: true },
                { title: t("training.method_seminar"), number: true },
                { title: t("training.method_case_work"), number: true },
                { title: t("training.lack_it"), number: true },
                { title: t("training.free_places"), number: true },
              ]}
              rows={rows.map((each) => ({
                key: each.id,
                cells: [
                  <bdi key="name">{each.name}</bdi>,
                  t(`training.${each.kind}_kind`),
                  count(each.wanted),
                  count(each.any_method),
                  count(each.interactive),
                  count(each.seminar),
                  count(each.case_work),
                  <bdi key="lacking">{number(each.lacking)}</bdi>,
                  <bdi key="places">{number(each.places)}</bdi>,
                ],
              }))}
            />
          )
        }
      </Loaded>
      <p className="quiet">{t("training.few_how")}</p>
    </section>
  );
}

function NotAnswered({ survey, within }: { survey: Survey; within: string | undefined }) {
  const query = { ...(within !== undefined && { within }), count: true };
  const list = useList("/api/training-surveys/{id}/unanswered", query, { holes: { id: survey.id } });
  return (
    <section aria-labelledby="unanswered">
      <h2 id="unanswered">{t("training.unanswered")}</h2>
      <p className="quiet">{t("training.unanswered_how")}</p>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("training.all_answered")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("training.unanswered")}
                head={[{ title: t("training.person") }, { title: t("training.site") }, { title: t("training.sponsor") }]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [<bdi key="name">{each.name}</bdi>, <bdi key="site">{each.site_name}</bdi>, <bdi key="sponsor">{each.sponsor_name}</bdi>],
                }))}
              />
              <p className="below">
                <span role="status">{t("shell.shown_of", { shown: rows.length, all: list.count ?? rows.length })}</span> <More of={list} />
                <Downloads path={`/api/training-surveys/${survey.id}/unanswered`} query={within === undefined ? {} : { within }} />
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
