// Where sites are, as points: to the east by longitude or x, to the north by latitude or y. It needs
// no pictures from elsewhere. The list says the same for those who do not see it.
import { type Query, type Row, t } from "@sojourn/shared";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
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
/** Above, the points are drawn without an element each. */
const most = 2000;

/** Degrees and kilometres do not mix: those that most sites have. A degree of longitude is as wide
 * as it is at the middle of them. */
export function pointsOf(sites: Site[]): Point[] {
  const grid = sites.filter((site) => site.x_km !== undefined && site.y_km !== undefined);
  const globe = sites.filter((site) => site.lat !== undefined && site.lon !== undefined);
  if (globe.length <= grid.length) {
    return scaled(grid.map((site) => ({ site, x: site.x_km as number, y: site.y_km as number })));
  }
  const middle = globe.reduce((sum, site) => sum + (site.lat as number), 0) / globe.length;
  const narrow = Math.cos((middle * Math.PI) / 180);
  return scaled(globe.map((site) => ({ site, x: (site.lon as number) * narrow, y: site.lat as number })));
}

function scaled(points: Point[]): Point[] {
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

export function SiteMap({ query }: { query: Query<"/api/sites"> }) {
  const sites = useAll("/api/sites", query);
  return (
    <Loaded of={sites}>
      {(rows) => {
        const points = pointsOf(rows);
        return rows.length === 0 ? (
          <p>{t("sites.none_so")}</p>
        ) : (
          <>
            <p role="status">
              {t("sites.on_map", { count: points.length })}
              {points.length < rows.length && <> {t("sites.nowhere", { count: rows.length - points.length })}</>}{" "}
              <span className="quiet">{t("sites.map_list")}</span>
            </p>
            <p className="quiet">
              {(["low", "middle", "high"] as const).map((tier) => (
                <span key={tier}>
                  <span aria-hidden="true">{{ low: "●", middle: "■", high: "▲" }[tier]}</span> {t("sites.tier")}:{" "}
                  {t(`sites.tier.${tier}`)}{" "}
                </span>
              ))}
            </p>
            {points.length > most ? <Painted points={points} /> : <Drawn points={points} />}
          </>
        );
      }}
    </Loaded>
  );
}

function Drawn({ points }: { points: Point[] }) {
  const navigate = useNavigate();
  const [over, setOver] = useState<Point>();
  return (
    <figure className="map">
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

const shapes = {
  low: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
  middle: "M-5 -5h10v10h-10z",
  high: "M0 -7L7 6H-7z",
};

function Painted({ points }: { points: Point[] }) {
  const navigate = useNavigate();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [over, setOver] = useState<Point>();
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (canvas.current === null || context === null || context === undefined) {
      return;
    }
    context.clearRect(0, 0, width, height);
    context.fillStyle = getComputedStyle(canvas.current).color;
    for (const { x, y } of points) {
      context.fillRect(x - 1.5, y - 1.5, 3, 3);
    }
  }, [points]);
  const under = (event: MouseEvent<HTMLCanvasElement>): Point | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) * width) / box.width;
    const y = ((event.clientY - box.top) * height) / box.height;
    let nearest: Point | undefined;
    let least = 64;
    for (const point of points) {
      const far = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (far < least) {
        least = far;
        nearest = point;
      }
    }
    return nearest;
  };
  return (
    <figure className="map">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={t("sites.on_map", { count: points.length })}
        onMouseMove={(event) => setOver(under(event))}
        onClick={(event) => {
          const point = under(event);
          if (point !== undefined) {
            void navigate(`/sites/${point.site.id}`);
          }
        }}
      />
      <Under over={over} />
    </figure>
  );
}

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
