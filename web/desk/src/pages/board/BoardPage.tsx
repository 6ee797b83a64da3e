// The plan board: a plan as it is kept, with people's moves over it. Nothing is kept before they say
// so; what each move changes and breaks comes from the server before it is made.
import { t, tag } from "@sojourn/shared";
import { Button } from "antd";
import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { PageHead } from "../../parts/PageHead";
import { Skeleton } from "../../parts/Skeleton";
import { Loaded, Stale, useRead } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { State, changeInWords, howGood, signed, termName } from "../plans/words";
import { AreaPicker } from "./AreaPicker";
import type { Acts } from "./Chip";
import { Dragging } from "./Dragging";
import { Advice } from "./Advice";
import { MoveDialog, PinDialog } from "./dialogs";
import {
  type Board,
  type Course,
  type Edits,
  type Steps,
  areasOf,
  count,
  courseOf,
  drafted,
  noEdits,
  reasonsOf,
  redo,
  shown,
  step,
  stepsOf,
  undo,
  withEdits,
} from "./model";
import { SaveDialog } from "./save";
import { SiteView } from "./SiteView";
import { useLastScore, useScore } from "./score";
import { Why } from "./Why";
import "../plans/plans.css";
import "./board.css";

// The tables bring the table of the library with them, which the board itself does without.
const ListView = lazy(async () => ({ default: (await import("./tables")).ListView }));
const PersonView = lazy(async () => ({ default: (await import("./tables")).PersonView }));

export default function BoardPage() {
  const { id = "" } = useParams();
  const [filters] = useFilters(["within"]);
  const board = useRead("/api/plans/{id}/board", {
    path: { id },
    query: { language: tag(), ...(filters.within !== undefined && { within: filters.within }) },
  });
  return (
    <Loaded of={{ ...board, data: board.data?.id === id ? board.data : undefined }}>
      {(now) => (now.too_many ? <TooMany board={now} /> : <TheBoard key={now.id} board={now} at={board.at} />)}
    </Loaded>
  );
}

function TooMany({ board }: { board: Board }) {
  return (
    <>
      <PageHead title={board.name} of="record" />
      <AreaPicker board={board} />
    </>
  );
}

const views = ["site", "person", "list"] as const;

