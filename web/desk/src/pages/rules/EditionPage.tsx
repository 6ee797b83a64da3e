// One edition of the rules as it was saved: to be read, never changed.
import { type Answer, moment, number, t } from "@sojourn/shared";
import { Link, useParams } from "react-router";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { Hard } from "./Hard";
import { programmeOf } from "./programme";
import { saidOf } from "./said";
import { valuesOf, weightNames } from "./weights";

export default function EditionPage() {
  const { id = "" } = useParams();
  const edition = useRead("/api/rules/{id}", { path: { id } });
  return <Loaded of={{ ...edition, data: edition.data?.id === id ? edition.data : undefined }}>{(shown) => <Edition of={shown} />}</Loaded>;
}

function Edition({ of }: { of: Answer<"/api/rules/{id}"> }) {
  const may = useMay();
  const programme = programmeOf(of.text, "name");
  const starts = programmeOf(of.text, "starts_on");
  const ends = programmeOf(of.text, "ends_on");
  return (
    <>
      <p className="quiet">
        <Link to="/rules">{t("rules.back")}</Link>
      </p>
      <PageHead title={t("rules.edition", { number: number(of.number) })} />
      <Facts>
        <Fact label={t("rules.holds_from")}>
          <Day of={of.holds_from} />
        </Fact>
        <Fact label={t("rules.reason")}>
          <bdi>{of.reason}</bdi>
        </Fact>
        <Fact label={t("rules.made_at")}>
          <bdi>{moment(of.made_at)}</bdi>{" "}
          {may("audit.list") && <Link to={`/settings/audit?record=${of.id}`}>{t("rules.made_by")}</Link>}
        </Fact>
        <Fact label={t("rules.programme_name")}>
          {programme !== "" && <bdi>{programme}</bdi>}
        </Fact>
        <Fact label={t("rules.starts_on")}>{starts === "" ? undefined : <Day of={starts} />}</Fact>
        <Fact label={t("rules.ends_on")}>{ends === "" ? undefined : <Day of={ends} />}</Fact>
      </Facts>
      <p>
        <span className="quiet">{t("rules.digest")}</span> <code className="whole-text">{of.digest}</code>
      </p>
      <h2>{t("rules.weights")}</h2>
      <ul className="todo">
        {weightNames.map((name) => (
          <li key={name}>{saidOf(name, valuesOf(of.text, name))}</li>
        ))}
      </ul>
      <Hard text={of.text} />
      <h2>{t("rules.text")}</h2>
      <pre className="whole-text" dir="ltr">
        <code>{of.text}</code>
      </pre>
    </>
  );
}
