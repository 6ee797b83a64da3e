// A site on the board: its team, what it lacks, what is open, and while somebody is picked up, what
// dropping them here would change.
import { useDroppable } from "@dnd-kit/core";
import { number, t } from "@sojourn/shared";
import { memo } from "react";
import { Link } from "react-router";
import { type Acts, Chip, type Marks } from "./Chip";
import { type Target, LacksWarning, priceWords, termsOf, thenWords } from "./sentences";
import type { Person, Site } from "./model";

export interface Member {
  person: Person;
  marks: Marks;
}

export const SiteCard = memo(function SiteCard({
  site,
  team,
  broken,
  target,
  total,
  here,
  picking,
  selected,
  acts,
}: {
  /** With the moves made. */
  site: Site;
  team: Member[];
  /** Names of the hard rules that it breaks, with commas between. */
  broken: string;
  target: Target | undefined;
  /** Of the plan as the board shows it now, while somebody is picked up. */
  total: number | undefined;
  /** The one that is picked up is here already. */
  here: boolean;
  picking: boolean;
  selected: string | undefined;
  acts: Acts;
}) {
  const { setNodeRef, isOver } = useDroppable({ id: site.id });
  const open = Math.max(0, site.target_team - team.length);
  return (
    <section ref={setNodeRef} className={`card${isOver ? " over" : ""}${broken !== "" ? " wrong" : ""}`} aria-labelledby={`card-${site.id}`}>
      <h3 id={`card-${site.id}`}>
        <Link to={`/sites/${site.id}`}>
          <bdi>{site.name}</bdi>
        </Link>{" "}
        <bdi className="quiet">
          {number(team.length)}/{number(site.target_team)}
        </bdi>{" "}
        <button
          type="button"
          className="ask"
          aria-pressed={selected === site.id}
          aria-label={t("board.about_site", { site: site.name })}
          onClick={() => acts.select(site.id)}
        >
          ?
        </button>
      </h3>
      {picking && (
        <p className={`price${!here && target !== undefined && target.breaks.length > 0 ? " breaks" : ""}`}>
          {here ? t("board.is_here") : target === undefined ? `${t("record.member")}${t("shell.colon")}${t("board.pricing")}` : priceWords(target)}
        </p>
      )}
      {picking && isOver && !here && target !== undefined && total !== undefined && (
        <p className="quiet terms">
          {thenWords(total, target)} {termsOf(target)}
        </p>
      )}
      {broken !== "" && (
        <p className="broken">
          <span aria-hidden="true">✖ </span>
          {broken}
        </p>
      )}
      <LacksWarning of={site.lacks} />
      <ul className="team">
        {team.map(({ person, marks }) => (
          <li key={person.id}>
            <Chip person={person} selected={selected === person.id} acts={acts} {...marks} />
          </li>
        ))}
        {Array.from({ length: open }, (_, index) => (
          <li key={index} className="open">
            {t("board.open_post")}
          </li>
        ))}
      </ul>
      {site.lead_name !== undefined && (
        <p className="quiet lead">
          {t("board.led_by")} <bdi>{site.lead_name}</bdi>
        </p>
      )}
    </section>
  );
});
