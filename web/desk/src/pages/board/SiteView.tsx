// By site: the pool at the start, sites as cards by township.
import { useDroppable } from "@dnd-kit/core";
import { number, t } from "@sojourn/shared";
import { Button } from "antd";
import { memo, useMemo, useState } from "react";
import { type Acts, Chip, type Marks } from "./Chip";
import { type Picked, pool } from "./Dragging";
import { type Board, type Edits, type Person, type Reason, type Shown, type Site, areasOf } from "./model";
import { type Member, SiteCard } from "./SiteCard";
import { type BoardFilters, personMatches, siteIsFound, siteMatches } from "./filters";
import { type Breach, brokenOf, costWords, thenWords } from "./sentences";


/** Who breaks a rule, and which sites. */
export function marksOf(
  board: Board,
  edits: Edits,
  reasons: ReadonlyMap<string, Reason>,
  breaches: Breach[],
): (staff: string, role: "leader" | "member" | undefined) => Marks {
  const broken = new Set(breaches.flatMap((each) => each.staff ?? []));
  const kept = new Map(board.places.map((place) => [place.staff, place]));
  return (staff, role) => {
    const place = kept.get(staff);
    const moved = staff in edits.people;
    const reason = reasons.get(staff);
    return {
      leader: role === "leader",
      moved,
      pinned: place?.pinned === true && !moved,
      wishMissed: reason !== undefined && reason.wished && reason.wish === 0,
      broken: broken.has(staff),
    };
  };
}

export function SiteView({
  board,
  edits,
  now,
  sites,
  reasons,
  breaches,
  picked,
  selected,
  acts,
  filters,
}: {
  board: Board;
  edits: Edits;
  now: Shown;
  /** With the moves made. */
  sites: Site[];
  reasons: ReadonlyMap<string, Reason>;
  breaches: Breach[];
  picked: Picked | undefined;
  selected: string | undefined;
  acts: Acts;
  filters: BoardFilters;
}) {
  const people = useMemo(() => new Map(board.people.map((person) => [person.id, person])), [board]);
  const marks = useMemo(() => marksOf(board, edits, reasons, breaches), [board, edits, reasons, breaches]);
  const broken = useMemo(() => brokenOf(breaches), [breaches]);
  const teams = useMemo(() => {
    const made = new Map<string, Member[]>();
    for (const [site, team] of now.teams) {
      made.set(
        site,
        team.flatMap(({ staff, role }) => {
          const person = people.get(staff);
          return person === undefined ? [] : [{ person, marks: marks(staff, role) }];
        }),
      );
    }
    return made;
  }, [now, people, marks]);
  const rows = sites
    .filter((site) => siteMatches(site, filters, broken))
    .filter((site) => siteIsFound(site, (teams.get(site.id) ?? []).map((member) => member.person), filters.search));
  return (
    <>
      <Pool now={now} people={people} edits={edits} picked={picked} selected={selected} acts={acts} search={filters.search} />
      <div className="sites">
        {areasOf(board)
          .filter((area) => rows.some((site) => site.area === area.value))
          .map((area) => (
            <section key={area.value} className="township" aria-labelledby={`township-${area.value}`}>
              <h2 id={`township-${area.value}`}>
                <bdi>{area.name}</bdi>
              </h2>
              <div className="cards">
                {rows
                  .filter((site) => site.area === area.value)
                  .map((site) => (
                    <SiteCard
                      key={site.id}
                      site={site}
                      team={teams.get(site.id) ?? nobody}
                      broken={broken.get(site.id) ?? ""}
                      picking={picked !== undefined}
                      target={picked?.targets.get(site.id)}
                      total={picked?.total}
                      here={picked !== undefined && now.at.get(picked.staff)?.site === site.id}
                      selected={selected}
                      acts={acts}
                    />
                  ))}
              </div>
            </section>
          ))}
        {rows.length === 0 && <p>{t("board.no_site")}</p>}
      </div>
    </>
  );
}

const nobody: Member[] = [];

/** Each chip more makes picking somebody up slower; whoever is sought is found by name or skill. */
const many = 60;

const Pool = memo(function Pool({
  now,
  people,
  edits,
  picked,
  selected,
  acts,
  search,
}: {
  now: Shown;
  people: Map<string, Person>;
  edits: Edits;
  picked: Picked | undefined;
  selected: string | undefined;
  acts: Acts;
  search: string | undefined;
}) {
  const { setNodeRef, isOver } = useDroppable({ id: pool });
  const [drawn, setDrawn] = useState(many);
  const shown = now.pool.flatMap((id) => people.get(id) ?? []).filter((person) => personMatches(person, search));
  const price = picked?.toPool;
  return (
    <section ref={setNodeRef} className={`pool${isOver ? " over" : ""}`} aria-label={t("board.pool")}>
      <h2>
        {t("board.pool")} <bdi className="quiet">{number(now.pool.length)}</bdi>
      </h2>
      {price !== undefined && (
        <p className={`price${price.breaks.length > 0 ? " breaks" : ""}`}>
          {costWords(price)} {isOver && picked !== undefined && thenWords(picked.total, price)}
        </p>
      )}
      <ul className="team">
        {shown.slice(0, drawn).map((person) => (
          <li key={person.id}>
            <Chip
              person={person}
              selected={selected === person.id}
              acts={acts}
              leader={false}
              moved={person.id in edits.people}
              pinned={false}
              wishMissed={false}
              broken={false}
            />
          </li>
        ))}
        {shown.length === 0 && <li className="quiet">{t("board.pool_empty")}</li>}
      </ul>
      {shown.length > drawn && (
        <Button size="small" onClick={() => setDrawn(drawn + many)}>
          {t("board.pool_more", { count: shown.length - drawn })}
        </Button>
      )}
    </section>
  );
});
