// Two lists over the board: what must be fixed, each with up to three ways; and the best moves and
// swaps of all ("score my plan"). One click makes a way; undo takes it back.
import { answer, api, number, t, tag } from "@sojourn/shared";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { ErrorNote } from "../../parts/ErrorNote";
import { Loaded, readOf } from "../../parts/reading";
import { changeInWords } from "../plans/words";
import { type Board, type Edits, editsOf, wordsOf } from "./model";
import { BreachText } from "./sentences";

interface Way {
  moves: string[];
  leads: string[];
  change: number;
  breaches_left: number;
  text: string;
}

export function Advice({
  board,
  edits,
  list,
  make,
}: {
  board: Board;
  edits: Edits;
  list: "must-fix" | "better";
  make: (more: Edits) => void;
}) {
  return (
    <section className="advice" aria-label={t(list === "must-fix" ? "board.must_fix_list" : "board.score_mine")}>
      {list === "must-fix" ? <Fixes board={board} edits={edits} make={make} /> : <Better board={board} edits={edits} make={make} />}
    </section>
  );
}

function Fixes({ board, edits, make }: { board: Board; edits: Edits; make: (more: Edits) => void }) {
  const words = wordsOf(edits);
  // Ways are worked out for some rules at a time; each further time it is asked for.
  const key = JSON.stringify(words);
  const [asked, setAsked] = useState({ key, from: [0] });
  const from = asked.key === key ? asked.from : [0];
  const parts = useQueries({
    queries: from.map((first) => ({
      queryKey: ["/api/plans/{id}/fixes", board.id, words, first],
      queryFn: () =>
        answer(
          api.POST("/api/plans/{id}/fixes", { params: { path: { id: board.id } }, body: { ...words, from: first, language: tag() } }),
        ),
    })),
  });
  const [fixes, ...further] = parts;
  const waysAt = (index: number): Way[] | undefined =>
    parts.flatMap((part) => part.data?.fixes[index] ?? []).find((fix) => fix.worked_out)?.ways;
  const trouble = further.find((part) => part.error !== null);
  if (fixes === undefined) {
    return null;
  }
  return (
    <>
      <h2>{t("board.must_fix_list")}</h2>
      {trouble !== undefined && <ErrorNote problem={trouble.error} retry={() => void trouble.refetch()} />}
      <Loaded of={readOf(fixes)}>
        {(now) =>
          now.fixes.length === 0 ? (
            <p>✔ {t("board.nothing_to_fix")}</p>
          ) : (
            <ul className="todo">
              {now.fixes.map((fix, index) => {
                const ways = waysAt(index);
                return (
                  <li key={index}>
                    <span aria-hidden="true">✖ </span>
                    <BreachText of={fix.breach} />
                    {ways === undefined ? (
                      <p className="quiet">
                        {t("board.not_worked_out")}{" "}
                        <Button
                          size="small"
                          loading={further.some((part) => part.isFetching)}
                          onClick={() => setAsked({ key, from: [...from, index] })}
                        >
                          {t("board.work_out")}
                        </Button>
                      </p>
                    ) : ways.length === 0 ? (
                      <p className="quiet">{t("board.no_way")}</p>
                    ) : (
                      <Ways of={ways} make={make} />
                    )}
                  </li>
                );
              })}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function Better({ board, edits, make }: { board: Board; edits: Edits; make: (more: Edits) => void }) {
  const words = wordsOf(edits);
  const better = useQuery({
    queryKey: ["/api/plans/{id}/improvements", board.id, words],
    queryFn: () =>
      answer(
        api.POST("/api/plans/{id}/improvements", { params: { path: { id: board.id } }, body: { ...words, most: 10, language: tag() } }),
      ),
  });
  return (
    <>
      <h2>{t("board.score_mine")}</h2>
      <Loaded of={readOf(better)}>
        {(now) => (
          <>
            <p>
              {t("board.total", { points: number(now.total) })}{" "}
              {/* Below the bound is only what breaks a rule. */}
              {now.total > now.bound && t("plans.gap", { points: number(now.total - now.bound) })}
              {now.total === now.bound && t("plans.proven")}
            </p>
            {now.alone.length === 0 ? (
              <p>✔ {t("board.no_better")}</p>
            ) : (
              <>
                <h3>{t("board.best_moves")}</h3>
                <Ways of={now.alone} make={make} />
                {now.together.length > 1 && (
                  <p>
                    <Button
                      size="small"
                      onClick={() => make(editsOf({ moves: now.together.flatMap((way) => way.moves), leads: now.together.flatMap((way) => way.leads) }))}
                    >
                      {t("board.make_together", {
                        count: now.together.length,
                        change: changeInWords(now.together.reduce((sum, way) => sum + way.change, 0)),
                      })}
                    </Button>
                  </p>
                )}
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Ways({ of, make }: { of: Way[]; make: (more: Edits) => void }) {
  return (
    <ol className="ways">
      {of.map((way, index) => (
        <li key={index}>
          <Button size="small" onClick={() => make(editsOf(way))}>
            {t("board.make_it")}
          </Button>{" "}
          <bdi>{way.text}</bdi> <span className="quiet">{changeInWords(way.change)}</span>
        </li>
      ))}
    </ol>
  );
}
