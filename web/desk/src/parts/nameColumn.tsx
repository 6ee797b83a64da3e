// The column by which a list leads to its records; a closed one says so.
import { t } from "@sojourn/shared";
import { Link } from "react-router";
import type { Column } from "./ListPage";

/** `under`: where the pages of the records lie, such as "/sites". */
export function nameColumn<T extends { id: string; name: string; closed_on?: string }>(title: string, under: string): Column<T> {
  return {
    key: "name",
    title,
    show: (record) => (
      <>
        <Link to={`${under}/${record.id}`}>
          <bdi>{record.name}</bdi>
        </Link>{" "}
        {record.closed_on !== undefined && <span className="quiet">✖ {t("record.is_closed")}</span>}
      </>
    ),
    text: (record) => record.name,
  };
}
