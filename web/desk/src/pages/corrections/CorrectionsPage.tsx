// What staff ask to have put right in their own records: what is open first, all of it on demand.
import { type Query, day, t } from "@sojourn/shared";
import { Link } from "react-router";
import { ChoiceFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { RecordFilter } from "../../parts/RecordFilter";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { fieldName, stateName, states } from "./words";

export default function CorrectionsPage() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["state", "sponsor"]);
  const state = states.find((each) => each === filters.state) ?? "open";
  const query: Query<"/api/corrections"> = {
    state,
    ...(filters.sponsor !== undefined && { sponsor: filters.sponsor }),
    count: true,
  };
  return (
    <ListPage
      title={t("corrections.title")}
      path="/api/corrections"
      query={query}
      before={<p className="quiet">{t("corrections.how")}</p>}
      filters={
        <>
          <ChoiceFilter
            label={t("corrections.state")}
            value={state}
            none={null}
            choices={states.map((value) => ({ value, name: stateName(value) }))}
            onChange={(value) => setFilter("state", value === "open" ? undefined : value)}
          />
          {may("sponsor.list") && (
            <RecordFilter
              kind="sponsor"
              label={t("corrections.sponsor")}
              value={filters.sponsor}
              onChange={(value) => setFilter("sponsor", value)}
            />
          )}
        </>
      }
      columns={[
        {
          key: "name",
          title: t("corrections.person"),
          show: (row) => (
            <Link to={`/corrections/${row.id}`}>
              <bdi>{row.name}</bdi>
            </Link>
          ),
          text: (row) => row.name,
        },
        { key: "sponsor", title: t("corrections.sponsor"), show: (row) => <bdi>{row.sponsor_name}</bdi>, text: (row) => row.sponsor_name },
        { key: "field", title: t("corrections.field"), show: (row) => <bdi>{fieldName(row.field)}</bdi>, text: (row) => fieldName(row.field) },
        { key: "asked_on", title: t("corrections.asked_on"), show: (row) => <bdi>{day(row.asked_on)}</bdi>, text: (row) => row.asked_on },
        { key: "state", title: t("corrections.state"), show: (row) => stateName(row.state), text: (row) => stateName(row.state) },
      ]}
      empty={<p>{t(state === "open" ? "corrections.none" : "corrections.none_so")}</p>}
    />
  );
}
