// What can be taken in from tables, in the order in which an office begins.
import { t } from "@sojourn/shared";
import { Link } from "react-router";
import { PageHead } from "../../parts/PageHead";
import { useMay } from "../../shell/session";
import { groups, kindName } from "./kinds";

export default function KindsPage() {
  const may = useMay();
  return (
    <>
      <PageHead title={t("import.title")} />
      <p>{t("import.intro")}</p>
      {groups.map((group) => {
        const shown = group.kinds.filter((kind) => may(`${kind}.import`));
        return (
          shown.length > 0 && (
            <section key={group.name} aria-labelledby={`group-import-${group.name}`}>
              <h2 id={`group-import-${group.name}`}>{t(`import.group_${group.name}`)}</h2>
              <ul className="todo">
                {shown.map((kind) => (
                  <li key={kind}>
                    <Link to={`/import/${kind}`}>{kindName(kind)}</Link> <span className="quiet">{t(`import.about_${kind}`)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}
