// Keeping what was changed on the board, and what to do where somebody else kept another change of the
// same plan meanwhile: whatever both changed is named, and whoever keeps theirs second decides.
import { Problem, answer, api, t, tag } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { SimpleTable } from "../../parts/Facts";
import { Dialog } from "../../parts/Action";
import { Field } from "../../parts/Field";
import { SendForm } from "../../parts/SendForm";
import { useDraft } from "../../parts/useDraft";
import { type Board, type Edits, type Place, type Steps, count, courseOf, mine, withEdits, withMine, wordsOf } from "./model";

/** Keeps the moves as a plan of their own. Where somebody kept another change of the same plan
 * meanwhile, both are looked at. */
export function SaveDialog({
  board,
  edits,
  within,
  saved,
  close,
}: {
  board: Board;
  edits: Edits;
  within: string | undefined;
  saved: () => void;
  close: () => void;
}) {
  const client = useQueryClient();
  const go = useNavigate();
  const [draft, setDraft, forget] = useDraft(`board.save.${board.id}`, { name: board.name, reason: "" });
  const [newLeads, setNewLeads] = useState(false);
  const [newer, setNewer] = useState<string>();
  const send = async (beside: boolean): Promise<void> => {
    try {
      const plan = await answer(
        api.POST("/api/plans/{id}/edit", {
          params: { path: { id: board.id } },
          body: { ...wordsOf(edits), ...draft, ...(newLeads && { new_leads: true }), ...(beside && { beside }) },
        }),
      );
      forget();
      saved();
      await client.invalidateQueries({ queryKey: ["/api/plans"] });
      close();
      await go(`/plans/${plan.id}/board`);
    } catch (error) {
      if (error instanceof Problem && error.code === "edited_meanwhile") {
        setNewer(String(error.faults[0]?.value ?? ""));
      }
      throw error;
    }
  };
  return (
    <Dialog title={t("board.save_title")} close={close}>
      <SendForm action={t("board.keep")} send={async () => send(false)} disabled={newer !== undefined}>
        {(problem) => (
          <>
            <Field label={t("plans.name")} name="name" value={draft.name} fault={problem?.faultOf("name")} onChange={(name) => setDraft({ ...draft, name })} />
            <Field
              label={t("plans.reason")}
              help={t("board.save_reason_help")}
              name="reason"
              value={draft.reason}
              fault={problem?.faultOf("reason")}
              onChange={(reason) => setDraft({ ...draft, reason })}
            />
            <label>
              <input type="checkbox" checked={newLeads} onChange={(event) => setNewLeads(event.target.checked)} /> {t("board.new_leads")}
            </label>
            <p className="quiet">{t("board.save_effect")}</p>
          </>
        )}
      </SendForm>
      {newer !== undefined && (
        <Newer board={board} edits={edits} newer={newer} within={within} saved={saved} beside={async () => send(true)} close={close} />
      )}
    </Dialog>
  );
}

function Newer({
  board,
  edits,
  newer,
  within,
  saved,
  beside,
  close,
}: {
  board: Board;
  edits: Edits;
  newer: string;
  within: string | undefined;
  saved: () => void;
  beside: () => Promise<void>;
  close: () => void;
}) {
  const go = useNavigate();
  const [trouble, setTrouble] = useState<unknown>();
  const [theirs, setTheirs] = useState<Board>();
  const look = async (): Promise<void> => {
    setTheirs(
      await answer(
        api.GET("/api/plans/{id}/board", {
          params: { path: { id: newer }, query: { language: tag(), ...(within !== undefined && { within }) } },
        }),
      ),
    );
  };
  if (theirs !== undefined) {
    return <Merge board={board} edits={edits} theirs={theirs} within={within} saved={saved} close={close} />;
  }
  return (
    <div className="conflict">
      <p className="actions">
        <Button onClick={() => void go(`/plans/${board.id}?tab=compare&with=${newer}`)}>{t("board.see_theirs")}</Button>
        <Button onClick={() => void look().then(() => setTrouble(undefined), setTrouble)}>{t("board.merge")}</Button>
        <Button onClick={() => void beside().catch(setTrouble)}>{t("board.beside")}</Button>
      </p>
      <p className="quiet">{t("board.merge_effect")}</p>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </div>
  );
}

