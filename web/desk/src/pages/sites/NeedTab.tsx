// What a site needs and why: what nobody has told yet, every line with its word, the workload term by term, who is there,
// each point of the weight, the place among the sites; and everything that was said of it, with the forms to say it.
import { type Answer, day, number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { Loaded, useRead } from "../../parts/reading";
import { Gaps, NeedSaid } from "./NeedSaid";
import { team } from "./fields";

type Need = Answer<"/api/sites/{id}/need">;

export function NeedTab({ site }: { site: Answer<"/api/sites/{id}"> }) {
  const { id } = site;
  const open = site.closed_on === undefined;
  const need = useRead("/api/sites/{id}/need", { path: { id } }, { enabled: open });
  // Nothing is reckoned for a closed site; what was said of it stays.
  return !open ? (
    <>
      <p className="quiet">{t("statements.closed")}</p>
      <NeedSaid site={site} />
    </>
  ) : (
    <Loaded of={need}>
      {(now) => (
        <>
          <p className="quiet">{t("sites.need_as_of", { day: day(now.on), rules: now.rules_number })}</p>
          {!now.solved && <p>▲ {t("sites.not_solved")}</p>}
          <Gaps id={id} need={now} />
          <Facts>
            <Fact label={t("sites.wanted")}>{team(now.minimum, now.target)}</Fact>
            <Fact label={t("sites.in_post")} none={t("sites.not_told")}>
              {now.in_post !== undefined && t("sites.people", { count: now.in_post })}
            </Fact>
            <Fact label={t("sites.short_least")}>{t("sites.people", { count: now.short_of_minimum })}</Fact>
            <Fact label={t("sites.short_target")}>{t("sites.people", { count: now.short_of_target })}</Fact>
            <Fact label={t("sites.vacant_since")} none={t("sites.no_vacancy")}>
              {now.vacant_since !== undefined && <Day of={now.vacant_since} />}
            </Fact>
            <Fact label={t("sites.max_first_timers")}>{t("sites.people", { count: now.max_first_timers })}</Fact>
          </Facts>
          <Lines need={now} />
          <Weight need={now} />
          <Workload need={now} />
          <Others need={now} />
          <NeedSaid site={site} need={now} />
        </>
      )}
    </Loaded>
  );
}

function Lines({ need }: { need: Need }) {
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{t("sites.lines")}</h2>
      <SimpleTable
        label={t("sites.lines")}
        head={[
          { title: t("sites.role") },
          { title: t("sites.least"), number: true },
          { title: t("sites.target"), number: true },
          { title: t("sites.by_what") },
          { title: t("sites.source") },
        ]}
        rows={need.lines.map((line) => ({
          key: `${line.role} ${line.skill}`,
          cells: [
            <>
              {t(`sites.role.${line.role}`)} {line.skill !== "" && <bdi>{line.skill}</bdi>}
            </>,
            number(line.minimum),
            number(line.target),
            t(`sites.word.${line.from}`),
            <>
              <bdi>{[line.set_by, line.source].filter((each) => each !== undefined && each !== "").join(" · ")}</bdi>{" "}
              {line.from_day !== undefined && <Day of={line.from_day} />}
            </>,
          ],
        }))}
      />
    </section>
  );
}

function Weight({ need }: { need: Need }) {
  return (
    <section aria-labelledby="weight">
      <h2 id="weight">{t("sites.weight")}</h2>
      <p>
        {need.place === undefined
          ? t("sites.no_place")
          : t("sites.place_of", { place: need.place, places: need.places, weight: need.weight })}{" "}
        {need.ahead !== undefined && (
          <>
            {t("sites.ahead")}{" "}
            <Link to={`/sites/${need.ahead.id}?tab=need`}>
              <bdi>{need.ahead.name}</bdi>
            </Link>
          </>
        )}
      </p>
      <SimpleTable
        label={t("sites.weight")}
        head={[{ title: t("sites.term") }, { title: t("sites.points"), number: true }, { title: t("sites.is") }]}
        rows={need.terms.map((term) => ({
          key: term.term,
          cells: [termName(term.term), number(term.points), termValue(term)],
        }))}
      />
    </section>
  );
}

const known = ["tier", "scarce", "vacant", "unfilled", "record"] as const;

function termName(term: string): string {
  const found = known.find((each) => each === term);
  return found === undefined ? term : t(`sites.term.${found}`);
}

/** What it was given for, in words; "-" is the server's "not known". */
function termValue({ term, value, limit }: Need["terms"][number]) {
  const tier = (["low", "middle", "high"] as const).find((each) => each === value);
  if (term === "tier" && tier !== undefined) {
    return t(`sites.tier.${tier}`);
  }
  if (value === "-" || value === "") {
    return <span className="quiet">{t(term === "vacant" ? "sites.no_vacancy" : "sites.not_told")}</span>;
  }
  if (term === "vacant") {
    return t("sites.vacant_value", { since: day(value), passed: day(limit) });
  }
  if (term === "scarce" || term === "unfilled") {
    return <bdi>{t(`sites.${term}_value`, { value, limit })}</bdi>;
  }
  return <bdi>{value}</bdi>;
}

function Workload({ need }: { need: Need }) {
  const { workload } = need;
  if (need.work.length === 0) {
    return null;
  }
  const round = (value: number): string => number(Math.round(value * 100) / 100);
  return (
    <section aria-labelledby="workload">
      <h2 id="workload">{t("sites.workload")}</h2>
      <SimpleTable
        label={t("sites.workload")}
        head={[{ title: t("sites.task") }, { title: t("sites.work_kind") }, { title: t("sites.volume") }, { title: t("sites.source") }]}
        rows={need.work.map((work) => ({
          key: `${work.kind} ${work.task}`,
          cells: [
            <bdi key="task">{work.task}</bdi>,
            t(`sites.work.${work.kind}`),
            work.kind === "category"
              ? t("sites.work_share", { share: work.share })
              : t("sites.work_volume", { volume: work.volume, minutes: work.unit_minutes }),
            <>
              <bdi>{work.source}</bdi> <Day of={work.from_day} />
            </>,
          ],
        }))}
      />
      {workload !== undefined && (
        <ol>
          <li>{t("sites.reckon_days", { days: workload.available_days, minutes: workload.available_minutes })}</li>
          <li>{t("sites.reckon_base", { base: round(workload.base) })}</li>
          <li>{t("sites.reckon_category", { times: round(workload.category_allowance) })}</li>
          <li>{t("sites.reckon_individual", { plus: round(workload.individual_allowance) })}</li>
          <li>
            {t("sites.reckon_team", {
              required: round(workload.required),
              whole: workload.required_whole,
              team: workload.team,
              least: need.rules.least_team,
              most: need.rules.most_team,
            })}
          </li>
        </ol>
      )}
    </section>
  );
}

function Others({ need }: { need: Need }) {
  if (need.others.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="others">
      <h2 id="others">{t("sites.others")}</h2>
      <p>{t("sites.others_counted", { all: need.other_posts, counted: need.other_posts_counted })}</p>
      <ul>
        {need.others.map((each) => (
          <li key={each.programme}>
            <bdi>{each.programme}</bdi> {t("sites.people", { count: each.posts })} · <bdi>{each.source}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
