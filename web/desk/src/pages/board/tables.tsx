// The same plan by person, and as a list of sites: for reading, printing and copying.
import { number, t } from "@sojourn/shared";
import { Button } from "antd";
import { Link } from "react-router";
import { type Column, ListTable } from "../../parts/ListPage";
import type { Acts } from "./Chip";
import type { Board, Edits, Person, Reason, Shown, Site } from "./model";
import { type BoardFilters, peopleLeft, siteIsFound, siteMatches } from "./filters";
import { type Breach, Lacks, brokenOf, lackWords } from "./sentences";

/** `drafted`: the sites with the moves made. */
export function PersonView({
  board,
  drafted,
  reasons,
  breaches,
  now,
  edits,
  filters,
  acts,
}: {
  board: Board;
  drafted: Site[];
  reasons: ReadonlyMap<string, Reason>;
  breaches: Breach[];
  now: Shown;
  edits: Edits;
  filters: BoardFilters;
  acts: Acts;
}) {
  const sites = new Map(board.sites.map((site) => [site.id, site]));
  const rows = peopleLeft(board.people, drafted, now, filters, brokenOf(breaches));
  const columns: Column<Person>[] = [
    {
      key: "name",
      title: t("plans.person"),
      show: (person) => (
        <Link to={`/people/${person.id}`}>
          <bdi>{person.name}</bdi>
        </Link>
      ),
      text: (person) => person.name,
    },
    { key: "sponsor", title: t("board.sponsor"), show: (person) => <bdi>{person.sponsor_name ?? ""}</bdi>, text: (person) => person.sponsor_name },
    {
      key: "site",
      title: t("plans.site"),
      show: (person) => {
        const site = sites.get(now.at.get(person.id)?.site ?? "");
        return site === undefined ? <span className="quiet">{t("board.in_pool")}</span> : <bdi>{site.name}</bdi>;
      },
      text: (person) => sites.get(now.at.get(person.id)?.site ?? "")?.name ?? "",
    },
    {
      key: "role",
      title: t("plans.role"),
      show: (person) => {
        const role = now.at.get(person.id)?.role;
        return role !== undefined && t(`record.${role}`);
      },
    },
    {
      key: "moved",
      title: t("board.changed"),
      show: (person) => person.id in edits.people && `◐ ${t("board.moved")}`,
    },
    { key: "why", title: t("plans.why"), show: (person) => <bdi>{reasons.get(person.id)?.text ?? ""}</bdi> },
    {
      key: "move",
      title: t("board.move_to"),
      show: (person) => (
        <Button size="small" aria-label={t("board.move_person", { person: person.name })} onClick={() => acts.move(person.id)}>
          {t("board.move_to")}
        </Button>
      ),
    },
  ];
  return <ListTable rows={rows} columns={columns} label={t("board.view_person")} />;
}

/** `sites`: with the moves made. */
export function ListView({
  board,
  sites,
  breaches,
  now,
  filters,
}: {
  board: Board;
  sites: Site[];
  breaches: Breach[];
  now: Shown;
  filters: BoardFilters;
}) {
  const people = new Map(board.people.map((person) => [person.id, person]));
  const broken = brokenOf(breaches);
  const rows = sites
    .filter((site) => siteMatches(site, filters, broken))
    .filter((site) => siteIsFound(site, (now.teams.get(site.id) ?? []).flatMap(({ staff }) => people.get(staff) ?? []), filters.search));
  const columns: Column<Site>[] = [
    {
      key: "site",
      title: t("plans.site"),
      show: (site) => (
        <Link to={`/sites/${site.id}`}>
          <bdi>{site.name}</bdi>
        </Link>
      ),
      text: (site) => site.name,
    },
    { key: "area", title: t("board.area"), show: (site) => <bdi>{site.area_name}</bdi>, text: (site) => site.area_name },
    {
      key: "people",
      title: t("board.people_of"),
      number: true,
      show: (site) => (
        <bdi>
          {number(now.teams.get(site.id)?.length ?? 0)}/{number(site.target_team)}
        </bdi>
      ),
    },
    {
      key: "team",
      title: t("board.team"),
      show: (site) =>
        (now.teams.get(site.id) ?? []).map(({ staff, role }, index) => (
          <span key={staff}>
            {index > 0 && ", "}
            {role === "leader" && <span aria-label={t("record.leader")}>★ </span>}
            <bdi>{people.get(staff)?.name ?? ""}</bdi>
          </span>
        )),
    },
    {
      key: "problems",
      title: t("board.wrong"),
      show: (site) => (
        <>
          {broken.has(site.id) && <span className="broken">✖ {broken.get(site.id)} </span>}
          {lackWords(site.lacks).length > 0 && (
            <span className="lacks">
              ▲ <Lacks of={site.lacks} />
            </span>
          )}
        </>
      ),
    },
    { key: "lead", title: t("board.led_by"), show: (site) => <bdi>{site.lead_name ?? ""}</bdi>, text: (site) => site.lead_name },
    { key: "points", title: t("plans.points"), number: true, show: (site) => <bdi>{number(site.points)}</bdi> },
  ];
  return <ListTable rows={rows} columns={columns} label={t("board.view_list")} />;
}
