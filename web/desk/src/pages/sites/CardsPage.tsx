// Site cards, to print and hand out: for each site who is there or who goes there, of which sponsor,
// from when, and whom to ask for at the host. Several stand on a sheet.
import { type Row, day, t, today } from "@sojourn/shared";
import { Button } from "antd";
import { ChoiceFilter } from "../../parts/Filters";
import { PageHead } from "../../parts/PageHead";
import { RecordFilter } from "../../parts/RecordFilter";
import { Loaded, type Read, useAll, useRead } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import "./cards.css";
import { holding } from "./holding";

type Site = Row<"/api/sites">;
interface Member {
  id: string;
  staff: string;
  name: string;
  role: "leader" | "member";
  from: string;
}

export default function CardsPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["plan", "within"]);
  const mayPlans = may("plan.list") && may("plan.placements");
  const planId = mayPlans ? filters.plan : undefined;
  const within = filters.within === undefined ? {} : { within: filters.within };
  const plans = useAll("/api/plans", {}, { enabled: mayPlans });
  const plan = useRead("/api/plans/{id}", { path: { id: planId ?? "" } }, { enabled: planId !== undefined });
  const sites = useAll("/api/sites", within);
  const startsOn = plan.data?.id === planId ? plan.data?.starts_on : undefined;
  const teams = useTeams(planId, startsOn);
  const areas = useAll("/api/areas", {}, { enabled: may("area.list") });
  const of = holding(areas.data ?? [], sites.data ?? []);
  const which = planId === undefined ? t("sites.cards_now") : plan.data?.id === planId ? (plan.data?.name ?? "") : "";
  const ready = sites.data !== undefined && teams.data !== undefined && (planId === undefined || plan.data?.id === planId);
  const seesTeams = planId !== undefined || may("posting.list");
  return (
    <>
      <PageHead
        title={of === undefined ? t("sites.cards_bare") : t("sites.cards_of", { of, which })}
        action={
          <Button type="primary" disabled={!ready} onClick={() => print()}>
            {t("sites.cards_print")}
          </Button>
        }
      >
        {plan.data?.id === planId && plan.data?.state === "draft" && <p>◐ {t("sites.cards_draft")}</p>}
      </PageHead>
      <div className="filters">
        {may("area.list") && (
          <RecordFilter kind="area" label={t("sites.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
        {mayPlans && (
          <ChoiceFilter
            label={t("sites.cards_team")}
            value={filters.plan}
            none={t("sites.cards_now")}
            choices={(plans.data ?? [])
              .filter((each) => each.state === "draft" || each.state === "published" || each.state === "confirmed")
              .map((each) => ({ value: each.id, name: each.name, record: true }))}
            onChange={(value) => setFilter("plan", value)}
          />
        )}
      </div>
      <Loaded of={sites}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("sites.none_so")}</p>
          ) : (
            <Loaded of={teams}>
              {(known) => <Cards sites={rows} teams={seesTeams ? known : undefined} within={within} on={startsOn} />}
            </Loaded>
          )
        }
      </Loaded>
    </>
  );
}

/** By site, leaders first: of a plan, or who serves today. Empty where the role may not see it. */
function useTeams(plan: string | undefined, startsOn: string | undefined): Read<Map<string, Member[]>> {
  const may = useMay();
  const mayPostings = may("posting.list");
  const placements = useAll(
    "/api/plans/{id}/placements",
    {},
    { holes: { id: plan ?? "" }, enabled: plan !== undefined && startsOn !== undefined },
  );
  const postings = useAll("/api/postings", { on: today() }, { enabled: plan === undefined && mayPostings });
  const rows: Read<(Member & { site: string })[]> =
    plan !== undefined
      ? {
          ...placements,
          data:
            startsOn === undefined
              ? undefined
              : placements.data?.map(({ id, staff, staff_name, site, role }) => ({ id, staff, name: staff_name, site, role, from: startsOn })),
        }
      : mayPostings
        ? {
            ...postings,
            data: postings.data?.map(({ id, staff, staff_name, site, role, from_day }) => ({
              id,
              staff,
              name: staff_name,
              site,
              role,
              from: from_day,
            })),
          }
        : { data: [], error: null, at: 0, again: () => undefined };
  if (rows.data === undefined) {
    return { ...rows, data: undefined };
  }
  const teams = new Map<string, Member[]>();
  for (const row of [...rows.data].sort((a, b) => Number(b.role === "leader") - Number(a.role === "leader"))) {
    teams.set(row.site, [...(teams.get(row.site) ?? []), row]);
  }
  return { ...rows, data: teams };
}

