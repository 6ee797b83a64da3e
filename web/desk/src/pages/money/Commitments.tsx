// What is promised against a site's lines, and what of it is paid.
import { type Body, type Row, answer, api, read, t } from "@sojourn/shared";
import { Action, ActionButton } from "../../parts/Action";
import { Day } from "../../parts/Facts";
import { ListSection } from "../../parts/ListSection";
import { RecordForm } from "../../parts/RecordForm";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Commitment = Row<"/api/commitments">;

export function Commitments({ site, done }: { site: string; done: (close: () => void) => Promise<void> }) {
  const may = useMay();
  const list = useList("/api/commitments", { site, closed: true }, { enabled: may("commitment.list") });
  if (!may("commitment.list")) {
    return null;
  }
  return (
    <>
      <ListSection
        id="commitments"
        title={t("money.commitments")}
        none={t("money.no_commitments")}
        of={list}
        head={[t("money.what"), t("money.line"), t("money.source"), t("money.amount"), t("money.paid"), t("money.open"), t("money.made_on"), t("money.what_to_do")]}
        rowKey={(each) => each.id}
        row={(each) => [
          <bdi key="name">{each.name}</bdi>,
          t(`money.kind_${each.kind}`),
          <bdi key="source">{each.source}</bdi>,
          <bdi key="amount">{each.amount}</bdi>,
          <bdi key="paid">{each.paid}</bdi>,
          <bdi key="open">{each.open}</bdi>,
          <Day key="made" of={each.made_on} />,
          each.closed_on !== undefined ? (
            t("money.closed")
          ) : (
            <span key="do" className="actions">
              {may("commitment.pay") && <ActionButton name={`pay-${each.id}`}>{t("money.pay")}</ActionButton>}{" "}
              {may("commitment.release") && <ActionButton name={`release-${each.id}`}>{t("money.release")}</ActionButton>}
            </span>
          ),
        ]}
      />
      {(list.data ?? []).map((each) => (
        <Forms key={each.id} of={each} done={done} />
      ))}
    </>
  );
}

function Forms({ of, done }: { of: Commitment; done: (close: () => void) => Promise<void> }) {
  const at = { params: { path: { id: of.id } } };
  const fresh = (): Promise<Commitment> => read("/api/commitments/{id}", { path: { id: of.id } });
  const told = (
    <p>
      <bdi>{of.name}</bdi> · <bdi>{of.open}</bdi>
    </p>
  );
  return (
    <>
      <Action name={`pay-${of.id}`} title={t("money.pay")}>
        {(close) => (
          <RecordForm<Body<"/api/commitments/{id}/pay">>
            draft={`money.pay.${of.id}`}
            fields={[
              { name: "amount", label: t("money.amount"), help: t("money.amount_help") },
              { name: "source", label: t("money.payment"), help: t("money.payment_help") },
              { name: "last", label: t("money.last_payment"), help: t("money.last_payment_help"), kind: "yes" },
            ]}
            given={{ version: of.version, amount: of.open, last: true }}
            fresh={fresh}
            action={t("money.pay")}
            before={told}
            send={async (body) => {
              await answer(api.POST("/api/commitments/{id}/pay", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`release-${of.id}`} title={t("money.release")}>
        {(close) => (
          <RecordForm<Body<"/api/commitments/{id}/release">>
            draft={`money.release.${of.id}`}
            fields={[{ name: "reason", label: t("money.reason"), help: t("money.no_names") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("money.release")}
            before={told}
            send={async (body) => {
              await answer(api.POST("/api/commitments/{id}/release", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}
