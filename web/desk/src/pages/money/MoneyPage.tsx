// Money: what sites have, what people wait for, what sponsors owe, whose cover lapses. Five tabs; the one main action
// pays the claim that has waited longest.
import { t } from "@sojourn/shared";
import { PageHead } from "../../parts/PageHead";
import { Tabs, useTab } from "../../parts/Tabs";
import { useMay } from "../../shell/session";
import { Activities } from "./Activities";
import { Budget } from "./Budget";
import { Claims } from "./Claims";
import { Cover } from "./Cover";
import { Shares } from "./Shares";

export default function MoneyPage() {
  const may = useMay();
  const tab = useTab(["budget", "claims", "activities", "shares", "cover"]);
  return (
    <>
      <PageHead title={t("shell.money")} />
      <Tabs
        now={tab}
        tabs={[
          { name: "budget" as const, title: t("money.budget") },
          ...(may("claim.list") ? [{ name: "claims" as const, title: t("money.claims") }] : []),
          ...(may("activity.list") ? [{ name: "activities" as const, title: t("money.activities") }] : []),
          ...(may("contribution.list") ? [{ name: "shares" as const, title: t("money.shares") }] : []),
          ...(may("alarm.list") ? [{ name: "cover" as const, title: t("money.cover") }] : []),
        ]}
      />
      {tab === "budget" && <Budget />}
      {tab === "claims" && <Claims />}
      {tab === "activities" && <Activities />}
      {tab === "shares" && <Shares />}
      {tab === "cover" && <Cover />}
    </>
  );
}
