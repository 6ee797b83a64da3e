// The rotation calendar: site by site who ends and who follows, and on which days people or a leader will be missing.
import { t } from "@sojourn/shared";
import { useEffect } from "react";
import { Link } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { Day, SimpleTable } from "../../parts/Facts";
import { FileLink } from "../../parts/FileLink";
import { ChoiceFilter } from "../../parts/Filters";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { SiteName, spans } from "./words";

/** Until so many sites are shown it is read on by itself. */
const screenful = 50;

export function Rotation() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within", "months"]);
  const months = spans.find((each) => each === filters.months) ?? "6";
  const query = { months: Number(months), ...(filters.within !== undefined && { within: filters.within }) };
  const calendar = useList("/api/rotation", { ...query, limit: 200 });
  // Sites at which nothing changes are left out: a page of 200 may have few or none to show.
  const { more, moreIsComing } = calendar;
  const reading = more !== undefined && (calendar.data?.length ?? 0) < screenful;
  useEffect(() => {
    if (reading && !moreIsComing) {
      more();
    }
  }, [reading, moreIsComing, more]);
  return (
    <>
      <p className="quiet">{t("postings.rotation_how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("postings.ahead")}
          value={months}
          none={null}
          choices={spans.map((value) => ({ value, name: t("postings.months", { count: Number(value) }) }))}
          onChange={(value) => setFilter("months", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("postings.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      {may("term.calendar") && (
        <p>
          <FileLink address={`/api/terms-calendar?months=${months}${filters.within === undefined ? "" : `&within=${filters.within}`}`}>
            {t("postings.terms_calendar")} <bdi>.ics</bdi>
          </FileLink>{" "}
          <span className="quiet">{t("postings.terms_calendar_how")}</span>
        </p>
      )}
      <Loaded of={calendar}>
        {(sites) =>
          sites.length === 0 ? (
            <p role="status">{t(reading ? "shell.loading" : "postings.no_turns")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("postings.rotation")}
                head={[
                  { title: t("postings.site") },
                  { title: t("postings.in_post"), number: true },
                  { title: t("postings.ends") },
                  { title: t("postings.begins") },
                  { title: t("postings.gaps") },
                  { title: t("postings.leaderless") },
                  { title: t("postings.crowd") },
                ]}
                rows={sites.map((site) => ({
                  key: site.site,
                  cells: [
                    <SiteName key="site" id={site.site} name={site.site_name} />,
                    <bdi key="in_post">{t("postings.of_least", { now: site.in_post, least: site.minimum })}</bdi>,
                    <Turns key="ends" of={site.ends} />,
                    <Turns key="begins" of={site.begins} />,
                    <Gaps key="gaps" of={site.gaps} />,
                    <Gaps key="leaderless" of={site.leaderless} />,
                    site.crowd === undefined ? null : (
                      <span key="crowd">
                        {t("postings.crowd_of", { ends: site.crowd.ends, most: site.crowd.most })} <Day of={site.crowd.from} />–<Day of={site.crowd.to} />
                      </span>
                    ),
                  ],
                }))}
              />
              <p className="below">
                <span role="status">{reading ? t("shell.loading") : t("postings.sites_shown", { count: sites.length })}</span>
                {!reading && <More of={calendar} />}
                <Downloads path="/api/rotation-lines" query={query} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

type Site = { ends: { posting: string; staff: string; staff_name: string; day: string }[]; gaps: { from: string; to: string }[] };

function Turns({ of }: { of: Site["ends"] }) {
  return of.length === 0 ? null : (
    <ul className="plain">
      {of.map((each) => (
        <li key={each.posting}>
          <Day of={each.day} />{" "}
          <Link to={`/terms/${each.posting}`}>
            <bdi>{each.staff_name}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Gaps({ of }: { of: Site["gaps"] }) {
  return of.length === 0 ? null : (
    <ul className="plain">
      {of.map((each) => (
        <li key={each.from}>
          <span aria-hidden="true">▲ </span>
          <Day of={each.from} />–<Day of={each.to} />
        </li>
      ))}
    </ul>
  );
}
