// "Why here?": about whoever is selected, from the plan as it is kept; and what could be done.
import { answer, api, number, t, tag } from "@sojourn/shared";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { ChoiceFilter } from "../../parts/Filters";
import { Loaded, useRead } from "../../parts/reading";
import { changeInWords } from "../plans/words";
import type { Acts } from "./Chip";
import type { Board, Edits, Shown } from "./model";

export function Why({
  board,
  now,
  edits,
  selected,
  acts,
  close,
  toPool,
}: {
  board: Board;
  now: Shown;
  edits: Edits;
  selected: string | undefined;
  acts: Acts;
  close: () => void;
  toPool: (staff: string) => void;
}) {
  const person = board.people.find((each) => each.id === selected);
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
  const kept = board.places.find((place) => place.staff === person.id);
  const moved = person.id in edits.people;
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
      {moved ? (
        <p className="quiet">{t("board.moved_by_you")}</p>
      ) : (
        kept !== undefined &&
        board.breaches.length > 0 && (
          <p>
            <bdi>{kept.text}</bdi>
          </p>
        )
      )}
      {board.breaches.length === 0 && (
        <>
          <Explained board={board} staff={person.id} />
          <WhyNot key={`not ${person.id}`} board={board} staff={person.id} />
          <OneMore key={person.id} board={board} staff={person.id} />
        </>
      )}
    </aside>
  );
}

function Explained({ board, staff, site }: { board: Board; staff: string; site?: string }) {
  const said = useRead("/api/plans/{id}/explain", {
    path: { id: board.id },
    query: { staff, language: tag(), ...(site !== undefined && { site }) },
  });
  return (
    <Loaded of={said}>
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

function WhyNot({ board, staff }: { board: Board; staff: string }) {
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
      {site !== undefined && <Explained board={board} staff={staff} site={site} />}
    </>
  );
}

/** What is one more person like this one worth? */
function OneMore({ board, staff }: { board: Board; staff: string }) {
  const [asked, setAsked] = useState(false);
  const said = useQuery({
    queryKey: ["/api/plans/{id}/what-if", board.id, staff],
    queryFn: () =>
      answer(
        api.GET("/api/plans/{id}/what-if", {
          params: { path: { id: board.id }, query: { what: "one_more_like", staff } },
        }),
      ),
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
        {t("board.one_more")}
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