/** My changes onto theirs: what both changed, one by one, and what I had begun on theirs already. */
function Merge({
  board,
  edits,
  theirs,
  within,
  saved,
  close,
}: {
  board: Board;
  edits: Edits;
  theirs: Board;
  within: string | undefined;
  saved: () => void;
  close: () => void;
}) {
  const go = useNavigate();
  const none: Steps = { moves: [], leads: [] };
  const [begun, setBegun] = useDraft<Steps>(`board.${theirs.id}`, none);
  const [merged] = useState(() => mine(board, theirs, edits));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [keepBegun, setKeepBegun] = useState(true);
  const there = courseOf(theirs, begun).now;
  const people = new Map([...board.people, ...theirs.people].map((person) => [person.id, person.name]));
  const sites = new Map([...board.sites, ...theirs.sites].map((site) => [site.id, site.name]));
  const sponsors = sponsorNames([board, theirs]);
  const choose = (id: string, own: boolean): void => {
    const next = new Set(chosen);
    if (own) {
      next.add(id);
    } else {
      next.delete(id);
    }
    setChosen(next);
  };
  const place = (at: Place | null): ReactNode =>
    at === null ? (
      t("board.in_pool")
    ) : (
      <>
        <bdi>{sites.get(at.site) ?? at.site}</bdi> {t(`record.${at.role}`)}
      </>
    );
  const lead = (sponsor: string | null): ReactNode => (sponsor === null ? t("plans.no_lead") : <bdi>{sponsors.get(sponsor) ?? sponsor}</bdi>);
  const row = (id: string, what: ReactNode, name: string, own: ReactNode, other: ReactNode) => ({
    key: id,
    cells: [
      what,
      ...[
        { own: false, said: other },
        { own: true, said: own },
      ].map((each) => (
        <label key={String(each.own)}>
          <input
            type="radio"
            name={`merge-${id}`}
            aria-label={t(each.own ? "board.take_mine" : "board.take_theirs", { name })}
            checked={chosen.has(id) === each.own}
            onChange={() => choose(id, each.own)}
          />{" "}
          {each.said}
        </label>
      )),
    ],
  });
  const rows = [
    ...merged.clash.people.map(({ staff, mine: own, theirs: other }) => {
      const name = people.get(staff) ?? staff;
      return row(staff, <bdi key="who">{name}</bdi>, name, place(own), place(other));
    }),
    ...merged.clash.leads.map(({ site, mine: own, theirs: other }) => {
      const name = sites.get(site) ?? site;
      return row(
        site,
        <span key="who">
          <bdi>{name}</bdi> {t("board.led_by")}
        </span>,
        name,
        lead(own),
        lead(other),
      );
    }),
  ];
  const put = async (): Promise<void> => {
    const own = withMine(merged.kept, merged.clash, chosen);
    setBegun(wordsOf(keepBegun ? withEdits(theirs, there, own) : own));
    saved();
    close();
    await go(`/plans/${theirs.id}/board${within === undefined ? "" : `?within=${within}`}`);
  };
  return (
    <div className="conflict">
      <h3>
        <span aria-hidden="true">▲ </span>
        {rows.length === 0 ? t("board.no_clash") : t("board.clash", { count: rows.length })}
      </h3>
      {rows.length > 0 && (
        <SimpleTable
          label={t("board.clash", { count: rows.length })}
          head={[{ title: t("board.both_changed") }, { title: t("board.theirs") }, { title: t("board.mine") }]}
          rows={rows}
        />
      )}
      {merged.unseen > 0 && (
        <p>
          <span aria-hidden="true">▲ </span>
          {t("board.unseen", { count: merged.unseen })}
        </p>
      )}
      {count(there) > 0 && (
        <fieldset>
          <legend>
            <span aria-hidden="true">▲ </span>
            {t("board.begun", { count: count(there) })}
          </legend>
          {[true, false].map((keep) => (
            <label key={String(keep)}>
              <input type="radio" name="begun" checked={keepBegun === keep} onChange={() => setKeepBegun(keep)} />{" "}
              {t(keep ? "board.begun_keep" : "board.begun_drop")}
            </label>
          ))}
        </fieldset>
      )}
      <p className="actions">
        <Button onClick={() => void put()}>{t("board.put_on_theirs")}</Button>
      </p>
    </div>
  );
}

function sponsorNames(boards: Board[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const board of boards) {
    for (const { sponsor, sponsor_name: name } of board.people) {
      if (sponsor !== undefined && name !== undefined) {
        names.set(sponsor, name);
      }
    }
    for (const { lead, lead_name: name } of board.sites) {
      if (lead !== undefined && name !== undefined) {
        names.set(lead, name);
      }
    }
  }
  return names;
}
