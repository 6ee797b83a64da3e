// Suggestions and complaints that wait for the office, the oldest first, each with the day by which it is due.
import { type Row, t } from "@sojourn/shared";
import { Link } from "react-router";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { useFilters } from "../../parts/useFilters";
import { begins } from "./SayPage";
import { Due, PageName, State } from "./parts";

const states = ["open", "answered", "closed"] as const;
const kinds = ["suggestion", "complaint"] as const;

export default function FeedbackPage() {
  const [filters, setFilter] = useFilters(["state", "kind"]);
  const state = states.find((each) => each === filters.state);
  const kind = kinds.find((each) => each === filters.kind);
  return (
    <ListPage
      title={t("shell.feedback_all")}
      path="/api/feedback"
      query={{ ...(state !== undefined && { state }), ...(kind !== undefined && { kind }), count: true }}
      columns={[
        {
          key: "said",
          title: t("feedback.text"),
          show: (row: Row<"/api/feedback">) => (
            <Link to={`/settings/feedback/${row.id}`}>
              <bdi>{begins(row.said)}</bdi>
            </Link>
          ),
          text: (row) => row.said,
          width: 320,
        },
        { key: "kind", title: t("feedback.kind"), show: (row) => t(`feedback.kind_${row.kind}`), text: (row) => t(`feedback.kind_${row.kind}`) },
        { key: "page", title: t("feedback.page"), show: (row) => <PageName of={row.page} />, text: (row) => row.page },
        { key: "by", title: t("feedback.by"), show: (row) => (row.written_by === undefined ? <span className="quiet">{t("feedback.not_told")}</span> : <bdi>{row.written_by}</bdi>), text: (row) => row.written_by },
        { key: "on", title: t("feedback.written_on"), show: (row) => <Day of={row.written_on} />, text: (row) => row.written_on },
        { key: "due", title: t("feedback.due_on"), show: (row) => <Due of={row} />, text: (row) => row.due_on },
        { key: "state", title: t("feedback.state"), show: (row) => <State of={row.state} />, text: (row) => t(`feedback.state_${row.state}`) },
      ]}
      filters={
        <>
          <ChoiceFilter
            label={t("feedback.state")}
            value={state}
            none={t("feedback.not_closed")}
            choices={states.map((value) => ({ value, name: t(`feedback.state_${value}`) }))}
            onChange={(value) => setFilter("state", value)}
          />
          <ChoiceFilter
            label={t("feedback.kind")}
            value={kind}
            choices={kinds.map((value) => ({ value, name: t(`feedback.kind_${value}`) }))}
            onChange={(value) => setFilter("kind", value)}
          />
        </>
      }
      empty={<p>{t("feedback.none")}</p>}
    />
  );
}
