// What placing somebody goes by: what is said of it or reckoned, pins, and points that the office gives.
import { type Answer, type Body, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Doings } from "../../parts/Doings";
import { Fact, Facts } from "../../parts/Facts";
import { type FormField, type Given, RecordForm } from "../../parts/RecordForm";
import { findSites } from "../../parts/find";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Apart } from "./Apart";
import type { Person } from "./PersonPage";
import { Costs, Pins } from "./Said";

type Placing = Answer<"/api/staff/{id}/placing">;

export function PlacingTab({ person, open }: { person: Person; open: boolean }) {
  const may = useMay();
  const { id } = person;
  const placing = useRead("/api/staff/{id}/placing", { path: { id } });
  return (
    <Loaded of={placing}>
      {(now) => (
        <>
          <p className="quiet">{t("people.placing_help")}</p>
          <Facts>
            <Fact label={t("people.experience")} none={t("record.not_said")}>
              {now.experience_years !== undefined && t("people.years", { count: now.experience_years })}
            </Fact>
            <Fact label={t("people.first_timer")} none={t("record.not_said")}>
              {now.first_timer !== undefined && t(now.first_timer ? "record.yes" : "record.no")}
            </Fact>
            <Fact label={t("people.hardship_served")} none={t("record.not_said")}>
              {now.hardship_served !== undefined && <bdi>{number(now.hardship_served)}</bdi>}
            </Fact>
            <Fact label={t("people.strength")} none={t("people.no_evidence")}>
              {now.strength !== undefined && <bdi>{number(now.strength)}</bdi>}
            </Fact>
            <Fact label={t("people.home_site")} none={t("people.no_home_site")}>
              {now.home_site !== undefined &&
                (may("site.show") ? (
                  <Link to={`/sites/${now.home_site}`}>{t("people.open_site")}</Link>
                ) : (
                  t("people.is_given")
                ))}
            </Fact>
            <Fact label={t("people.travels_from")} none={t("record.not_said")}>
              {now.x_km !== undefined && now.y_km !== undefined
                ? t("people.at_km", { x: now.x_km, y: now.y_km })
                : now.lat !== undefined && now.lon !== undefined && t("people.at_degrees", { lat: now.lat, lon: now.lon })}
            </Fact>
          </Facts>
          {open && may("placing.set") && (
            <>
              <p className="actions">
                <ActionButton name="placing">{t("people.set_placing")}</ActionButton>
              </p>
              <Action name="placing" title={t("people.set_placing")}>
                {(close) => <SetPlacing placing={now} close={close} />}
              </Action>
            </>
          )}
          {may("pin.list") && <Pins person={person} open={open} />}
          {may("cost.list") && <Costs person={person} open={open} />}
          {may("apart.list") && <Apart person={person} open={open} />}
          {may("placing.history") && now.version > 0 && (
            <section aria-labelledby="said">
              <h2 id="said">{t("people.who_said")}</h2>
              <Doings
                path="/api/staff/{id}/placing/history"
                id={id}
                did={(operation) =>
                  operation === "placing.set" ? t("people.did.placing") : operation === "placing.import" ? t("people.did.table") : operation
                }
              />
            </section>
          )}
        </>
      )}
    </Loaded>
  );
}

function fields(): FormField<Omit<Body<"/api/staff/{id}/placing", "put">, "version">>[] {
  return [
    { name: "experience_years", label: t("people.experience_years"), kind: "number", help: t("people.reckoned_hired") },
    { name: "strength", label: t("people.strength"), kind: "number", help: t("people.reckoned_strength") },
    { name: "first_timer", label: t("people.first_timer"), kind: "yes", optional: true, help: t("people.reckoned_postings") },
    { name: "hardship_served", label: t("people.hardship_served"), kind: "number", help: t("people.reckoned_postings") },
    { name: "home_site", label: t("people.home_site"), kind: "record", of: "site", find: findSites, help: t("people.home_site_help") },
    { name: "lat", label: t("people.lat"), kind: "number", help: t("people.lat_help") },
    { name: "lon", label: t("people.lon"), kind: "number" },
    { name: "x_km", label: t("people.x_km"), kind: "number", help: t("people.km_help") },
    { name: "y_km", label: t("people.y_km"), kind: "number" },
  ];
}

/** All of it is written: what is left out is reckoned again. */
function SetPlacing({ placing, close }: { placing: Placing; close: () => void }) {
  const client = useQueryClient();
  const { id, home_site: home = "" } = placing;
  const path = { params: { path: { id } } };
  const site = useRead("/api/sites/{id}", { path: { id: home } }, { enabled: home !== "" });
  const named = (of: Placing, name: string | undefined): Given => ({ ...of, ...(name !== undefined && { home_site_name: name }) });
  const fresh = async (): Promise<Given> => {
    const now = await answer(api.GET("/api/staff/{id}/placing", path));
    const at = now.home_site === undefined ? undefined : await answer(api.GET("/api/sites/{id}", { params: { path: { id: now.home_site } } }));
    return named(now, at?.name);
  };
  const form = (name: string | undefined) => (
    <RecordForm<Body<"/api/staff/{id}/placing", "put">>
      draft={`people.placing.${id}`}
      fields={fields()}
      given={named(placing, name)}
      fresh={fresh}
      action={t("people.set_placing")}
      before={<p className="quiet">{t("people.placing_effect")}</p>}
      send={async (body) => {
        await answer(api.PUT("/api/staff/{id}/placing", { ...path, body }));
        close();
        await client.invalidateQueries();
      }}
    />
  );
  return home === "" ? form(undefined) : <Loaded of={site}>{(now) => form(now.name)}</Loaded>;
}
