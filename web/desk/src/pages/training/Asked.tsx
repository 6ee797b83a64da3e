// On the first page, while a survey is open: whoever is asked and has not answered, and, for whoever reminds people,
// who has not. A reminder by mail reaches those alone who have an address.
import { day, t } from "@sojourn/shared";
import { Link } from "react-router";
import { useList, useRead } from "../../parts/reading";
import { useAccount, useMay } from "../../shell/session";
import type { Survey } from "./Survey";

const page = "/training?tab=survey";
/** A team is told by name; of more people it is said how many. */
const named = 5;

export function Asked() {
  const surveys = useList("/api/training-surveys", { limit: 1 });
  const survey = surveys.data?.[0];
  return survey?.state === "open" ? <Open survey={survey} /> : null;
}

function Open({ survey }: { survey: Survey }) {
  const may = useMay();
  const own = useAccount().grants.some((grant) => grant.role === "member") && may("survey.answer");
  const mayRemind = may("survey.unanswered");
  // Whoever is asked themselves is one of those asked whom they see.
  const turnout = useRead("/api/training-surveys/{id}/turnout", { path: { id: survey.id } }, { enabled: own });
  const answers = useList("/api/training-survey-answers", { survey: survey.id, limit: 1 }, { enabled: own });
  const others = useList("/api/training-surveys/{id}/unanswered", { limit: named, count: true }, { holes: { id: survey.id }, enabled: mayRemind });
  const asked = own && (turnout.data?.asked ?? 0) > 0 && answers.data?.length === 0;
  const count = others.count ?? 0;
  if (!asked && count === 0) {
    return null;
  }
  const lacking = t("training.not_answered_yet", { count });
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{t("training.survey_of", { year: String(survey.year) })}</h2>
      {asked && (
        <p>
          <span aria-hidden="true">▲ </span>
          <Link to={page}>{t("training.please_answer", { until: day(survey.closes_on) })}</Link>
        </p>
      )}
      {count > 0 && (
        <>
          <p>{may("training.coverage") ? <Link to={page}>{lacking}</Link> : lacking}</p>
          {count <= named && (
            <ul>
              {(others.data ?? []).map((each) => (
                <li key={each.id}>
                  <bdi>{each.name}</bdi>
                </li>
              ))}
            </ul>
          )}
          <p className="quiet">{t("training.unanswered_how")}</p>
        </>
      )}
    </section>
  );
}
