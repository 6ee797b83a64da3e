// What somebody gets by the rules: the days that hosts confirmed, month by month, and the meals claimed for them.
import { number, t } from "@sojourn/shared";
import { Link } from "react-router";
import { ListSection } from "../../parts/ListSection";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

export function Allowance({ id }: { id: string }) {
  const may = useMay();
  const mayClaim = may("claim.list");
  const months = useList("/api/confirmed-months", { staff: id }, { enabled: may("month.list") });
  const claims = useList("/api/claims", { staff: id, limit: 200 }, { enabled: mayClaim });
  if (!may("month.list")) {
    return null;
  }
  const claimOf = (month: string) => claims.data?.find((each) => each.kind === "meals" && each.day === `${month}-01` && each.state !== "refused");
  return (
    <ListSection
      id="allowance"
      title={t("money.allowance")}
      none={t("money.no_allowance")}
      of={months}
      head={[t("money.month"), t("money.site"), t("money.days_on_site"), ...(mayClaim ? [t("money.meals"), t("money.state")] : [])]}
      rowKey={(each) => each.id}
      row={(each) => {
        const claim = claimOf(each.month);
        return [
          <Link key="month" to={`/terms/${each.posting}`}>
            <bdi>{each.month}</bdi>
          </Link>,
          <bdi key="site">{each.site_name}</bdi>,
          <bdi key="days">{number(each.days)}</bdi>,
          ...(mayClaim
            ? [
                claim === undefined ? (
                  <span key="amount" className="quiet">
                    {t("money.not_claimed")}
                  </span>
                ) : (
                  <bdi key="amount">{claim.amount}</bdi>
                ),
                claim === undefined ? null : t(`money.state_${claim.state}`),
              ]
            : []),
        ];
      }}
    />
  );
}
