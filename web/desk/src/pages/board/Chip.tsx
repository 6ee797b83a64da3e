// A person on the board. Space picks them up, M opens "Move to …", P pins, Enter asks why they are
// there. What is inside is drawn once and not again while somebody else is dragged.
import { useDraggable } from "@dnd-kit/core";
import { t } from "@sojourn/shared";
import { type KeyboardEvent, memo } from "react";
import type { Person } from "./model";

export interface Marks {
  leader: boolean;
  moved: boolean;
  pinned: boolean;
  wishMissed: boolean;
  broken: boolean;
}

export interface Acts {
  select: (staff: string) => void;
  move: (staff: string) => void;
  pin: (staff: string) => void;
}

const Inside = memo(function Inside({ person, leader, moved, pinned, wishMissed, broken }: { person: Person } & Marks) {
  return (
    <>
      {leader && <b aria-label={t("record.leader")}>★ </b>}
      {broken && <b aria-label={t("board.broken")}>✖ </b>}
      {wishMissed && <b aria-label={t("board.wish_missed")}>▲ </b>}
      {pinned && <b aria-label={t("board.pinned")}>• </b>}
      <bdi>{person.name}</bdi>
      {moved && <span className="unseen"> {t("board.moved")}</span>}
      <span className="chip-detail">
        {person.may_lead && !leader && <span aria-label={t("board.may_lead")}>☆ </span>}
        <bdi>{[...person.skills, ...person.languages].join(" · ")}</bdi>
      </span>
    </>
  );
});

export const Chip = memo(function Chip({
  person,
  selected,
  acts,
  ...marks
}: { person: Person; selected: boolean; acts: Acts } & Marks) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({ id: person.id });
  const key = (event: KeyboardEvent): void => {
    const act = { m: acts.move, p: acts.pin, enter: acts.select }[event.key.toLowerCase() as "m" | "p" | "enter"];
    if (act !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey && !isDragging) {
      event.preventDefault();
      act(person.id);
      return;
    }
    (listeners?.onKeyDown as ((event: KeyboardEvent) => void) | undefined)?.(event);
  };
  return (
    <button
      type="button"
      ref={setNodeRef}
      data-staff={person.id}
      className={`chip${marks.moved ? " moved" : ""}${selected ? " selected" : ""}${isDragging ? " dragged" : ""}`}
      {...attributes}
      {...listeners}
      aria-pressed={selected}
      onKeyDown={key}
      onClick={() => acts.select(person.id)}
    >
      <Inside person={person} {...marks} />
    </button>
  );
});
