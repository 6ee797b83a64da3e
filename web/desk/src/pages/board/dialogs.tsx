// Dialogs of the board: where to move somebody, with the price of every place; pins.
import { type Body, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { Field } from "../../parts/Field";
import { RecordForm } from "../../parts/RecordForm";
import { useMay } from "../../shell/session";
import { useScore } from "./score";
import { costWords, termsOf, thenWords } from "./sentences";
import { Pins } from "./Why";
import { type Board, type Edits, type Shown, exchange } from "./model";

/** Every place that the person could go to, the best first, and every exchange. */
export function MoveDialog({
  board,
  edits,
  now,
  staff,
  make,
  within,
  close,
}: {
  board: Board;
  edits: Edits;
  now: Shown;
  staff: string;
  make: (more: Edits) => void;
  within: string | undefined;
  close: () => void;
}) {
  const score = useScore(board.id, edits, staff, within);
  const [words, setWords] = useState("");
  const people = new Map(board.people.map((person) => [person.id, person]));
  const sites = new Map(board.sites.map((site) => [site.id, site]));
  const person = people.get(staff);
  const at = now.at.get(staff);
  const targets = [
    ...(score.data?.targets ?? []).map((target) => ({
      key: `${target.site}:${target.role}`,
      site: sites.get(target.site)?.name ?? "",
      who: undefined as string | undefined,
      role: target.role as "leader" | "member",
      change: target.change,
      terms: target.terms,
      breaks: target.breaks,
      edits: { people: { [staff]: { site: target.site, role: target.role } }, leads: {} } as Edits,
    })),
    ...(score.data?.swaps ?? []).map((swap) => {
      const other = now.at.get(swap.staff);
      return {
        key: `swap ${swap.staff}`,
        site: sites.get(swap.site)?.name ?? "",
        who: people.get(swap.staff)?.name,
        role: other?.role ?? ("member" as const),
        change: swap.change,
        terms: swap.terms,
        breaks: swap.breaks,
        edits: exchange(now, staff, swap.staff),
      };
    }),
  ]
    .filter((target) => `${target.site} ${target.who ?? ""}`.toLowerCase().includes(words.trim().toLowerCase()))
    .sort((a, b) => a.breaks.length - b.breaks.length || a.change - b.change);
  return (
    <Dialog
      title={
        <>
          {t("board.move_to")} <bdi>{person?.name ?? ""}</bdi>
        </>
      }
      close={close}
    >
      <Field label={t("board.find_place")} value={words} onChange={setWords} autoComplete="off" autoFocus />
      {score.error !== null && <ErrorNote problem={score.error} retry={() => void score.refetch()} />}
      <ul className="places" aria-busy={score.isPending}>
        {targets.slice(0, 60).map((target) => (
          <li key={target.key}>
            <button
              type="button"
              className={target.breaks.length > 0 ? "breaks" : ""}
              onClick={() => {
                make(target.edits);
                close();
              }}
            >
              {target.who === undefined ? (
                <>
                  <bdi>{target.site}</bdi> <span className="quiet">{t(`record.${target.role}`)}</span>
                </>
              ) : (
                <>
                  {t(at === undefined ? "board.take_place_of" : "board.exchange_with")} <bdi>{target.who}</bdi>{" "}
                  <span className="quiet">
                    <bdi>{target.site}</bdi>
                  </span>
                </>
              )}{" "}
              <span className="price">
                {costWords(target)}
              </span>{" "}
              <span className="quiet terms">
                {score.data !== undefined && thenWords(score.data.total, target)} {termsOf(target)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="quiet" role="status">
        {score.isPending ? t("board.pricing") : t("board.places_shown", { shown: Math.min(60, targets.length), all: targets.length })}
      </p>
    </Dialog>
  );
}

/** A pin is said of the records, with a reason, and holds from the next plan on. */
export function PinDialog({ board, now, staff, close }: { board: Board; now: Shown; staff: string; close: () => void }) {
  const client = useQueryClient();
  const may = useMay();
  const person = board.people.find((each) => each.id === staff);
  const at = now.at.get(staff);
  const site = board.sites.find((each) => each.id === at?.site);
  return (
    <Dialog
      title={
        <>
          {t("board.pin")} <bdi>{person?.name ?? ""}</bdi>
        </>
      }
      close={close}
    >
      {may("pin.list") && <Pins staff={staff} />}
      <RecordForm<Body<"/api/pins">>
        draft={`board.pin.${staff}`}
        fields={[
          {
            name: "site",
            label: t("plans.site"),
            kind: "record",
            of: "board-site",
            find: async (words) =>
              board.sites.filter((each) => each.name.toLowerCase().includes(words.toLowerCase())).map(({ id, name, area_name }) => ({ id, name, detail: area_name })),
          },
          {
            name: "rule",
            label: t("board.pin_rule"),
            kind: "choice",
            choices: [
              { value: "must", name: t("board.pin_must") },
              { value: "never", name: t("board.pin_never") },
            ],
          },
          {
            name: "role",
            label: t("plans.role"),
            kind: "choice",
            optional: true,
            choices: [
              { value: "leader", name: t("record.leader") },
              { value: "member", name: t("record.member") },
            ],
          },
          { name: "reason", label: t("plans.reason"), help: t("board.pin_reason_help") },
        ]}
        given={{ rule: "must", ...(site !== undefined && { site: site.id, site_name: site.name }) }}
        action={t("board.pin")}
        before={<p className="quiet">{t("board.pin_effect")}</p>}
        send={async (body) => {
          await answer(api.POST("/api/pins", { body: { ...body, staff } }));
          close();
          await client.invalidateQueries({ queryKey: ["/api/pins"] });
        }}
      />
    </Dialog>
  );
}
