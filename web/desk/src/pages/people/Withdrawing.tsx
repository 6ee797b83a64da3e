// Takes back an insurance or a health check that was entered by mistake, with the reason: it stays on record.
import { type Body, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Action } from "../../parts/Action";
import { RecordForm } from "../../parts/RecordForm";

export function Withdrawing({ of, kind }: { of: { id: string; version: number }; kind: "insurance" | "health_check" }) {
  const client = useQueryClient();
  const at = { params: { path: { id: of.id } } };
  return (
    <Action name={`withdraw-${of.id}`} title={t(`money.withdraw_${kind}`)}>
      {(close) => (
        <RecordForm<Body<"/api/insurances/{id}/withdraw">>
          draft={`people.withdraw.${of.id}`}
          fields={[{ name: "reason", label: t("money.reason"), help: t("money.withdraw_cover_help") }]}
          given={{ version: of.version }}
          action={t(`money.withdraw_${kind}`)}
          before={<p className="quiet">{t(`money.withdraw_${kind}_effect`)}</p>}
          send={async (body) => {
            await (kind === "insurance"
              ? answer(api.POST("/api/insurances/{id}/withdraw", { ...at, body }))
              : answer(api.POST("/api/health-checks/{id}/withdraw", { ...at, body })));
            close();
            await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:insurances|health|cover|arrival|staff)/.test(String(path)) });
          }}
        />
      )}
    </Action>
  );
}
