// The way to the first plan, on a programme that has none yet. Each step is done by what there is.
import { t } from "@sojourn/shared";
import { Link } from "react-router";
import { useList } from "../../parts/reading";

/** `sites`, `sponsors`, `people`: how many there are. */
export function Start({ sites, sponsors, people }: { sites: number; sponsors: number; people: number }) {
  // Sites lie in areas: where there are some, areas are there too.
  const areas = useList("/api/areas", { limit: 1 }, { enabled: sites === 0 });
  const plans = useList("/api/plans", { limit: 3 });
  if (plans.data === undefined || (sites === 0 && areas.data === undefined)) {
    return null;
  }
  const steps = [
    { done: sites > 0 || (areas.data?.length ?? 0) > 0, text: t("home.first_areas"), to: "/import/area" },
    { done: sites > 0, text: t("home.first_sites"), to: "/import/site" },
    { done: sponsors > 0, text: t("home.first_sponsors"), to: "/import/sponsor" },
    { done: people > 0, text: t("home.first_people"), to: "/import/staff" },
    { done: plans.data.some((plan) => plan.total !== undefined), text: t("home.first_plan"), to: "/plans?do=make" },
  ];
  return steps.every(({ done }) => done) ? null : (
    <section aria-labelledby="start">
      <h2 id="start">{t("home.start")}</h2>
      <p>{t("home.empty")}</p>
      <ol className="todo">
        {steps.map(({ done, text, to }) => (
          <li key={to}>
            <span aria-hidden="true">{done ? "✔ " : "○ "}</span>
            <Link to={to}>{text}</Link> <span className="quiet">{done ? t("home.done") : t("home.to_do")}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
