// Where sites are, as points: to the east by longitude or x, to the north by latitude or y. It needs
// no pictures from elsewhere. The list says the same for those who do not see it.
import { type Query, type Row, number, t } from "@sojourn/shared";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { Downloads } from "../../parts/Downloads";
import { Loaded, useAll } from "../../parts/reading";

type Site = Row<"/api/sites">;
interface Point {
  site: Site;
  x: number;
  y: number;
}
const width = 900;
const height = 560;
const edge = 24;
/** Above, what lies close together is one circle with its number. */
export const most = 2000;
/** The same where somebody went into a part: what they look for has to lie apart from others. */
const mostWithin = 300;
/** How close that is, in units of the drawing. */
const cell = 60;

/** Degrees and kilometres do not mix: those that most sites have. A degree of longitude is as wide
 * as it is at the middle of them. */
export function pointsOf(sites: Site[]): Point[] {
  const grid = sites.filter((site) => site.x_km !== undefined && site.y_km !== undefined);
  const globe = sites.filter((site) => site.lat !== undefined && site.lon !== undefined);
  if (globe.length <= grid.length) {
    return grid.map((site) => ({ site, x: site.x_km as number, y: site.y_km as number }));
  }
  const middle = globe.reduce((sum, site) => sum + (site.lat as number), 0) / globe.length;
  const narrow = Math.cos((middle * Math.PI) / 180);
  return globe.map((site) => ({ site, x: (site.lon as number) * narrow, y: site.lat as number }));
}

/** As wide as the drawing is, with north above. */
export function scaled(points: Point[]): Point[] {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const scale = Math.min((width - 2 * edge) / (east - west || 1), (height - 2 * edge) / (north - south || 1));
  const shift = (width - (east - west) * scale) / 2;
  const drop = (height - (north - south) * scale) / 2;
  return points.map(({ site, x, y }) => ({ site, x: shift + (x - west) * scale, y: height - drop - (y - south) * scale }));
}

/** `narrowed`: by a filter. */
export function SiteMap({ query, narrowed }: { query: Query<"/api/sites">; narrowed: boolean }) {
  const sites = useAll("/api/sites", query);
  return (
    <Loaded of={sites}>
      {(rows) => {
        const points = pointsOf(rows);
        return rows.length === 0 ? (
          <p>{t(narrowed ? "sites.none_so" : "sites.none")}</p>
        ) : (
          <>
            <p role="status">
              {t("sites.on_map", { count: points.length })}
              {points.length < rows.length && <> {t("sites.nowhere", { count: rows.length - points.length })}</>}{" "}
              <span className="quiet">{t("sites.map_list")}</span>
            </p>
            <Zoomed points={points} />
            <p className="below">
              <Downloads path="/api/sites" query={query} />
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

export interface Cluster {
  x: number;
  y: number;
  r: number;
  points: Point[];
}

/** Points that lie close together, in the middle of them as far as their circle leaves room for its neighbours; the fullest first. */
export function clustersOf(points: Point[]): Cluster[] {
  const cells = new Map<string, Point[]>();
  for (const point of points) {
    const key = `${Math.floor(point.x / cell)} ${Math.floor(point.y / cell)}`;
    const there = cells.get(key);
    if (there === undefined) {
      cells.set(key, [point]);
    } else {
      there.push(point);
    }
  }
  const middle = (values: number[], r: number): number => {
    const start = Math.floor((values[0] ?? 0) / cell) * cell;
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    return Math.min(start + cell - r, Math.max(start + r, mean));
  };
  return [...cells.values()]
    .map((there) => {
      const r = Math.min(cell / 2 - 1, 12 + 2 * Math.log2(there.length));
      return { x: middle(there.map(({ x }) => x), r), y: middle(there.map(({ y }) => y), r), r, points: there };
    })
    .sort((one, other) => other.points.length - one.points.length);
}

/** A part of the map as far as somebody went into it; the whole map for another question. */
function Zoomed({ points }: { points: Point[] }) {
  const [into, setInto] = useState<ReadonlySet<string>>();
  const shown = useMemo(() => {
    const part = into === undefined ? points : points.filter(({ site }) => into.has(site.id));
    return scaled(part.length === 0 ? points : part);
  }, [points, into]);
  const apart = shown.some(({ x, y }) => x !== shown[0]?.x || y !== shown[0]?.y);
  return (
    <>
      {shown.length < points.length && (
        <p>
          <span role="status">{t("sites.map_part", { count: shown.length })}</span>{" "}
          <Button size="small" onClick={() => setInto(undefined)}>
            {t("sites.map_whole")}
          </Button>
        </p>
      )}
      {shown.length > (into === undefined ? most : mostWithin) && apart ? (
        <Clusters points={shown} open={(part) => setInto(new Set(part.map(({ site }) => site.id)))} />
      ) : (
        <Drawn points={shown} />
      )}
    </>
  );
}

function Clusters({ points, open }: { points: Point[]; open: (points: Point[]) => void }) {
  const clusters = useMemo(() => clustersOf(points), [points]);
  return (
    <figure className="map">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t("sites.on_map", { count: points.length })}>
        {clusters.map((cluster) => (
          <g
            key={cluster.points[0]?.site.id}
            className="cluster"
            role="button"
            tabIndex={0}
            aria-label={t("sites.map_open", { count: cluster.points.length })}
            transform={`translate(${cluster.x.toFixed(1)} ${cluster.y.toFixed(1)})`}
            onClick={() => open(cluster.points)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                open(cluster.points);
              }
            }}
          >
            <circle r={cluster.r.toFixed(1)} />
            <text>{number(cluster.points.length)}</text>
          </g>
        ))}
      </svg>
      <figcaption className="quiet">{t("sites.map_clusters")}</figcaption>
    </figure>
  );
}

function Drawn({ points }: { points: Point[] }) {
  const navigate = useNavigate();
  const [over, setOver] = useState<Point>();
  return (
    <figure className="map">
      <Tiers />
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("sites.on_map", { count: points.length })}>
        {points.map((point) => (
          <path
            key={point.site.id}
            d={shapes[point.site.tier]}
            transform={`translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`}
            onPointerEnter={() => setOver(point)}
            onClick={() => void navigate(`/sites/${point.site.id}`)}
          />
        ))}
      </svg>
      <Under over={over} />
    </figure>
  );
}

/** What the shapes mean, above those that have them: a circle of many sites has no tier. */
function Tiers() {
  return (
    <ul className="counts legend" aria-label={t("sites.tier")}>
      {(["low", "middle", "high"] as const).map((tier) => (
        <li key={tier}>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path d={shapes[tier]} />
          </svg>{" "}
          {t("sites.tier")}
          {t("shell.colon")}
          {t(`sites.tier.${tier}`)}
        </li>
      ))}
    </ul>
  );
}

const shapes = {
  low: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
  middle: "M-5 -5h10v10h-10z",
  high: "M0 -7L7 6H-7z",
};

/** Which one the pointer is over. */
function Under({ over }: { over: Point | undefined }) {
  return (
    <figcaption>
      {over === undefined ? (
        <span className="quiet">{t("sites.map_help")}</span>
      ) : (
        <>
          <bdi>{over.site.name}</bdi> · <bdi>{over.site.area_name}</bdi> · {t(`sites.kind.${over.site.kind}`)}
        </>
      )}
    </figcaption>
  );
}
