// Recovery codes, which the server shows once: to print, or to write down.
import { t } from "@sojourn/shared";
import { Button } from "antd";
import { useAccountQuery } from "../shell/session";

/** `kept`: what whoever has put them away does next. */
export function RecoveryCodes({ codes, kept }: { codes: string[]; kept: () => void }) {
  const account = useAccountQuery().data;
  return (
    <section className="recovery" aria-label={t("codes.title")}>
      <p>{t("codes.how")}</p>
      <p>{t("codes.of", { name: account?.name ?? "" })}</p>
      <ol>
        {codes.map((each) => (
          <li key={each}>
            <code className="key">{each}</code>
          </li>
        ))}
      </ol>
      <p className="action">
        <Button type="primary" autoFocus onClick={kept}>
          {t("codes.kept")}
        </Button>{" "}
        <Button onClick={() => globalThis.print()}>{t("codes.print")}</Button>
      </p>
    </section>
  );
}
