// Picking people up and dropping them: by mouse, by touch, and by keys (Space, arrows, Space). While
// somebody is picked up, every place has its price.
import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  DragOverlay,
  type KeyboardCoordinateGetter,
  KeyboardCode,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  closestCenter,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { t } from "@sojourn/shared";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useScore } from "./score";
import { type Board, type Edits, type Shown, exchange } from "./model";
import { type Target, costWords, priceWords, thenWords } from "./sentences";

export const pool = "pool";

export interface Picked {
  staff: string;
  /** Of the plan as the board shows it now. */
  total: number;
  targets: Map<string, Target>;
  /** By who stands there: what changing places with them would be. */
  swaps: Map<string, Omit<Target, "role">>;
  toPool: Omit<Target, "role" | "terms"> | undefined;
}

/** The better role of a place: what breaks nothing, then what costs least. */
function better(a: Target | undefined, b: Target): Target {
  if (a === undefined) {
    return b;
  }
  const order = a.breaks.length - b.breaks.length || a.change - b.change;
  return order <= 0 ? a : b;
}

// Keys have no pointer: without this they would find no place at all.
const collide: CollisionDetection = (given) => (given.pointerCoordinates === null ? closestCenter(given) : pointerWithin(given));

const directions: Record<string, [number, number]> = {
  [KeyboardCode.Right]: [1, 0],
  [KeyboardCode.Left]: [-1, 0],
  [KeyboardCode.Down]: [0, 1],
  [KeyboardCode.Up]: [0, -1],
};

/** An arrow goes to the next place in its direction, not some pixels further. */
const nextPlace: KeyboardCoordinateGetter = (event, { context: { collisionRect, droppableRects, droppableContainers } }) => {
  const direction = directions[event.code];
  if (direction === undefined || collisionRect === null) {
    return undefined;
  }
  event.preventDefault();
  const [right, down] = direction;
  const from = { x: collisionRect.left + collisionRect.width / 2, y: collisionRect.top + collisionRect.height / 2 };
  let best: { cost: number; x: number; y: number } | undefined;
  for (const each of droppableContainers.getEnabled()) {
    const rect = droppableRects.get(each.id);
    if (rect === undefined) {
      continue;
    }
    const middle = { x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 };
    const ahead = (middle.x - from.x) * right + (middle.y - from.y) * down;
    const aside = Math.abs((middle.x - from.x) * down) + Math.abs((middle.y - from.y) * right);
    const cost = ahead + 3 * aside;
    if (ahead > 12 && (best === undefined || cost < best.cost)) {
      best = { cost, x: middle.x - collisionRect.width / 2, y: middle.y - collisionRect.height / 2 };
    }
  }
  return best;
};