function Cards({
  sites,
  teams,
  within,
  on,
}: {
  sites: Site[];
  /** None: who is there is not shown to the reader. */
  teams: Map<string, Member[]> | undefined;
  within: { within?: string };
  /** The plan's first day; without, it is about today. */
  on: string | undefined;
}) {
  const may = useMay();
  const when = on ?? today();
  const needs = useAll("/api/need-sites", { ...within, on: when });
  const mayStaff = may("staff.list");
  const mayReadiness = may("readiness.list");
  const staff = useAll("/api/staff", {}, { enabled: mayStaff });
  const readiness = useAll("/api/readiness", within, { enabled: mayReadiness });
  const sponsors = new Map((staff.data ?? []).map((each) => [each.id, each.sponsor_name]));
  // The newest statement of each site is the last that holds.
  const contacts = new Map<string, string>();
  for (const each of [...(readiness.data ?? [])].sort((a, b) => (a.from_day < b.from_day ? -1 : 1))) {
    if (each.withdrawn_on === undefined && each.contact !== undefined && each.from_day <= when) {
      contacts.set(each.site, each.contact);
    }
  }
  // Whom the programme owes a site; of one that others staff or look after there is none.
  const due = new Map((needs.data ?? []).map((each) => [each.id, each.target - each.other_posts_counted]));
  const cards = (
    <ul className="site-cards">
      {sites.map((site) => (
        <Card
          key={site.id}
          site={site}
          team={teams === undefined ? undefined : (teams.get(site.id) ?? [])}
          due={due.get(site.id)}
          planned={on !== undefined}
          sponsorOf={(id) => sponsors.get(id)}
          contact={mayReadiness ? (contacts.get(site.id) ?? t("record.not_said")) : t("sites.contact_hidden")}
        />
      ))}
    </ul>
  );
  // Not printed by halves: what a card says of sponsors and hosts has come, or it is told why not.
  const withNeeds = <Loaded of={needs}>{() => cards}</Loaded>;
  const withHosts = mayReadiness ? <Loaded of={readiness}>{() => withNeeds}</Loaded> : withNeeds;
  return mayStaff ? <Loaded of={staff}>{() => withHosts}</Loaded> : withHosts;
}

function Card({
  site,
  team,
  due,
  planned,
  sponsorOf,
  contact,
}: {
  site: Site;
  team: Member[] | undefined;
  due: number | undefined;
  planned: boolean;
  sponsorOf: (staff: string) => string | undefined;
  contact: string;
}) {
  const open = team === undefined || due === undefined ? 0 : due - team.length;
  return (
    <li className="site-card">
      <h2>
        <bdi>{site.name}</bdi>
      </h2>
      <p className="quiet">
        <bdi>{site.area_name}</bdi> {site.code !== undefined && <bdi>· {site.code}</bdi>} · {t(`sites.kind.${site.kind}`)}
      </p>
      {team === undefined ? (
        <p className="quiet">{t("sites.not_for_role")}</p>
      ) : team.length === 0 ? (
        <p>{t(due === undefined ? "sites.no_own_team" : planned ? "sites.nobody_goes" : "sites.nobody_there")}</p>
      ) : (
        <ul className="plain">
          {team.map((each) => (
            <li key={each.id}>
              {each.role === "leader" && <span aria-hidden="true">★ </span>}
              <strong>
                <bdi>{each.name}</bdi>
              </strong>{" "}
              {t(`sites.role.${each.role}`)}
              {sponsorOf(each.staff) !== undefined && (
                <>
                  {" "}
                  · <bdi>{sponsorOf(each.staff)}</bdi>
                </>
              )}{" "}
              · {t("sites.card_from", { day: day(each.from) })}
            </li>
          ))}
        </ul>
      )}
      {open > 0 && <p>○ {t("sites.posts_open", { count: open })}</p>}
      <p>
        {t("sites.card_contact")} <bdi>{contact}</bdi>
      </p>
    </li>
  );
}