/** `at`: when the board was read. */
function TheBoard({ board, at }: { board: Board; at: number }) {
  const may = useMay();
  const [parameters, setParameters] = useSearchParams();
  const [filters, setFilter] = useFilters(["within", "view", "search", "area", "problems", "list"]);
  const [saved, setSaved, forget] = useDraft<Steps>(`board.${board.id}`, { moves: [], leads: [] });
  const [course, setCourse] = useState<Course>(() => courseOf(board, saved));
  // In the address too, so that a reason can be shown to somebody else; the address comes a moment later.
  const [selected, setChosen] = useState(() => parameters.get("person") ?? parameters.get("site") ?? undefined);
  const setParameter = useRef(setParameters);
  setParameter.current = setParameters;
  const setSelected = useCallback((id: string | undefined): void => {
    setChosen(id);
    setParameter.current(
      (before) => {
        before.delete("person");
        before.delete("site");
        if (id !== undefined) {
          before.set(id.startsWith("site_") ? "site" : "person", id);
        }
        return before;
      },
      { replace: true },
    );
  }, []);
  const [moving, setMoving] = useState<string>();
  const [pinning, setPinning] = useState<string>();
  const [saving, setSaving] = useState(false);
  const edits = course.now;
  const go = useCallback(
    (next: Course): void => {
      setCourse(next);
      setSaved(stepsOf(next));
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [board.id],
  );
  const make = useCallback((more: Edits): void => go(step(course, withEdits(board, course.now, more))), [board, course, go]);
  const score = useScore(board.id, edits);
  const last = useLastScore(score);
  // What an earlier change is worth says nothing of this one.
  const priced = score.isPlaceholderData ? undefined : score.data;
  const known = score.data ?? (count(edits) > 0 ? last?.data : undefined);
  const now = useMemo(() => shown(board, edits), [board, edits]);
  const sites = useMemo(() => drafted(board, known?.sites ?? []), [board, known]);
  const reasons = useMemo(() => reasonsOf(board, edits, priced?.places ?? []), [board, edits, priced]);
  const acts = useMemo<Acts>(() => ({ select: setSelected, move: setMoving, pin: setPinning }), [setSelected]);
  const changes = count(edits);
  const view = views.find((each) => each === filters.view) ?? "site";

  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "z") {
        event.preventDefault();
        setCourse((before) => {
          const next = event.shiftKey ? redo(before) : undo(before);
          setSaved(stepsOf(next));
          return next;
        });
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [board.id]);

  const breaches = known?.breaches ?? board.breaches;
  const list = filters.list === "must-fix" || filters.list === "better" ? filters.list : undefined;
  const openList = (name: "must-fix" | "better" | undefined): void =>
    setParameters((before) => {
      if (name === undefined) {
        before.delete("list");
      } else {
        before.set("list", name);
      }
      return before;
    });
  return (
    <>
      <p className="quiet">
        <Link to={`/plans/${board.id}`}>{t("board.back")}</Link>
      </p>
      <PageHead
        title={board.name}
        of="record"
        action={
          changes > 0 && may("plan.edit") ? (
            <Button type="primary" onClick={() => setSaving(true)}>
              {t("board.save", { count: changes })}
            </Button>
          ) : board.state === "draft" && may("plan.publish") ? (
            <Link className="button main" to={`/plans/${board.id}?do=publish`}>
              {t("plans.publish")}
            </Link>
          ) : undefined
        }
      >
        <p>
          <State of={board.state} /> <span className="quiet">{howGood({ ...board, breaches: board.breaches.length })}</span>
        </p>
      </PageHead>
      <div className="board-bar">
        <p role="status" className="score" aria-busy={changes > 0 && score.error === null && priced === undefined}>
          {changes === 0 ? (
            t("board.unchanged")
          ) : (
            <>
              {t("board.changes", { count: changes })} <b>{priced === undefined ? t(score.error === null ? "board.pricing" : "board.not_priced") : changeInWords(priced.change)}</b>
              {priced !== undefined && priced.change_with_new_leads < priced.change && (
                <span className="quiet"> {t("board.with_new_leads", { change: changeInWords(priced.change_with_new_leads) })}</span>
              )}
            </>
          )}
        </p>
        <Button size="small" disabled={course.past.length === 0} onClick={() => go(undo(course))}>
          {t("board.undo")}
        </Button>
        <Button size="small" disabled={course.next.length === 0} onClick={() => go(redo(course))}>
          {t("board.redo")}
        </Button>
        {changes > 0 && (
          <Button size="small" onClick={() => go(step(course, noEdits))}>
            {t("board.as_kept")}
          </Button>
        )}
        <Button size="small" danger={breaches.length > 0} aria-expanded={list === "must-fix"} onClick={() => openList(list === "must-fix" ? undefined : "must-fix")}>
          {breaches.length > 0 && <span aria-hidden="true">✖ </span>}
          {t("board.must_fix", { count: breaches.length })}
        </Button>
        <Button size="small" aria-expanded={list === "better"} onClick={() => openList(list === "better" ? undefined : "better")}>
          {t("board.score_mine")}
        </Button>
      </div>
      {!may("plan.edit") && <p className="quiet">{t("board.only_tried")}</p>}
      {score.error !== null && <Stale at={last?.at ?? at} problem={score.error} retry={() => void score.refetch()} />}
      {board.overridden > 0 && (
        <p>
          <span aria-hidden="true">▲ </span>
          {t("board.overridden", { count: board.overridden })}
        </p>
      )}
      {score.data !== undefined && score.data.terms.length > 0 && (
        <details>
          <summary>{t("board.terms")}</summary>
          <ul className="counts">
            {score.data.terms.map((term) => (
              <li key={term.term}>
                {termName(term.term)} <bdi>{signed(term.points)}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {list !== undefined && <Advice board={board} edits={edits} list={list} make={make} />}
      <div className="filters">
        <ChoiceFilter
          label={t("board.view")}
          value={view}
          none={null}
          choices={views.map((value) => ({ value, name: t(`board.view_${value}`) }))}
          onChange={(value) => setFilter("view", value === "site" ? undefined : value)}
        />
        <ChoiceFilter
          label={t("board.area")}
          value={filters.area}
          choices={areasOf(board)}
          onChange={(value) => setFilter("area", value)}
        />
        <SearchFilter label={t("board.search")} value={filters.search} onChange={(value) => setFilter("search", value)} />
        <label className="problems">
          <input
            type="checkbox"
            checked={filters.problems === "yes"}
            onChange={(event) => setFilter("problems", event.target.checked ? "yes" : undefined)}
          />{" "}
          {t("board.problems")}
        </label>
        {filters.within !== undefined && (
          <Link to={`?${new URLSearchParams([...parameters].filter(([name]) => name !== "within")).toString()}`}>{t("board.other_area")}</Link>
        )}
      </div>
      {view === "site" && (
        <div className={`board ${board.state === "draft" ? "draft" : "firm"}`}>
          <Dragging board={board} edits={edits} now={now} make={make} within={filters.within}>
            {(picked) => (
              <SiteView
                board={board}
                edits={edits}
                now={now}
                sites={sites}
                reasons={reasons}
                breaches={breaches}
                picked={picked}
                selected={selected}
                acts={acts}
                filters={filters}
              />
            )}
          </Dragging>
          <Why
            board={board}
            sites={sites}
            now={now}
            edits={edits}
            selected={selected}
            acts={acts}
            close={() => setSelected(undefined)}
            toPool={(staff) => make({ people: { [staff]: null }, leads: {} })}
          />
        </div>
      )}
      <Suspense fallback={<Skeleton />}>
        {view === "person" && <PersonView board={board} drafted={sites} reasons={reasons} breaches={breaches} now={now} edits={edits} filters={filters} acts={acts} />}
        {view === "list" && <ListView board={board} sites={sites} breaches={breaches} now={now} filters={filters} />}
      </Suspense>
      {moving !== undefined && (
        <MoveDialog board={board} edits={edits} now={now} staff={moving} make={make} within={filters.within} close={() => setMoving(undefined)} />
      )}
      {pinning !== undefined && <PinDialog board={board} now={now} staff={pinning} close={() => setPinning(undefined)} />}
      {saving && <SaveDialog board={board} edits={edits} within={filters.within} saved={forget} close={() => setSaving(false)} />}
    </>
  );
}
