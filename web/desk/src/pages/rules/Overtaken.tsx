// An edition that a colleague saved while another was typed: both, and the officer decides.
import { type Answer, moment, number, t } from "@sojourn/shared";
import { Button } from "antd";
import { SimpleTable } from "../../parts/Facts";
import { saidOf } from "./said";
import { valuesOf, weightNames } from "./weights";

export function Overtaken({
  edition,
  mine,
  keep,
  take,
}: {
  edition: Answer<"/api/rules/{id}">;
  mine: string;
  keep: () => void;
  take: () => void;
}) {
  const said = (text: string, name: (typeof weightNames)[number]): string => saidOf(name, valuesOf(text, name));
  const differ = weightNames.filter((name) => said(mine, name) !== said(edition.text, name));
  return (
    <div className="conflict" role="status">
      <h3>
        <span aria-hidden="true">▲ </span>
        {t("rules.overtaken", { number: number(edition.number), at: moment(edition.made_at) })}
      </h3>
      <p>
        {t("rules.reason")}: <bdi>{edition.reason}</bdi>
      </p>
      {mine === edition.text && <p>{t("record.no_difference")}</p>}
      {differ.length > 0 && (
        <SimpleTable
          label={t("record.two_versions")}
          head={[{ title: t("record.yours") }, { title: t("record.now") }]}
          rows={differ.map((name) => ({ key: name, cells: [said(mine, name), said(edition.text, name)] }))}
        />
      )}
      {mine !== edition.text && (
        <details open={differ.length === 0}>
          <summary>{t("rules.overtaken_text")}</summary>
          <pre dir="auto" tabIndex={0}>{edition.text}</pre>
        </details>
      )}
      <p className="actions">
        <Button onClick={keep}>{t("record.keep_yours")}</Button>
        <Button onClick={take}>{t("record.take_theirs")}</Button>
      </p>
    </div>
  );
}