export function Dragging({
  board,
  edits,
  now,
  make,
  within,
  children,
}: {
  board: Board;
  edits: Edits;
  now: Shown;
  make: (more: Edits) => void;
  within: string | undefined;
  children: (picked: Picked | undefined) => ReactNode;
}) {
  const [staff, setStaff] = useState<string>();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: nextPlace,
      keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] },
    }),
  );
  const priced = usePriced(board.id, edits, staff, within);
  const said = useRef(priced);
  said.current = priced;
  const people = useMemo(() => new Map(board.people.map((person) => [person.id, person])), [board]);
  const sites = useMemo(() => new Map(board.sites.map((site) => [site.id, site.name])), [board]);
  const name = (id: string | number): string => people.get(String(id))?.name ?? "";
  const placeName = (id: string | number): string => (id === pool ? t("board.pool") : (sites.get(String(id)) ?? ""));
  const whole = (target: Pick<Target, "change">, words: string): string =>
    said.current === undefined ? words : `${words} · ${thenWords(said.current.total, target)}`;
  const priceOf = (id: string | number): string => {
    if (id === pool) {
      return said.current?.toPool === undefined ? "" : whole(said.current.toPool, costWords(said.current.toPool));
    }
    const target = said.current?.targets.get(String(id));
    return target === undefined ? t("record.member") : whole(target, priceWords(target));
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("board.said_picked", { person: name(active.id) }),
    onDragOver: ({ over }) => (over === null ? undefined : t("board.said_over", { place: placeName(over.id), price: priceOf(over.id) })),
    onDragEnd: ({ active, over }) =>
      over === null ? t("board.said_back", { person: name(active.id) }) : t("board.said_dropped", { person: name(active.id), place: placeName(over.id) }),
    onDragCancel: ({ active }) => t("board.said_back", { person: name(active.id) }),
  };
  const pointer = usePointer();
  /** Whose chip the pointer is over. */
  const other = useRef<string>(undefined);
  const drop = (id: string, over: string | number | undefined): void => {
    setStaff(undefined);
    const met = other.current;
    other.current = undefined;
    // On somebody who stands at a site, from elsewhere or in another role: the two change places.
    const place = met === undefined ? undefined : now.at.get(met);
    if (met !== undefined && place !== undefined && place.site === over && !(now.at.get(id)?.site === place.site && now.at.get(id)?.role === place.role)) {
      make(exchange(now, id, met));
      return;
    }
    if (over === undefined || over === now.at.get(id)?.site) {
      return;
    }
    if (over === pool) {
      make({ people: { [id]: null }, leads: {} });
      return;
    }
    // Before the prices have come: a member, which breaks least.
    const role = said.current?.staff === id ? (said.current.targets.get(String(over))?.role ?? "member") : "member";
    make({ people: { [id]: { site: String(over), role } }, leads: {} });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collide}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("board.keys") } }}
      onDragStart={({ active }) => setStaff(String(active.id))}
      onDragCancel={() => setStaff(undefined)}
      onDragEnd={({ active, over }) => drop(String(active.id), over?.id)}
    >
      {children(staff === undefined ? undefined : priced)}
      <DragOverlay dropAnimation={null}>
        {staff !== undefined && (
          <div className="chip dragged-over">
            <bdi>{name(staff)}</bdi>
            <OverSomebody staff={staff} pointer={pointer} other={other} priced={priced} name={name} placed={now.at.has(staff)} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

type Pointer = Pick<MouseEvent, "clientX" | "clientY">;

/** Where the mouse or the finger was last; keys have none. */
function usePointer(): { current: Pointer | undefined } {
  const last = useRef<Pointer>(undefined);
  useEffect(() => {
    const moved = (event: MouseEvent | TouchEvent): void => {
      last.current = "touches" in event ? event.touches[0] : event;
    };
    const typed = (): void => {
      last.current = undefined;
    };
    addEventListener("mousemove", moved, true);
    addEventListener("touchmove", moved, true);
    addEventListener("keydown", typed, true);
    return () => {
      removeEventListener("mousemove", moved, true);
      removeEventListener("touchmove", moved, true);
      removeEventListener("keydown", typed, true);
    };
  }, []);
  return last;
}

/** Over somebody else's chip: that they would change places, and at what price. It draws itself alone,
 * since three hundred chips as places to drop on would make each pick-up slow. */
function OverSomebody({
  staff,
  pointer,
  other,
  priced,
  name,
  placed,
}: {
  staff: string;
  pointer: { current: Pointer | undefined };
  other: { current: string | undefined };
  priced: Picked | undefined;
  name: (staff: string) => string;
  placed: boolean;
}) {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    const look = (): void => {
      const met =
        pointer.current === undefined
          ? undefined
          : document
              .elementsFromPoint(pointer.current.clientX, pointer.current.clientY)
              .map((each) => each.closest<HTMLElement>(".card [data-staff]")?.dataset.staff)
              .find((each) => each !== undefined && each !== staff);
      other.current = met;
      setOver(met);
    };
    look(); // it may have come there before this was drawn
    addEventListener("mousemove", look);
    addEventListener("touchmove", look);
    return () => {
      removeEventListener("mousemove", look);
      removeEventListener("touchmove", look);
    };
  }, [staff, other, pointer]);
  const swap = over === undefined ? undefined : priced?.swaps.get(over);
  return over === undefined || (swap === undefined && priced !== undefined) ? null : (
    <span className="chip-detail">
      {t(placed ? "board.exchange_with" : "board.take_place_of")} <bdi>{name(over)}</bdi>
      {t("shell.colon")}
      {swap === undefined || priced === undefined ? t("board.pricing") : `${costWords(swap)} · ${thenWords(priced.total, swap)}`}
    </span>
  );
}

function usePriced(id: string, edits: Edits, staff: string | undefined, within: string | undefined): Picked | undefined {
  const { data } = useScore(id, edits, staff, within);
  return useMemo(() => {
    if (staff === undefined || data === undefined || data.targets.length === 0) {
      return undefined;
    }
    const targets = new Map<string, Target>();
    for (const target of data.targets) {
      targets.set(target.site, better(targets.get(target.site), target));
    }
    return { staff, total: data.total, targets, swaps: new Map(data.swaps.map((swap) => [swap.staff, swap])), toPool: data.to_pool };
  }, [data, staff]);
}
