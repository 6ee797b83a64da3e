// The staff whom sponsors may send, by their names: found, filtered, added.
import { type Answer, type Body, type Query, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ChoiceFilter, SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { nameColumn } from "../../parts/nameColumn";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { makeFields, roles, rolesText } from "./fields";

export default function PeoplePage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["search", "sponsor", "within", "role", "closed"]);
  const query: Query<"/api/staff"> = {
    ...(filters.search !== undefined && { search: filters.search }),
    ...(filters.sponsor !== undefined && { sponsor: filters.sponsor }),
    ...(filters.within !== undefined && { within: filters.within }),
    ...(roles.includes(filters.role as never) && { role: filters.role as (typeof roles)[number] }),
    ...(filters.closed === "yes" && { closed: true }),
    count: true,
  };
  return (
    <>
      <ListPage
        title={t("people.title")}
        path="/api/staff"
        query={query}
        action={
          may("staff.make") ? (
            <ActionButton name="make" main>
              {t("people.make")}
            </ActionButton>
          ) : undefined
        }
        table="staff.import"
        filters={
          <>
            <SearchFilter label={t("people.search")} value={filters.search} onChange={(value) => setFilter("search", value)} />
            {may("sponsor.list") && (
              <RecordFilter
                kind="sponsor"
                label={t("people.sponsor")}
                value={filters.sponsor}
                onChange={(value) => setFilter("sponsor", value)}
              />
            )}
            {may("area.list") && (
              <RecordFilter
                kind="area"
                label={t("people.within")}
                value={filters.within}
                onChange={(value) => setFilter("within", value)}
              />
            )}
            <ChoiceFilter
              label={t("people.roles")}
              value={filters.role}
              choices={roles.map((value) => ({ value, name: t(`people.role.${value}`) }))}
              onChange={(value) => setFilter("role", value)}
            />
            <ChoiceFilter
              label={t("people.closed")}
              value={filters.closed}
              choices={[{ value: "yes", name: t("people.closed_too") }]}
              onChange={(value) => setFilter("closed", value)}
            />
          </>
        }
        columns={[
          nameColumn(t("people.name"), "/people"),
          { key: "code", title: t("people.code"), show: (person) => <bdi>{person.code}</bdi>, text: (person) => person.code },
          {
            key: "sponsor",
            title: t("people.sponsor"),
            show: (person) => <bdi>{person.sponsor_name}</bdi>,
            text: (person) => person.sponsor_name,
          },
          { key: "area", title: t("people.area"), show: (person) => <bdi>{person.area_name}</bdi>, text: (person) => person.area_name },
          {
            key: "roles",
            title: t("people.roles"),
            show: (person) => rolesText(person.roles),
            text: (person) => rolesText(person.roles),
          },
          { key: "position", title: t("people.position"), show: (person) => <bdi>{person.position}</bdi>, text: (person) => person.position },
        ]}
        empty={<p>{t(Object.keys(filters).length > 0 ? "people.none_so" : "people.none")}</p>}
      />
      <Make />
    </>
  );
}

function Make() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Action name="make" title={t("people.make")}>
      {() => (
        <RecordForm<Body<"/api/staff">>
          draft="people.make"
          fields={makeFields()}
          given={{ roles: ["member"] }}
          action={t("people.make")}
          before={<p className="quiet">{t("people.make_effect")}</p>}
          send={async (body) => {
            const made: Answer<"/api/staff/{id}"> = await answer(api.POST("/api/staff", { body }));
            await client.invalidateQueries({ queryKey: ["/api/staff"] });
            await navigate(`/people/${made.id}`, { replace: true });
          }}
        />
      )}
    </Action>
  );
}
