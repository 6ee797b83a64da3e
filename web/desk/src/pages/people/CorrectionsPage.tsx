// What people ask to have corrected in their own records, and where each is settled.
import { type Row, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { useFilters } from "../../parts/useFilters";
import { fieldLabel } from "./fields";

const states = ["open", "done", "declined", "withdrawn"] as const;

export default function CorrectionsPage() {
  const [filters, setFilter] = useFilters(["state"]);
  const state = states.find((each) => each === filters.state) ?? "open";
  return (
    <ListPage
      title={t("people.corrections")}
      path="/api/corrections"
      query={{ state, count: true }}
      columns={[
        {
          key: "name",
          title: t("people.name"),
          show: (row: Row<"/api/corrections">) => (
            <Link to={`/corrections/${row.id}`}>
              <bdi>{row.name}</bdi>
            </Link>
          ),
          text: (row) => row.name,
        },
        { key: "sponsor", title: t("people.sponsor"), show: (row) => <bdi>{row.sponsor_name}</bdi>, text: (row) => row.sponsor_name },
        { key: "field", title: t("people.correction_field"), show: (row) => fieldLabel(row.field), text: (row) => fieldLabel(row.field) },
        { key: "asked", title: t("people.asked_on"), show: (row) => <Day of={row.asked_on} />, text: (row) => row.asked_on },
        { key: "state", title: t("people.correction_state"), show: (row) => t(`people.correction_${row.state}`), text: (row) => t(`people.correction_${row.state}`) },
      ]}
      filters={
        <ChoiceFilter
          label={t("people.correction_state")}
          value={state}
          none={null}
          choices={states.map((value) => ({ value, name: t(`people.correction_${value}`) }))}
          onChange={(value) => setFilter("state", value === "open" ? undefined : value)}
        />
      }
      empty={<p>{t("people.no_corrections")}</p>}
      file={false}
    />
  );
}
