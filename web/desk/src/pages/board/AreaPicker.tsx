// A plan of more sites than a board holds: an area is picked first, from the tree.
import { t } from "@sojourn/shared";
import { Link } from "react-router";
import type { Board } from "./model";

/** As the server has it: so many sites of an area stand on one board. */
const most = 200;

export function AreaPicker({ board }: { board: Board }) {
  const below = (parent: string | undefined) => {
    const areas = board.areas.filter((area) => area.parent === parent);
    return areas.length === 0 ? null : (
      <ul>
        {areas.map((area) => (
          <li key={area.id}>
            {area.sites <= most ? (
              <Link to={`?within=${area.id}`}>
                <bdi>{area.name}</bdi>
              </Link>
            ) : (
              <bdi>{area.name}</bdi>
            )}{" "}
            <span className="quiet">{t("board.sites_in", { count: area.sites })}</span>
            {area.sites > most && below(area.id)}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <>
      <p>{t("board.pick_area", { count: board.site_count, most })}</p>
      {below(undefined)}
    </>
  );
}
