// "Why here?", or "why is this site short?": about whoever or whatever is selected, from the plan with
// the moves made; and what could be done.
import { answer, api, moment, number, t, tag } from "@sojourn/shared";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { ChoiceFilter } from "../../parts/Filters";
import { Loaded, readOf, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { changeInWords } from "../plans/words";
import type { Acts } from "./Chip";
import { type Board, type Edits, type Shown, type Site, count, wordsOf } from "./model";
import { LacksWarning } from "./sentences";

export function Why({
  board,
  sites,
  now,
  edits,
  selected,
  acts,
  close,
  toPool,
}: {
  board: Board;
  /** With the moves made. */
  sites: Site[];
  now: Shown;
  edits: Edits;
  /** A person or a site. */
  selected: string | undefined;
  acts: Acts;
  close: () => void;
  toPool: (staff: string) => void;
}) {
  const may = useMay();
  const person = board.people.find((each) => each.id === selected);
  const chosen = sites.find((each) => each.id === selected);
  if (chosen !== undefined) {
    return <WhySite key={chosen.id} board={board} site={chosen} now={now} edits={edits} close={close} />;
  }
  if (person === undefined) {
    return (
      <aside className="why" aria-label={t("board.why")}>
        <h2>{t("board.why")}</h2>
        <p className="quiet">{t("board.why_nobody")}</p>
        <p className="quiet">{t("board.keys")}</p>
      </aside>
    );
  }
  const at = now.at.get(person.id);
  const site = board.sites.find((each) => each.id === at?.site);
  return (
    <aside className="why" aria-label={t("board.why")}>
      <h2>
        <bdi>{person.name}</bdi>
      </h2>
      <p>
        {site === undefined ? (
          t("board.in_pool")
        ) : (
          <>
            <bdi>{site.name}</bdi> <span className="quiet">{t(`record.${at?.role ?? "member"}`)}</span>
          </>
        )}
      </p>
      <p className="quiet">
        {person.sponsor_name !== undefined && <bdi>{person.sponsor_name}</bdi>}
        {person.may_lead && <> · {t("board.may_lead")}</>} · {t("board.years", { count: person.years })}
        {person.first_timer && <> · {t("board.first_timer")}</>}
      </p>
      {(person.skills.length > 0 || person.languages.length > 0) && (
        <p>
          <bdi>{[...person.skills, ...person.languages].join(" · ")}</bdi>
        </p>
      )}
      <p className="actions">
        <Button size="small" onClick={() => acts.move(person.id)}>
          {t("board.move_to")}
        </Button>
        {at !== undefined && (
          <Button size="small" onClick={() => toPool(person.id)}>
            {t("board.to_pool")}
          </Button>
        )}
        <Button size="small" onClick={() => acts.pin(person.id)}>
          {t("board.pin")}
        </Button>
        <Link to={`/people/${person.id}`}>{t("board.open_person")}</Link>
        <Button size="small" onClick={close}>
          {t("record.away")}
        </Button>
      </p>
      {may("pin.list") && <Pins key={`pins ${person.id}`} staff={person.id} />}
      {person.id in edits.people && <p className="quiet">{t("board.moved_by_you")}</p>}
      <Explained key={`why ${person.id}`} board={board} edits={edits} of={{ staff: person.id }} />
      <WhyNot key={`not ${person.id}`} board={board} edits={edits} staff={person.id} />
      {board.breaches.length === 0 && (
        <>
          <Kept edits={edits} />
          <OneMore key={person.id} board={board} of={{ what: "one_more_like", staff: person.id }} ask={t("board.one_more")} />
        </>
      )}
    </aside>
  );
}

/** A site's story: what it lacks, why, and what would fill it, with the moves made. */
function WhySite({ board, site, now, edits, close }: { board: Board; site: Site; now: Shown; edits: Edits; close: () => void }) {
  const team = now.teams.get(site.id) ?? [];
  return (
    <aside className="why" aria-label={t("board.why_short")}>
      <h2>
        <bdi>{site.name}</bdi>
      </h2>
      <p className="quiet">
        {t("board.people_of")}{" "}
        <bdi>
          {number(team.length)}/{number(site.target_team)}
        </bdi>
        {" · "}
        {t("plans.points")} <bdi>{number(site.points)}</bdi>
      </p>
      <LacksWarning of={site.lacks} />
      <p className="actions">
        <Link to={`/sites/${site.id}`}>{t("board.open_site")}</Link>
        <Button size="small" onClick={close}>
          {t("record.away")}
        </Button>
      </p>
      <Explained board={board} edits={edits} of={{ site: site.id }} />
      {board.breaches.length === 0 && (
        <>
          <Kept edits={edits} />
          <OneMore board={board} of={{ what: "one_more_here", site: site.id }} ask={t("board.one_more_here")} />
          {site.lacks.no_leader && (
            <OneMore board={board} of={{ what: "one_more_here", site: site.id, role: "leader" }} ask={t("board.one_more_leader")} />
          )}
        </>
      )}
    </aside>
  );
}

/** Pins of the person as they stand in the records, with their reasons and who set them: also those that
 * were set since the plan was made, which the board does not know. */
export function Pins({ staff }: { staff: string }) {
  const pins = useList("/api/pins", { staff });
  return (
    <Loaded of={pins}>
      {(rows) => (
        <ul className="plain pins">
          {rows.map((pin) => (
            <li key={pin.id}>
              <span aria-hidden="true">• </span>
              {t(`board.pin_${pin.rule}`)} <bdi>{pin.site_name}</bdi>
              {pin.role !== "any" && <> ({t(`record.${pin.role}`)})</>}: <bdi>{pin.reason}</bdi> <PinnedBy id={pin.id} />
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function PinnedBy({ id }: { id: string }) {
  const may = useMay();
  const history = useList("/api/pins/{id}/history", {}, { holes: { id }, enabled: may("pin.history") });
  const set = history.data?.[0];
  return set === undefined ? null : (
    <span className="quiet">
      {set.by === "" ? t("record.by_program") : <bdi>{set.by}</bdi>}, <bdi>{moment(set.at)}</bdi>
    </span>
  );
}

/** What is one more worth is asked of the plan as it is kept, which the moves are over. */
function Kept({ edits }: { edits: Edits }) {
  return count(edits) === 0 ? null : <p className="quiet">▲ {t("board.as_it_is_kept")}</p>;
}

/** With the moves made. What was said before another move is not shown as if it were of this one. */
function Explained({ board, edits, of }: { board: Board; edits: Edits; of: { staff?: string; site?: string } }) {
  const body = { ...wordsOf(edits), ...of, language: tag() };
  const said = useQuery({
    queryKey: ["/api/plans/{id}/explain", board.id, body],
    queryFn: ({ signal }) => answer(api.POST("/api/plans/{id}/explain", { params: { path: { id: board.id } }, body, signal })),
  });
  return (
    <Loaded of={readOf(said)}>
      {(now) => (
        <div className="explained">
          {now.text.split("\n").map((line, index) => (
            <p key={index}>
              <bdi>{line}</bdi>
            </p>
          ))}
        </div>
      )}
    </Loaded>
  );
}

function WhyNot({ board, edits, staff }: { board: Board; edits: Edits; staff: string }) {
  const [site, setSite] = useState<string>();
  return (
    <>
      <ChoiceFilter
        label={t("board.why_not")}
        value={site}
        none={t("record.choose")}
        choices={board.sites.map((each) => ({ value: each.id, name: each.name, record: true }))}
        onChange={setSite}
      />
      {site !== undefined && <Explained key={site} board={board} edits={edits} of={{ staff, site }} />}
    </>
  );
}

/** What is one more person worth: like this one, or at this site? */
function OneMore({
  board,
  of,
  ask,
}: {
  board: Board;
  of: { what: "one_more_like"; staff: string } | { what: "one_more_here"; site: string; role?: "leader" };
  ask: string;
}) {
  const [asked, setAsked] = useState(false);
  const said = useQuery({
    queryKey: ["/api/plans/{id}/what-if", board.id, of],
    queryFn: () =>
      answer(api.GET("/api/plans/{id}/what-if", { params: { path: { id: board.id }, query: { ...of, language: tag() } } })),
    enabled: asked,
  });
  const shown = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (said.data !== undefined) {
      shown.current?.focus();
    }
  }, [said.data]);
  return (
    <div>
      <Button size="small" loading={said.isFetching} onClick={() => setAsked(true)}>
        {ask}
      </Button>
      {said.error !== null && asked && <ErrorNote problem={said.error} retry={() => void said.refetch()} />}
      {said.data !== undefined && (
        <p ref={shown} tabIndex={-1}>
          {said.data.exact
            ? changeInWords(said.data.lower)
            : t("board.between", { from: number(said.data.lower), to: number(said.data.upper) })}{" "}
          {t("board.people_move", { count: said.data.moves.length })}
        </p>
      )}
    </div>
  );
}
