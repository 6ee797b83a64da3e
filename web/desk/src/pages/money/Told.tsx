// What a claim says, before something is done with it.
import { type Row, number, t } from "@sojourn/shared";
import { Day } from "../../parts/Facts";

export type Claim = Row<"/api/claims">;

export function Told({ of }: { of: Claim }) {
  return (
    <p>
      <bdi>{of.name}</bdi> · {t(`money.kind_${of.kind}`)} · <Day of={of.day} /> · <bdi>{of.amount}</bdi>
      {of.receipt !== undefined && (
        <>
          {" "}
          · {t("money.receipt")} <bdi>{of.receipt}</bdi>
        </>
      )}
      {of.what !== undefined && (
        <>
          {" "}
          · <bdi>{of.what}</bdi>
        </>
      )}
      {of.km !== undefined && (
        <>
          {" "}
          · <bdi>{number(of.km)} km</bdi>
        </>
      )}
    </p>
  );
}
